/** What the outcome of a call means: its answer, or an error by meaning that says whether a write was possibly done. */
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { CannotSign, describeConnectionFault } from '../../../credentials/connectionFaults';
import {
	Abandoned,
	Incomplete,
	LoginRejected,
	NotFound,
	NotPermitted,
	OddAnswer,
	RateLimited,
	Rejected,
	ServerFailed,
	ServiceOpsError,
	Unreachable,
} from '../../../nodes/ServiceOps/transport/errors';
import type { SignedOutcome } from '../../../nodes/ServiceOps/transport/exchange';
import { interpretOutcome } from '../../../nodes/ServiceOps/transport/interpret';
import type { Accept, ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { BadInput } from '../../../nodes/ServiceOps/values/badInput';

const CHECK = 'To check, use Get with the ID 7.';
const ADVICE = 'The path is an assumption.';
const requests = {
	GET: { method: 'GET', path: ['api', 'v1', 'request', 7] },
	search: { method: 'POST', path: ['search'], isRead: true },
	PATCH: { method: 'PATCH', path: ['api', 'v1', 'request', 7], howToCheck: CHECK, advice: ADVICE },
	DELETE: { method: 'DELETE', path: ['api', 'v1', 'request', 7], howToCheck: CHECK },
} satisfies Record<string, ApiRequest>;
type Kind = keyof typeof requests;

const answer = (statusCode: number, body: unknown = '', headers = {}): SignedOutcome => ({
	answer: { statusCode, body, headers } as IN8nHttpFullResponse,
	token: 'secret-token',
});
const redact = (text: string, token = '?') => text.replaceAll(token, '***');

const interpret = (outcome: SignedOutcome, kind: Kind, accept: Accept = () => false) =>
	interpretOutcome(outcome, requests[kind], accept, redact);

function errorOf(outcome: SignedOutcome, kind: Kind): ServiceOpsError {
	let thrown: unknown = new Error('It was taken for a success');
	try {
		interpret(outcome, kind);
	} catch (error) {
		thrown = error;
	}
	if (thrown instanceof ServiceOpsError) return thrown;
	throw thrown;
}

const PAGE = '<html><body>Welcome</body></html>';

describe('a success', () => {
	test.each([
		['an object', answer(200, { id: 7 }, { a: '1' }), { status: 200, body: { id: 7 } }],
		['a list', answer(201, [1]), { status: 201, body: [1] }],
		['no body', answer(204, ''), { status: 204, body: undefined }],
		['an envelope', answer(200, { error: null, result: { id: 7 } }), { body: { id: 7 } }],
	])('%s', (_what, outcome, expected) => {
		expect(interpret(outcome, 'PATCH')).toMatchObject(expected);
	});

	test('brings the headers along', () => {
		expect(interpret(answer(200, {}, { etag: '1' }), 'GET').headers).toEqual({ etag: '1' });
	});

	test.each([
		['text', answer(200, 'Deleted'), undefined],
		['a message beside a code', answer(200, { code: '200', message: 'Deleted' }), {}],
		['half of JSON', answer(200, '{"id"'), undefined],
		['nothing', answer(204), undefined],
	])('a DELETE is done, whatever the body is: %s', (_what, outcome, body) => {
		expect(interpret(outcome, 'DELETE')).toMatchObject({ status: outcome.answer?.statusCode });
		if (body === undefined) expect(interpret(outcome, 'DELETE').body).toBeUndefined();
		else expect(interpret(outcome, 'DELETE').body).toMatchObject(body);
	});

	test.each([
		['text', 'Deleted', 'Deleted'],
		['a list', [7], [7]],
		['nothing', '', undefined],
	])('a DELETE of the Custom API Request brings what came: %s', (_what, body, expected) => {
		const request: ApiRequest = { ...requests.DELETE, receiveText: (text) => ({ text }) };
		const got = interpretOutcome(answer(200, body), request, () => false, redact);
		expect(got.body).toEqual(expected);
	});

	test('but not where a page came instead', () => {
		expect(errorOf(answer(200, PAGE), 'DELETE')).toMatchObject({ possiblyDone: true });
		expect(errorOf(answer(200, PAGE), 'DELETE')).toBeInstanceOf(OddAnswer);
	});
});

describe('a success that is none', () => {
	test.each([
		['a page', answer(200, PAGE), /web page instead of data/, /web page that says: Welcome\. The/],
		['half of JSON', answer(200, '{"id": 1'), /truncated or not JSON/, /^The path/],
		[
			'text of a failure',
			answer(200, 'Error: disk full'),
			/not JSON: Error: disk full/,
			/^The path/,
		],
	])('%s: a write may have been done', (_what, outcome, message, advice) => {
		const error = errorOf(outcome, 'PATCH');
		expect(error).toBeInstanceOf(OddAnswer);
		expect(error).toMatchObject({ possiblyDone: true, status: 200 });
		expect(error.message).toMatch(message);
		expect(error.message).toContain(
			'The request may have been processed. Check ServiceOps before you run this item again',
		);
		expect(error.description?.endsWith(`${ADVICE} ${CHECK}`)).toBe(true);
		expect(error.description).toMatch(advice);
		expect(errorOf(outcome, 'search')).toMatchObject({ possiblyDone: false });
		expect(errorOf(outcome, 'search').message).not.toMatch(/may have been processed/);
	});

	test('text that tells no failure: a write is done, a read has no data', () => {
		expect(interpret(answer(200, 'OK'), 'PATCH')).toMatchObject({ status: 200, body: {} });
		expect(errorOf(answer(200, 'OK'), 'search').message).toBe(
			"The server's answer is truncated or not JSON: OK",
		);
	});

	test('blank text is an empty body', () => {
		expect(interpret(answer(200, ' \n'), 'PATCH').status).toBe(200);
	});

	test('a refusal in XML with status 200 was not done, and XML that tells no failure is no record', () => {
		const refusal = answer(200, '<error><message>Not like that.</message></error>');
		expect(errorOf(refusal, 'PATCH')).toMatchObject({
			message: 'Not like that.',
			possiblyDone: false,
		});
		const record = answer(200, '<request><id>7</id></request>');
		expect(errorOf(record, 'PATCH')).toMatchObject({ possiblyDone: true });
		expect(interpret(record, 'DELETE').status).toBe(200);
	});

	test('what a write is told in plain text is kept as its message', () => {
		expect(interpret(answer(200, 'Request created successfully'), 'PATCH').body).toEqual({
			message: 'Request created successfully',
		});
	});

	test('a refusal with status 200 was not done', () => {
		const error = errorOf(answer(200, { userMessage: 'Not like that.' }), 'PATCH');
		expect(error).toBeInstanceOf(Rejected);
		expect(error).toMatchObject({
			message: 'Not like that.',
			possiblyDone: false,
			status: 200,
			description: ADVICE,
		});
	});
});

describe('a refusal by its status', () => {
	test.each([
		[302, OddAnswer, false, true],
		[400, Rejected, false, true],
		[401, LoginRejected, false, false],
		[403, NotPermitted, false, false],
		[404, NotFound, false, true],
		[405, Rejected, false, true],
		[407, Unreachable, false, false],
		[408, Rejected, true, true],
		[409, Rejected, false, true],
		[413, Rejected, false, false],
		[418, Rejected, false, true],
		[422, Rejected, false, true],
		[429, RateLimited, false, false],
		[499, Rejected, true, true],
		[500, ServerFailed, true, true],
		[502, Unreachable, true, true],
		[503, Unreachable, true, false],
		[504, Unreachable, true, true],
		[501, ServerFailed, false, true],
		[507, ServerFailed, true, true],
		[522, ServerFailed, true, true],
	])('%s', (status, type, possiblyDone, mayBeThePath) => {
		const error = errorOf(answer(status), 'PATCH');
		expect(error.constructor).toBe(type);
		expect(error).toMatchObject({ status, possiblyDone, mayBeThePath });
		expect(error.description?.includes(ADVICE) ?? false).toBe(mayBeThePath);
		expect(error.description?.includes(CHECK) ?? false).toBe(possiblyDone);
		expect(errorOf(answer(status), 'GET').possiblyDone).toBe(false);
	});

	test('503 with Retry-After was certainly not done', () => {
		expect(errorOf(answer(503, '', { 'retry-after': '2' }), 'PATCH').possiblyDone).toBe(false);
	});

	test.each([
		[403, { message: 'API rate limit exceeded' }, {}],
		[403, '', { 'retry-after': '2' }],
		[420, '', {}],
		[529, '', { 'retry-after': '2' }],
	])('%d with %j and %j is a rate limit', (status, body, headers) => {
		const error = errorOf(answer(status, body, headers), 'PATCH');
		expect(error).toBeInstanceOf(RateLimited);
		expect(error.possiblyDone).toBe(false);
	});

	test.each([
		[429, 'Rate limit reached: ServiceOps accepts no request for at least 24 hours'],
		[
			503,
			'ServiceOps is not available at the moment: ServiceOps accepts no request for at least 24 hours',
		],
	])('%s says how long to wait, where the server does', (status, message) => {
		expect(errorOf(answer(status, '', { 'retry-after': '86400' }), 'GET').message).toBe(message);
	});

	test.each([
		[
			'in the words of the API',
			answer(404, { code: '942', userMessage: 'No such request.' }),
			false,
		],
		['in words that anything may say', answer(404, { message: 'Not here' }), true],
		['with 200, in the words of the API', answer(200, { code: '1', userMessage: 'No.' }), false],
		['with 200 and half of JSON', answer(200, '{"id"'), false],
		['with 200 and text', answer(200, 'Error: no'), false],
	])('refused %s: whether the path may be the reason', (_what, outcome, mayBeThePath) => {
		expect(errorOf(outcome, 'PATCH').mayBeThePath).toBe(mayBeThePath);
	});

	test.each([199, 300])('%s is no success', (status) => {
		expect(() => interpret(answer(status, { id: 7 }), 'GET')).toThrow(ServiceOpsError);
	});

	test("the server's own words come first, then what the status means", () => {
		const body = { userMessage: 'Status is unknown.', code: 'STATUS-1' };
		expect(errorOf(answer(400, body), 'GET')).toMatchObject({
			message: 'Status is unknown.',
			description: expect.stringMatching(/^Check the values/) as string,
			details: 'ServiceOps rejected the request (HTTP status 400) (code STATUS-1)',
		});
		expect(errorOf(answer(500, { message: 'Oops' }), 'GET')).toMatchObject({
			message: 'ServiceOps could not process the request: Oops',
			details: 'ServiceOps could not process the request (HTTP status 500)',
		});
		expect(errorOf(answer(401, { error: 'unauthorized' }), 'GET').message).toBe(
			'ServiceOps rejected the login: unauthorized',
		);
	});

	test('without words the meaning is the message', () => {
		expect(errorOf(answer(403), 'GET')).toMatchObject({
			message: 'This account does not have permission to do this',
			description: expect.stringMatching(
				/a role that permits it, or a proxy or firewall/,
			) as string,
		});
		expect(errorOf(answer(403, { userMessage: 'No.' }), 'GET').description).toBe(
			'In ServiceOps, give the user of the credential a role that permits it.',
		);
		expect(errorOf(answer(500), 'GET').description).toBeUndefined();
	});

	test('a page with 404 or a redirect says that the address is wrong; with 400 it is just a refusal', () => {
		expect(errorOf(answer(404, PAGE), 'GET')).toBeInstanceOf(OddAnswer);
		expect(errorOf(answer(400, PAGE), 'GET')).toMatchObject({
			message: 'ServiceOps rejected the request',
		});
		const redirect = errorOf(answer(302, '', { location: 'https://other.example/x?y' }), 'GET');
		expect(redirect.message).toBe(
			'The server redirects to https://other.example/x. Enter the address it redirects to as the Server URL',
		);
	});

	test('words in XML, or labeled on a page, are those of ServiceOps; other pages are quoted', () => {
		const tomcat = '<html><h1>HTTP Status 500</h1><b>Message</b> Category is mandatory</html>';
		for (const status of [400, 403, 404, 500]) {
			const xml = '<error><message>Category is mandatory</message></error>';
			expect(errorOf(answer(status, xml), 'PATCH').message).toMatch(/^Category is mandatory/);
		}
		for (const status of [400, 403, 500]) {
			expect(errorOf(answer(status, tomcat), 'PATCH').message).toMatch(/^Category is mandatory/);
		}
		expect(errorOf(answer(403, '<html>Blocked. Support ID 12</html>'), 'GET')).toMatchObject({
			message: 'This account does not have permission to do this',
			description: expect.stringMatching(
				/a web page that says: Blocked\. Support ID 12\.$/,
			) as string,
		});
	});

	test('plain text is the reason of a rejection, and says nothing else', () => {
		expect(errorOf(answer(400, 'Duplicate subject'), 'GET').message).toBe('Duplicate subject');
		expect(errorOf(answer(404, 'Page does not exist'), 'GET').message).toBe(
			'Record or path not found in ServiceOps',
		);
	});

	test('what is not there may be the record, or the server', () => {
		const descriptionOf = (...path: Array<string | number>) => {
			try {
				interpretOutcome(answer(404), { method: 'GET', path }, () => false, redact);
			} catch (error) {
				return (error as ServiceOpsError).description;
			}
			return undefined;
		};
		const record = 'Check the ID or key, and whether this account can see the record.';
		expect(descriptionOf('api', 'v1', 'request', 17)).toBe(record);
		expect(descriptionOf('api', 'v1', 'request', '17', 'conversation')).toBe(record);
		const server = 'Check the Server URL in the ServiceOps credential.';
		expect(descriptionOf('api', 'v1', 'request')).toBe(server);
	});

	test('a status without a meaning of its own is told as it is', () => {
		expect(errorOf(answer(418), 'GET').message).toBe('ServiceOps answered with HTTP status 418');
		expect(errorOf(answer(599), 'GET').message).toBe('ServiceOps answered with HTTP status 599');
	});

	test('what is too large is named', () => {
		const file = { name: 'big.zip', contentType: 'application/zip', size: 5 };
		const sent = { ...requests.PATCH, file: { ...file, open: jest.fn() } };
		const descriptionFor = (request: ApiRequest) => {
			try {
				interpretOutcome(answer(413), request, () => false, redact);
			} catch (error) {
				return (error as ServiceOpsError).description;
			}
			return undefined;
		};
		expect(descriptionFor(sent)).toMatch(/^The file big\.zip \(5 bytes\) is too large/);
		const unmeasured = { ...sent, file: { ...sent.file, size: undefined } };
		expect(descriptionFor(unmeasured)).toMatch(/^The file big\.zip is too large/);
		expect(descriptionFor(requests.PATCH)).toMatch(/^The request is too large/);
	});

	test('what the caller handles itself is no error', () => {
		const accept: Accept = ({ status }) => status === 404;
		expect(interpret(answer(404, { code: '1' }), 'GET', accept)).toMatchObject({
			status: 404,
			body: { code: '1' },
		});
		expect(() => interpret(answer(400), 'GET', accept)).toThrow(Rejected);
	});
});

describe('no answer', () => {
	const broken = (code: string): SignedOutcome => ({
		fault: describeConnectionFault(Object.assign(new Error('x'), { code })),
	});
	const cannotSign = (kind: 'login' | 'rateLimited' | 'input' | 'stopped'): SignedOutcome => ({
		fault: describeConnectionFault(new CannotSign('Because', kind)),
	});

	test.each([
		['ECONNRESET', true],
		['ETIMEDOUT', true],
		['ECONNREFUSED', false],
		['ENOTFOUND', false],
		['CERT_HAS_EXPIRED', false],
	])('%s', (code, possiblyDone) => {
		const error = errorOf(broken(code), 'PATCH');
		expect(error).toBeInstanceOf(Unreachable);
		expect(error).toMatchObject({ possiblyDone, status: undefined });
		expect(error.description).toBe(possiblyDone ? CHECK : undefined);
		expect(errorOf(broken(code), 'GET').possiblyDone).toBe(false);
	});

	test('why nothing was sent is told by type', () => {
		expect(errorOf(cannotSign('login'), 'PATCH')).toBeInstanceOf(LoginRejected);
		expect(errorOf(cannotSign('rateLimited'), 'PATCH')).toBeInstanceOf(RateLimited);
		expect(errorOf(cannotSign('stopped'), 'PATCH')).toBeInstanceOf(Abandoned);
		expect(errorOf(cannotSign('login'), 'PATCH').possiblyDone).toBe(false);
		expect(() => interpret(cannotSign('input'), 'PATCH')).toThrow(BadInput);
	});
});

test('the token that was sent is in no text', () => {
	const error = errorOf(answer(400, { userMessage: 'secret-token is unknown' }), 'GET');
	expect(error.message).toBe('*** is unknown');
	const redirect = answer(302, '', { location: 'https://x.example/secret-token' });
	expect(errorOf(redirect, 'GET').message).not.toContain('secret-token');
});

test('an error takes one more sentence of advice, and is no doubt by itself', () => {
	const error = new Rejected('No', { description: 'Check it.' });
	expect(error.advise('Or ask.')).toBe(error);
	expect(error.description).toBe('Check it. Or ask.');
	expect(new Rejected('No').advise('Ask.').description).toBe('Ask.');
	expect(new Rejected('No')).toMatchObject({ possiblyDone: false, mayBeThePath: false });
	expect(new Incomplete('Some', []).description).toMatch(/^Run this again later/);
});
