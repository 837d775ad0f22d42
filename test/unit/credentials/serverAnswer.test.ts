/** What an answer means, by its status and body: design "An HTTP 2xx means done unless the body positively says otherwise". */
import {
	explainOddAnswer,
	refusalIn,
	resultIn,
	wordsOf,
	wordsOfPage,
} from '../../../credentials/serverAnswer';
import { isHtml, isXml, readPage, readXml } from '../../../credentials/pageWords';
import { cpuStopwatch } from '../../support/cpuTime';

const page = (body: string) => `<!doctype html><html><body>${body}</body></html>`;

test.each([
	[{ code: '942', userMessage: 'No.', cause: null }, 'No.'],
	[{ returnCode: 'FAILURE', status: 1, userMessage: 'Not yours.', id: 7 }, 'Not yours.'],
	[{ error: 'denied', message: 'Not allowed' }, 'Not allowed'],
	[{ error: { code: 12, message: 'Not allowed' } }, 'Not allowed'],
	[{ errors: [{ field: 'subject', message: 'Too long' }] }, 'subject: Too long'],
	[{ errors: { Subject: ['Too long'] } }, 'Subject: Too long'],
	[
		{ code: '1007', userMessage: null, cause: { userMessage: 'License expired' } },
		'License expired',
	],
	[{ success: false, msg: 'Quota used up', id: -1 }, 'Quota used up'],
	[{ status: 'error', message: 'Quota used up', data: null }, 'Quota used up'],
	[{ error: true, message: 'Quota used up' }, 'Quota used up'],
	[{ userMessage: 'Not created: subject is missing', id: 0 }, 'Not created: subject is missing'],
	[
		{ code: 'X1', message: 'Could not be updated successfully' },
		'Could not be updated successfully',
	],
	[{ userMessage: ' ', error: 'denied' }, 'denied'],
	[{ objectList: [], error: 'Search failed' }, 'Search failed'],
	[{ objectList: null, userMessage: 'Error 17' }, 'Error 17'],
	[{ error: 'It can&#39;t be &lt;x&gt; &copy;' }, "It can't be <x> &copy;"],
	[{ returnCode: 'FAILURE' }, 'ServiceOps rejected the request without giving a reason'],
	[{ id: '-1', userMessage: 'Quota used up' }, 'Quota used up'],
	[{ id: null, message: 'Requester not found' }, 'Requester not found'],
	[{ error: true, 'invalid-params': [{ name: 'x', reason: 'Too long' }] }, 'Too long'],
	[{ error: { code: 'X1', message: { en: 'Not yours' } }, result: null }, 'en: Not yours'],
	[{ exception: 'ValidationException', exceptionMessage: 'Not yours' }, 'Not yours'],
	[{ result: false, message: 'Not yours' }, 'Not yours'],
	[{ responseCode: 4001, responseMessage: 'Not yours' }, 'Not yours'],
	[{ statusCode: 400, message: 'Not yours' }, 'Not yours'],
	[
		'<s:Envelope><s:Header/><s:Body><s:Fault><faultstring>Not yours</faultstring></s:Fault></s:Body></s:Envelope>',
		'Not yours',
	],
	[
		'<e:Envelope><e:Body><e:Fault><e:Reason><e:Text>Not yours</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>',
		'Not yours',
	],
	[
		'<Envelope><Body><Fault/></Body></Envelope>',
		'ServiceOps rejected the request without giving a reason',
	],
])('%j is a refusal, whatever the status says', (body, said) => {
	expect(refusalIn(body)).toBe(said);
});

test.each([
	[{ subject: ['must not be blank'] }, 'subject: must not be blank'],
	[
		{ subject: 'must not be blank', endDate: 'is over' },
		'subject: must not be blank; endDate: is over',
	],
	[{ timestamp: '2026-01-05T08:00:00Z', status: 'x', path: '/api', traceId: 'a1' }, undefined],
	[{ timestamp: 1, status: 400, error: 'Bad Request', path: '/api' }, 'Bad Request'],
	['\u001f\u008b\b\0\0\0compressed', undefined],
])('a body that is known to be a refusal, %j, says %j', (body, said) => {
	expect(wordsOf(body, true)).toBe(said);
});

test('what may be a record says nothing', () => {
	expect(wordsOf({ subject: 'Printer' })).toBeUndefined();
});

