/** Why there was no answer: what the person is told, whether trying again may help, whether anything reached the server. */
import { CannotSign, describeConnectionFault } from '../../../credentials/connectionFaults';

const broken = (code: string, message = 'x') => Object.assign(new Error(message), { code });

const CERTIFICATE = { isPassing: false, neverSent: true, kind: 'unreachable' };

test.each([
	['ENOTFOUND', /^The host in the Server URL was not found/, false, true],
	['ECONNREFUSED', /^The server refused the connection/, true, true],
	['EHOSTUNREACH', /^The server cannot be reached from n8n/, true, true],
	['ENETUNREACH', /^The server cannot be reached from n8n/, true, true],
	['EAI_AGAIN', /^The server cannot be reached from n8n/, true, true],
	['ETIMEDOUT', /^The server did not answer in time$/, true, false],
	['ECONNABORTED', /^The server did not answer in time$/, true, false],
	['ECONNRESET', /lost before the response was complete$/, true, false],
	['HPE_HEADER_OVERFLOW', /^The headers of the response are larger/, true, false],
	['EPIPE', /lost before the response was complete$/, true, false],
	['EPROTO', /does not use HTTPS at this address/, false, true],
])('%s', (code, message, isPassing, neverSent) => {
	expect(describeConnectionFault(broken(code))).toEqual({
		message: expect.stringMatching(message) as string,
		kind: 'unreachable',
		isPassing,
		neverSent,
	});
});

test.each([
	['CERT_HAS_EXPIRED', /has expired\. Ask the administrator/],
	['CERT_NOT_YET_VALID', /is not valid yet\. Check the clocks/],
	['ERR_TLS_CERT_ALTNAME_INVALID', /issued for a different host name/],
	['DEPTH_ZERO_SELF_SIGNED_CERT', /is not trusted\..*'Ignore SSL Issues \(Insecure\)'/],
	['SELF_SIGNED_CERT_IN_CHAIN', /is not trusted/],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /is not trusted/],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /is not trusted/],
])('%s is a matter of the certificate, and nothing was sent', (code, message) => {
	expect(describeConnectionFault(broken(code))).toEqual({
		...CERTIFICATE,
		message: expect.stringMatching(message) as string,
	});
});

test.each([
	[40, /shares no cipher with n8n, or it requires a client certificate/],
	[42, /requires a TLS client certificate/],
	[48, /ended the TLS handshake with alert 48/],
	[70, /does not support the TLS version of n8n/],
	[112, /does not know the host name/],
	[116, /requires a TLS client certificate/],
	[80, /ended the TLS handshake with alert 80/],
])('TLS alert %s ends the handshake', (alert, message) => {
	const error = broken('EPROTO', `SSL routines: tlsv1 alert: SSL alert number ${alert}`);
	expect(describeConnectionFault(error)).toEqual({
		...CERTIFICATE,
		message: expect.stringMatching(message) as string,
	});
	expect(describeConnectionFault(error).message).toMatch(/\. Ask the administrator of the server$/);
});

test('a connection that is closed during the handshake has sent nothing', () => {
	const message = 'Client network socket disconnected before secure TLS connection was established';
	expect(describeConnectionFault(broken('ECONNRESET', message))).toMatchObject({
		isPassing: true,
		neverSent: true,
		message: expect.stringMatching(/closed during the TLS handshake/) as string,
	});
});

test('a stopped workflow may have sent something', () => {
	expect(describeConnectionFault(broken('ERR_CANCELED'))).toMatchObject({
		kind: 'stopped',
		isPassing: false,
		neverSent: false,
	});
});

test('the cause may be wrapped several times; the innermost that is known counts', () => {
	const wrap = (cause: unknown) => new Error('n8n says', { cause });
	const deep = wrap(wrap(wrap(broken('ENOTFOUND'))));
	expect(describeConnectionFault(deep).message).toMatch(/was not found/);
	expect(describeConnectionFault(wrap(Object.assign(broken('ENOTFOUND'), { code: '' }))).kind).toBe(
		'input',
	);
	const rejected = describeConnectionFault(wrap(new CannotSign('API Key is empty', 'login')));
	expect(rejected).toEqual({
		message: 'API Key is empty',
		kind: 'login',
		isPassing: false,
		neverSent: true,
	});
	expect(describeConnectionFault(new CannotSign('Empty')).kind).toBe('input');
	const circular: { cause?: unknown } = {};
	circular.cause = circular;
	expect(describeConnectionFault(circular).kind).toBe('input');
});

test('axios without a code lost the connection; anything else was refused before it was sent', () => {
	const axios = Object.assign(new Error('maxContentLength exceeded'), { isAxiosError: true });
	expect(describeConnectionFault(axios)).toMatchObject({ isPassing: true, neverSent: false });
	expect(describeConnectionFault(Object.assign(new Error('x'), { code: 17 }))).toMatchObject({
		message: 'x',
		kind: 'input',
	});
	expect(describeConnectionFault(new Error('Domain not allowed'))).toEqual({
		message: 'Domain not allowed',
		kind: 'input',
		isPassing: false,
		neverSent: true,
	});
	expect(describeConnectionFault('text')).toMatchObject({ message: 'text', kind: 'input' });
	expect(describeConnectionFault(null).message).toBe('null');
});
