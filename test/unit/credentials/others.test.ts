/** The small parts that the login, the pace and the webhook are built of. */
import { remember } from '../../../credentials/boundedMemory';
import { decodeAnyway } from '../../../credentials/charsets';
import { inWords, systemClock } from '../../../credentials/clock';
import { createDeadline, noDeadline } from '../../../credentials/deadline';
import { digestOf } from '../../../credentials/digest';
import { deadlineFor, setLoginDeadline } from '../../../credentials/loginDeadline';
import {
	fingerprintOf,
	loginKeyOf,
	parseStoredToken,
	serializeToken,
	validTokenOf,
} from '../../../credentials/storedToken';
import { isSecret, SECRET_HEADER, secretFault } from '../../../credentials/webhookSecret';

test('a memory forgets what was stored longest ago', () => {
	const memory = new Map<string, number>();
	for (const [value, key] of ['a', 'b', 'a', 'c'].entries()) remember(memory, key, value, 2);
	expect([...memory]).toEqual([
		['a', 2],
		['c', 3],
	]);
});

test('a memory has room for a few hundred, without being told', () => {
	const memory = new Map<string, number>();
	for (let count = 0; count < 2_000; count++) remember(memory, String(count), count);
	expect(memory.size).toBe(500);
	expect(memory.has('1999')).toBe(true);
});

test('a digest is short, and another one for another text', () => {
	expect(digestOf('a')).toMatch(/^[\da-f]{8}$/);
	expect(digestOf('a')).toBe(digestOf('a'));
	expect(digestOf('a')).not.toBe(digestOf('b'));
});

test('a deadline belongs to the credentials that it was set for', () => {
	const [own, other] = [{ apiKey: 'k' }, { apiKey: 'k' }];
	const deadline = createDeadline(systemClock, 1_000);
	setLoginDeadline(own, deadline);
	expect(deadlineFor(own)).toBe(deadline);
	expect(deadlineFor(other)).toBe(noDeadline);
	// A call without a deadline does not lift that of another one.
	setLoginDeadline(own, noDeadline);
	expect(deadlineFor(own)).toBe(deadline);
});

describe('the secret of a webhook', () => {
	const secret = 'x'.repeat(15) + '~';

	test.each([
		['', 'The Secret is empty'],
		[undefined, 'The Secret is empty'],
		[16, 'The Secret is empty'],
		['x'.repeat(15), 'The Secret is shorter than 16 characters'],
		[`${'x'.repeat(16)} y`, 'The Secret contains spaces or characters that a header cannot carry'],
		[`é${'x'.repeat(16)}`, 'The Secret contains spaces or characters that a header cannot carry'],
		[secret, undefined],
	])('%j: %s', (value, fault) => {
		expect(secretFault(value)).toBe(fault);
		expect(isSecret(value, String(value))).toBe(fault === undefined);
	});

	test('is the same or not', () => {
		expect(SECRET_HEADER).toBe('X-ServiceOps-Secret');
		expect(isSecret(secret, `${secret}x`)).toBe(false);
		expect(isSecret(secret, '')).toBe(false);
		expect(isSecret(secret, secret.toUpperCase())).toBe(false);
	});
});

describe('a stored token', () => {
	const credentials = {
		serverUrl: 'https://itsm.example.com/',
		authentication: 'password',
		clientId: 'id',
		clientSecret: 'secret',
		username: 'jane',
		password: 'pass',
		allowUnauthorizedCerts: false,
	};
	const key = fingerprintOf(credentials);
	const stored = { key, expiresAt: systemClock.now() + 60_000, token: 'a|b\nc' };

	test('comes back as it was stored, and nothing else is taken for one', () => {
		expect(parseStoredToken(serializeToken(stored))).toEqual(stored);
		for (const other of [
			`x${serializeToken(stored)}`,
			`${key}|x|t`,
			`${key}|1|`,
			`${key}|1`,
			'',
			7,
			[serializeToken(stored)],
		])
			expect(parseStoredToken(other)).toBeUndefined();
	});

	test('is used until it expires, for the credentials that it was issued for', () => {
		const valid = { ...credentials, accessToken: serializeToken(stored) };
		const past = { ...stored, expiresAt: systemClock.now() - 1 };
		expect(validTokenOf(valid)).toEqual(stored);
		expect(validTokenOf({ ...credentials, accessToken: serializeToken(past) })).toBeUndefined();
		expect(validTokenOf(credentials)).toBeUndefined();
		for (const field of ['clientId', 'clientSecret', 'username', 'password'])
			expect(validTokenOf({ ...valid, [field]: 'other' })).toBeUndefined();
		expect(validTokenOf({ ...valid, allowUnauthorizedCerts: true })).toBeUndefined();
		expect(validTokenOf({ ...valid, serverUrl: 'https://other.example.com' })).toBeUndefined();
		expect(validTokenOf({ ...valid, serverUrl: 'https://itsm.example.com' })).toEqual(stored);
	});

	test('a login with an API key is another one than with a password', () => {
		const withKey = { ...credentials, authentication: 'apiKey', apiKey: 'k' };
		expect(loginKeyOf(credentials)).toBe(key);
		expect(loginKeyOf(withKey)).not.toBe(key);
		expect(loginKeyOf({ ...withKey, username: 'other' })).toBe(loginKeyOf(withKey));
		expect(loginKeyOf({ ...withKey, apiKey: 'other' })).not.toBe(loginKeyOf(withKey));
	});
});