test.each([
	{ returnCode: 'SUCCESS', status: 0, userMessage: null, id: 2 },
	{ objectList: [], totalCount: 0, message: 'No records found, no errors' },
	{ objectList: [{ id: 1 }], error: 'Search failed in part' },
	{ returnCode: null, error: null, id: 2 },
	{ id: 65, name: 'INC-46', error: 'a field of an administrator' },
	{ error: null, result: { id: 65 } },
	{ error: '', userMessage: '', errors: [] },
	{ code: null, message: null },
	{ code: '200', message: 'Updated successfully' },
	{ userMessage: 'Request created', code: '942' },
	{ returnCode: '0', message: 'x' },
	{ error: 'none', cause: null },
	{ status: 'success', message: 'Created', data: { id: 7 } },
	{ id: 7, cause: 'A field of a problem', errorCode: 'E1' },
	{ objectList: [], message: 'none' },
	{ objectList: [], userMessage: 'Nothing found' },
	{ returnCode: 'SUCCESS', userMessage: 'Sent to the vendor' },
	{ userMessage: 'Sent to the vendor', result: { id: 7 } },
	{ id: 'a1b2', userMessage: 'Sent to the vendor' },
	{ code: 'E1' },
	{ responseCode: 201, responseMessage: 'Queued' },
	{ id: 7, statusCode: 400, result: false },
	'<e:Envelope><e:Body><CreateResponse><id>7</id></CreateResponse></e:Body></e:Envelope>',
	{ message: 'Request deleted successfully' },
	{ id: null, message: 'Created' },
	{ message: 'No approval needed' },
	{},
	[],
	undefined,
	'Deleted',
])('%j is no refusal', (body) => {
	expect(refusalIn(body)).toBeUndefined();
});

test.each([
	[{ error: null, result: { id: 65 } }, { id: 65 }],
	[{ success: true, result: { id: 65 } }, { id: 65 }],
	[{ status: 200, data: { id: 65 } }, { id: 65 }],
	[{ response: { subject: 'x' } }, { subject: 'x' }],
	[{ request: { id: 65 }, error_message: '' }, { id: 65 }],
	[
		{ node: { id: 1 }, childrens: [] },
		{ node: { id: 1 }, childrens: [] },
	],
	[
		{ id: 1, result: { id: 65 } },
		{ id: 1, result: { id: 65 } },
	],
	[
		{ subject: 'A record with a field named result', result: { id: 65 } },
		{ subject: 'A record with a field named result', result: { id: 65 } },
	],
	[
		[1, 2],
		[1, 2],
	],
	[[{ id: 65 }], [{ id: 65 }]],
	[{ subject: { a: 1 } }, { subject: { a: 1 } }],
	[undefined, undefined],
	[null, null],
	[{}, {}],
])('the result in %j', (body, result) => {
	expect(resultIn(body)).toEqual(result);
});

