/** What is entered about the entries of a conversation. */
import type { IDataObject } from 'n8n-workflow';
import {
	parentForm,
	readEntryFilter,
	readEntryKind,
	readParentResource,
	readTextFormat,
} from '../../../nodes/ServiceOps/parameters/conversation';
import { change } from '../../../nodes/ServiceOps/resources/change';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { serviceRequest } from '../../../nodes/ServiceOps/resources/serviceRequest';

const task = (parameters: IDataObject) => ({
	parameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
});
const kind = (conversationType: string, parent = request) =>
	readEntryKind(task({ conversationType }), parent);

test('every module with a conversation is offered, service requests too', () => {
	const [picker] = parentForm;
	expect((picker?.options ?? []).map(({ name }) => name)).toEqual([
		'Change',
		'Problem',
		'Release',
		'Request',
		'Service Request',
	]);
	expect(readParentResource(task({ parentResource: 'service request' }))).toBe(serviceRequest);
	expect(() => readParentResource(task({ parentResource: 'asset' }))).toThrow(
		'Record Type: there is no "asset"',
	);
});

test.each([
	['note', { conversationType: 'note', conversationState: 'published' }],
	['Add Note', { conversationType: 'note', conversationState: 'published' }],
	['collaborate', { conversationType: 'collaborate' }],
	[
		'requestor_to_technician',
		{ conversationType: 'requestor_to_technician', conversationState: 'published' },
	],
])('the entry type %s is sent as %j', (given, wire) => {
	expect(kind(given).wire).toEqual(wire);
});

test('replies go with requests only', () => {
	expect(kind('replyToRequester', serviceRequest).value).toBe('replyToRequester');
	expect(() => kind('replyToRequester', change)).toThrow(
		'Entry Type: "Reply to Requester" works on requests and service requests only',
	);
});

test('entries can be listed by type', () => {
	const filter = (conversationFilter?: string) => readEntryFilter(task({ conversationFilter }));
	expect(filter()).toBeUndefined();
	expect(filter('All')).toBeUndefined();
	expect(filter('replyToRequester')?.wire.conversationType).toBe('technician_to_requester');
	expect(filter('Reply From Requester')?.value).toBe('requesterReply');
	expect(() => filter('shout')).toThrow('Entry Type: there is no "shout"');
});

test.each([
	[undefined, '<p>One<br>two &amp; three</p>'],
	['html', '<p>One<br>two &amp; three</p>'],
	['Plain Text', 'One\ntwo & three'],
])('the text format %s: %j', (textFormat, details) => {
	const toText = readTextFormat(task({ options: { textFormat } }));
	const row = { id: 1, details: '<p>One<br>two &amp; three</p>' };
	expect(toText(row)).toEqual({ id: 1, details });
});
