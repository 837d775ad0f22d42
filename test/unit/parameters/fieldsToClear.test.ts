/** Update can empty the fields that have a value for "nothing". */
import {
	fieldsToClear,
	readFieldsToClear,
	toCleared,
} from '../../../nodes/ServiceOps/parameters/fieldsToClear';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';

const conversion = { resource: request, zone: 'UTC' };

test('text is cleared with empty text, a list with an empty one', () => {
	expect(toCleared(conversion, request.fields, ['description', 'tags'])).toEqual({
		description: '',
		tags: [],
	});
});

test.each([
	['subject', 'a required field'],
	['spam', 'a switch'],
	['nosuch', 'no field at all'],
])('%s cannot be cleared: it is %s', (name) => {
	expect(() => toCleared(conversion, request.fields, [name])).toThrow(
		`Fields to Clear: a request has no field "${name}" that can be cleared. Use one of: Category, CC Emails, `,
	);
});

test('a field of another type of record cannot be cleared', () => {
	const [hardware] = asset.types?.options ?? [];
	expect(() =>
		toCleared({ resource: asset, type: hardware, zone: 'UTC' }, asset.fields, ['version']),
	).toThrow('Hardware assets have no Version');
});

test('fields are named as in the API or as in the form, and no other is offered', () => {
	const parameter = () => ({ fieldsToClear: 'Technician Group, tags, nosuch' });
	expect(readFieldsToClear({ parameter }, request.fields)).toEqual([
		'technicianGroupName',
		'tags',
		'nosuch',
	]);
	const offered = (fieldsToClear(request.fields).options ?? []).map(({ name }) => name);
	expect(offered).toContain('Technician Group');
	// Every record has a subject, a status and a priority.
	for (const name of ['Subject', 'Status', 'Priority']) expect(offered).not.toContain(name);
});