test.each([
	[{ cause: { userMessage: 'The requester is inactive' } }, 'The requester is inactive'],
	[{ errors: ['Subject is required'] }, 'Subject is required'],
	[{ messages: { subject: ['is too short'] } }, 'subject: is too short'],
	[{ error: 'invalid_grant', error_description: 'Bad credentials' }, 'Bad credentials'],
	[
		{
			timestamp: '2026-01-05',
			status: 404,
			error: 'Not Found',
			path: '/x',
			message: 'No message available',
		},
		undefined,
	],
	[{ message: null, error: null }, undefined],
	['Duplicate subject', 'Duplicate subject'],
	['{"half of": "it', undefined],
	[{ userMessage: ['Too long', 'Unknown priority'] }, 'Too long; Unknown priority'],
	[{ fieldErrors: { subject: ['Too long', 'Not blank'] } }, 'subject: Too long; Not blank'],
	[{ title: 'Invalid', errors: { Subject: ['Too long.'] } }, 'Invalid Subject: Too long.'],
	[
		{
			status: 400,
			error: 'Bad Request',
			message: 'Validation failed',
			errors: [{ defaultMessage: 'must not be blank', field: 'subject', rejectedValue: '' }],
		},
		'Validation failed subject: must not be blank',
	],
	[{ detail: [{ loc: ['body'], msg: 'field required' }] }, 'field required'],
	[{ error: { code: 1, errors: [{ reason: 'badSubject' }] } }, 'badSubject'],
	[
		{ userMessage: 'Invalid Input Data.', cause: 'No location Pune' },
		'Invalid Input Data. No location Pune',
	],
	[{ userMessage: '<p>Subject and <b>more</b></p>' }, 'Subject and more'],
	[{ userMessage: 'Volume <D:> is unknown' }, 'Volume <D:> is unknown'],
	[[{ message: 'Too long' }], 'Too long'],
	['<html></html>', undefined],
	['<error><message>Category is mandatory</message></error>', 'Category is mandatory'],
	['<error code="12"><![CDATA[A < B]]> &amp; &#x42;</error>', 'A < B & B'],
	[
		'<Map><status>400</status><error>Bad Request</error><message>Too long</message></Map>',
		'Too long',
	],
	[
		'<errors type="array"><error>Too long</error><error>Not blank</error></errors>',
		'Too long; Not blank',
	],
	[
		'<m:error xmlns:m="a"><m:message xml:lang="en">No such record</m:message></m:error>',
		'No such record',
	],
	[
		'<s:Envelope><s:Header/><s:Body><s:Fault><faultstring>Too long</faultstring></s:Fault></s:Body></s:Envelope>',
		'Too long',
	],
	['<result><code>5</code><description>Too long</description></result>', 'Too long'],
	['<ErrorResponse><errorMessage>Too long', 'Too long'],
	['<response><id>5</id></response>', undefined],
	['<!-- nothing', undefined],
	[
		page(
			'<h1>HTTP Status 400</h1><p><b>Message</b> Too &lt;long&gt;</p><p><b>Description</b> x</p>',
		),
		'Too <long>',
	],
	[
		page(
			'<table><tr><th>STATUS:</th><td>400</td></tr><tr><th>MESSAGE:</th><td>Too long</td></tr></table>',
		),
		'Too long',
	],
	[
		page(
			'<h1>Whitelabel Error Page</h1><div>There was an unexpected error (type=Bad Request, status=400).</div><div>Too long</div>',
		),
		'Too long',
	],
	[page('<h1>413 Request Entity Too Large</h1>'), undefined],
	['Not in [A] and <b>C</b>', 'Not in [A] and C'],
	[{ message: '<p class="x">Not now</p>' }, 'Not now'],
	// What is around a result says nothing about it, unless nothing else does.
	[{ data: { message: 'Out of stock' } }, 'Out of stock'],
	[{ result: { message: 'Out of stock' } }, 'Out of stock'],
	[{ message: 'Not now', data: { message: 'Out of stock' } }, 'Not now'],
	[{ message: 'Invalid', error: { message: 'Too long' } }, 'Invalid Too long'],
	[{ message: 'Too long: subject', errors: ['subject'] }, 'Too long: subject'],
	[{ errors: { message: 'Invalid', code: 'E1' } }, 'Invalid'],
	[{ errors: { cause: { message: 'Invalid' }, code: 'E1' } }, 'Invalid'],
	[{ errors: ['A', null, 'B', 'C', 'D', 'E', 'F'] }, 'A; B; C; D; E'],
	// However deep it is, it is not followed without end.
	[{ cause: { cause: { cause: { message: 'Deep' } } } }, 'Deep'],
	[{ cause: { cause: { cause: { cause: { message: 'Deep' } } } } }, undefined],
	[[[[[['Deep']]]]], undefined],
	[{ message: 'x'.repeat(500) }, 'x'.repeat(500)],
])('the words in %j', (body, words) => {
	expect(wordsOf(body)).toBe(words);
});

test.each([
	['<error><message>Too long</message></error>', 'Too long'],
	['<response><status>failure</status><message>Too long</message></response>', 'Too long'],
	['<response><status>success</status><message>Created</message></response>', undefined],
	['<request><id>5</id><error>a field</error></request>', undefined],
])('a success in XML: %j', (body, said) => {
	expect(refusalIn(body)).toBe(said);
});

test.each([
	[
		page('<h1>Request Rejected</h1>Your support ID is 12.'),
		'Request Rejected Your support ID is 12.',
	],
	[
		page('<title>413 Too Large</title><center><h1>413 Too Large</h1></center><hr>nginx/1.18'),
		undefined,
	],
	[
		page('<title>400 Bad Request</title><h1>Bad Request</h1><p>Not understood.</p>'),
		'Not understood.',
	],
	['Not understood.', undefined],
])('all words of the page %j', (body, words) => {
	expect(wordsOfPage(body)).toBe(words);
});

test('documents take no time, whatever they are made of', () => {
	const parts = [
		'<a>',
		'<a b="',
		'<!--',
		'<![CDATA[',
		'<',
		'&',
		'<a b=c ',
		'</a>',
		'<html><script ',
		' ',
	];
	const spentMs = cpuStopwatch();
	for (const part of parts) {
		for (const before of ['<a>', '<html>']) {
			const text = before + part.repeat(65_536 / part.length);
			expect([wordsOf(text), wordsOfPage(text), refusalIn(text)]).toHaveLength(3);
		}
	}
	expect(spentMs()).toBeLessThan(1_000);
});

test('pages of stack trace are cut off', () => {
	const words = wordsOf({ message: `java.lang.Error ${'at com.example '.repeat(5_000)}` }) ?? '';
	expect(words.length).toBeLessThan(600);
	expect(words).toContain('java.lang.Error');
});