test.each([
	[0, '0 seconds'],
	[1, 'one second'],
	[1_000, 'one second'],
	[1_001, '2 seconds'],
	[90_000, '90 seconds'],
	[90_001, '2 minutes'],
	[300_000, '5 minutes'],
	[5_400_000, '90 minutes'],
	[86_400_000, '24 hours'],
])('%d ms are %s', (ms, words) => expect(inWords(ms)).toBe(words));

describe('a pause that ends when it is stopped', () => {
	/** Listeners in the order in which they came. */
	const fakeSignal = () => {
		const listeners: Array<() => void> = [];
		const signal = {
			aborted: false,
			addEventListener: (type: string, listener: () => void) => {
				if (type === 'abort') listeners.push(listener);
			},
			removeEventListener: (type: string, listener: () => void) => {
				const at = listeners.indexOf(listener);
				if (type === 'abort' && at >= 0) listeners.splice(at, 1);
			},
		};
		return { listeners, signal: signal as unknown as AbortSignal };
	};

	test('lasts as long as asked, with a signal or without', async () => {
		for (const signal of [undefined, fakeSignal().signal]) {
			const start = performance.now();
			await systemClock.sleep(20, signal);
			expect(performance.now() - start).toBeGreaterThan(15);
		}
	});

	test('leaves no listener behind', async () => {
		const { listeners, signal } = fakeSignal();
		await systemClock.sleep(1, signal);
		expect(listeners).toEqual([]);
	});

	test('does not begin once it is stopped', async () => {
		const add = jest.fn();
		const signal = { aborted: true, addEventListener: add, removeEventListener: jest.fn() };
		await systemClock.sleep(60_000, signal as unknown as AbortSignal);
		expect(add).not.toHaveBeenCalled();
	});

	test('does not depend on the sleep of n8n, which takes no signal before n8n 2', async () => {
		const { listeners, signal } = fakeSignal();
		const pause = systemClock.sleep(60_000, signal);
		const [own, ...ofN8n] = listeners;
		expect(ofN8n).toHaveLength(1);
		own?.();
		await pause;
		for (const listener of ofN8n) listener();
	});
});

test.each([
	['UTF-8', 'St\xc3\xb6r', undefined, 'Stör'],
	['UTF-8 that is called Latin-1', 'St\xc3\xb6r', 'ISO-8859-1', 'Stör'],
	['Latin-1', 'St\xf6r', 'ISO-8859-1', 'Stör'],
	['Latin-1 that looks like UTF-8 in one place', 'St\xf6r \xc3\xb6', 'latin1', 'Stör Ã¶'],
	['Latin-1 without a name', 'St\xf6r 5 \x80', undefined, 'Stör 5 €'],
	['Latin-1 that is called UTF-8', 'St\xf6r', 'utf-8', 'Stör'],
	[
		'both in one',
		'St\xf6r, St\xc3\xb6r \xe2\x82\xac, \xf0\x9f\x98\x80',
		undefined,
		'Stör, Stör €, 😀',
	],
	['a mark of the byte order', '\xef\xbb\xbf{"a":"\xf6"}', undefined, '{"a":"ö"}'],
	['a mark within it', '\xf6 \xef\xbb\xbf', undefined, 'ö \ufeff'],
	['Cyrillic', '\xcf\xf0\xe8\xe2\xe5\xf2', 'windows-1251', 'Привет'],
	['UTF-16, as a byte order mark says', '\xff\xfeS\0t\0\xf6\0', 'utf-8', 'Stö'],
	['an unknown name', 'St\xc3\xb6r', 'x-none', 'Stör'],
])('an answer in %s', (_what, bytes, charset, text) => {
	expect(decodeAnyway(Buffer.from(bytes, 'latin1'), charset)).toBe(text);
});