test.each([
	[
		302,
		'',
		{ location: 'https://x.example/a?token=1' },
		/redirects to https:\/\/x\.example\/a\. Enter/,
	],
	[302, '', {}, /^The server redirects\. Enter/],
	[200, page('Sign in'), {}, /web page/],
	[404, page('Not found'), {}, /web page/],
	[499, page('No'), {}, /web page/],
	[429, page('Slow down'), {}, undefined],
	[500, page('Error'), {}, undefined],
	[200, 'See <html> for more', {}, undefined],
	[200, { id: 7 }, {}, undefined],
	[299, undefined, {}, undefined],
	[400, { message: 'No' }, {}, undefined],
	[400, 'The plain HTTP request was sent to HTTPS port', {}, /with https:\/\/$/],
	[400, 'Client sent an HTTP request to an HTTPS server.', {}, /with https:\/\/$/],
	[400, 'This combination of host and port requires TLS.', {}, /with https:\/\/$/],
	[200, 'It requires TLS', {}, undefined],
])('%s with %j and %j does not come from the API: %s', (statusCode, body, headers, expected) => {
	const said = explainOddAnswer({ statusCode, body, headers });
	if (expected === undefined) expect(said).toBeUndefined();
	else expect(said).toMatch(expected);
});

test.each([
	['<error><message>Not allowed</message></error>', { error: { message: 'Not allowed' } }],
	['<Exception>Not allowed</Exception>', { error: 'Not allowed' }],
	['<n:fault><n:reason code="7">x</n:reason></n:fault>', { error: { reason: 'x' } }],
	['<r><a>1</a><a>2</a><a>3</a></r>', { a: ['1', '2', '3'] }],
	['<r> <b>x</b> </r>', { b: 'x' }],
	['<r> text <b>x</b></r>', { b: 'x', text: 'text' }],
	['<r><x/>y</r>', { x: '', text: 'y' }],
	['<r>text</r>', { r: 'text' }],
	['<a>1</a><b>2</b>', { a: '1', b: '2' }],
	['<err>1</err><b>2</b>', { err: '1', b: '2' }],
	['<r><a>1</b></a></r>', { a: '1' }],
	['</r><r><a>1', { a: '1' }],
	['<r><![CDATA[a <b> &amp; c]]></r>', { r: 'a <b> &amp; c' }],
	[
		'<r>&lt;&#228;&#xe4;&#XE4;&#9;&nosuch;&constructor;&nbsp;.</r>',
		{ r: '<äää\t&nosuch;&constructor; .' },
	],
	['<?xml version="1.0"?><!DOCTYPE r><!-- <x>1</x> --><r><a>1</a></r>', { a: '1' }],
	['', {}],
	['text', {}],
])('%s as JSON', (xml, value) => expect(readXml(xml)).toEqual(value));

test.each([
	['\n <a>', 'XML'],
	['<?xml version="1.0"?><a>', 'XML'],
	['<headers>', 'XML'],
	['<?xml version="1.0" encoding="UTF-8"?>\n\n<html>', 'a page'],
	['<?xml version="1.0"?><HTML lang="en">', 'a page'],
	['\n <!doctype html>', 'a page'],
	['<body>', 'a page'],
	['x <a>', 'text'],
	['x<html>', 'text'],
	['< a>', 'text'],
	[['<a>'], 'text'],
	[['<html>'], 'text'],
	[undefined, 'text'],
])('%j is %s', (text, kind) => {
	expect(isXml(text) ? 'XML' : isHtml(text) ? 'a page' : 'text').toBe(kind);
});

test.each([
	['one<b>two</b> three', 'one two three', undefined],
	['<script>if (a < b) { "<p>hidden</p>" }</script>shown', 'shown', undefined],
	['<STYLE>hidden</STYLE>shown<script>hidden', 'shown', undefined],
	['<!-- a <p>b</p> -->shown<!-- hidden', 'shown', undefined],
	[
		'<h1>HTTP Status 404 – Not Found</h1><b>Message</b><p> No such &quot;x&quot; </p>',
		'Message No such "x"',
		'No such "x"',
	],
	['<p>message:</p><p>Why</p><p>Why</p><hr>nginx/1.24', 'message: Why', 'Why'],
	['<h1>Message of the day</h1><p>Why</p>', 'Message of the day Why', undefined],
	['<title>Error 503</title>503<p>Come back later', 'Come back later', undefined],
])('the page %s says %j', (page, words, own) => {
	expect(readPage(page)).toEqual({ words, own });
});
