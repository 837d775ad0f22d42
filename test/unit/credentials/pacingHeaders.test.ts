/** What an answer says about the rate limit: in how many ways a server may put it, and what is no statement at all. */
import { isRateLimit, readRateLimit } from '../../../credentials/rateLimitHeaders';

const NOW = Date.parse('2026-06-23T08:00:00.250Z');

const asked = (headers: Record<string, unknown>, statusCode = 429): number | undefined =>
	readRateLimit({ statusCode, headers: headers as Record<string, string> }, NOW).rateLimited
		?.askedMs;

test.each([
	['whole seconds', { 'retry-after': '4' }, 4_000],
	['a number', { 'retry-after': 4 }, 4_000],
	['decimals', { 'retry-after': '0.25' }, 250],
	['no time at all', { 'retry-after': '0' }, 0],
	['a date', { 'retry-after': 'Tue, 23 Jun 2026 08:00:07 GMT' }, 6_750],
	['the old form of a date', { 'retry-after': 'Tuesday, 23-Jun-26 08:00:07 GMT' }, 6_750],
	['the date of C', { 'retry-after': 'Tue Jun 23 08:00:07 2026' }, 6_750],
	['a date that has passed', { 'retry-after': 'Tue, 23 Jun 2026 07:00:00 GMT' }, 0],
	['blanks around it', { 'retry-after': ' 4 ' }, 4_000],
	['twice', { 'retry-after': ['4', '9'] }, 4_000],
])('Retry-After: %s', (_, headers, ms) => {
	expect(asked(headers)).toBe(ms);
});

test.each([
	['epoch ms', String(NOW + 1_500), 1_500],
	['epoch s', String((NOW - 250) / 1_000 + 2), 1_750],
	['epoch s with decimals', String(NOW / 1_000 + 1.5), 1_500],
	['a span in ms', '350', 350],
	['a long span in ms', '90000', 90_000],
	['a span with decimals, so in s', '0.35', 350],
	['a time that has passed', String(NOW - 5_000), 0],
	['the first that is a time in ms', '1000000000000', 0],
	['the first that is a time in s', '1000000000', 0],
])('X-RateLimit-Reset: %s', (_, value, ms) => {
	expect(asked({ 'x-ratelimit-reset': value })).toBe(ms);
});

test.each([
	['seconds by the draft', { 'ratelimit-reset': '30' }, 30_000],
	['an hour by the draft', { 'ratelimit-reset': '3600' }, 3_600_000],
	['more than an hour can only be ms', { 'ratelimit-reset': '59000' }, 59_000],
	['in one header', { ratelimit: 'limit=100, remaining=0, reset=5' }, 5_000],
	['in the newest form', { ratelimit: '"default";r=0;t=7' }, 7_000],
	['what Discord sends', { 'x-ratelimit-reset-after': '1.25' }, 1_250],
	['what Bucket4j sends', { 'x-rate-limit-retry-after-seconds': '12' }, 12_000],
	['a time to come again', { 'x-ratelimit-retry-after': String((NOW - 250) / 1_000 + 2) }, 1_750],
	['a header that is none', { 'x-retry-after': '17' }, 17_000],
	['ms beside rounded seconds', { 'retry-after': '1', 'retry-after-ms': '80.5' }, 80.5],
	['spelled otherwise', { 'x-rate-limit-reset': String((NOW - 250) / 1_000 + 2) }, 1_750],
])('RateLimit of the IETF: %s', (_, headers, ms) => {
	expect(asked(headers)).toBe(ms);
});

test('Retry-After comes before a reset', () => {
	expect(asked({ 'retry-after': '1', 'x-ratelimit-reset': String(NOW + 100) })).toBe(1_000);
});

test.each([
	['a word', { 'retry-after': 'soon' }],
	['nothing', { 'retry-after': '' }],
	['less than no time', { 'retry-after': '-1' }],
	['a number in another notation', { 'retry-after': '1e3' }],
	['a number with a unit', { 'retry-after': '10s' }],
	['a date of another grammar', { 'retry-after': '2026-06-23T08:00:07Z' }],
	['a date with a zone', { 'retry-after': 'Tue, 23 Jun 2026 08:00:07 +0200' }],
	['a day that does not exist', { 'retry-after': 'Tue, 99 Jun 2026 08:00:07 GMT' }],
	['a time between the epochs', { 'x-ratelimit-reset': '500000000000' }],
	['times of other ages', { 'x-ratelimit-reset': '100000000000' }],
	['times of a far future', { 'x-ratelimit-reset': '100000000000000' }],
	['a time in ns', { 'x-ratelimit-reset': '1782201600000000000' }],
	['an object', { 'retry-after': {} }],
	['no header', {}],
])('says nothing: %s', (_, headers) => {
	expect(asked(headers)).toBeUndefined();
});

test('a wrong clock here does no harm: times of the server are compared with its own', () => {
	const server = NOW + 3_600_000;
	const headers = {
		date: new Date(server).toUTCString(),
		'x-ratelimit-reset': String(server + 2_000),
	};
	// Date has whole seconds only.
	expect(asked(headers)).toBe(2_250);
	expect(asked({ ...headers, 'retry-after': new Date(server + 9_000).toUTCString() })).toBe(9_000);
});

test('a clock that is right is more exact than the Date header', () => {
	const headers = {
		date: 'Tue, 23 Jun 2026 07:59:59 GMT',
		'x-ratelimit-reset': String(NOW + 100),
	};
	expect(asked(headers)).toBe(100);
});

test.each([
	[429, {}, true],
	[429, { 'retry-after': 'soon' }, true],
	[503, { 'retry-after': '3' }, true],
	[503, { 'retry-after': 'soon' }, false],
	[503, { 'x-ratelimit-reset': '350' }, false],
	[200, { 'retry-after': '3' }, false],
	[502, { 'retry-after': '3' }, false],
	[403, { 'retry-after': '3' }, true],
	[403, {}, false],
	[420, {}, true],
	[509, { 'retry-after': '3' }, true],
	[509, {}, false],
	[529, { 'retry-after': '3' }, true],
])('%d with %j is a rejection: %s', (statusCode, headers, isRejection) => {
	const answer = { statusCode, headers: headers as Record<string, string> };
	expect(isRateLimit(answer)).toBe(isRejection);
	expect(readRateLimit(answer, NOW).rateLimited !== undefined).toBe(isRejection);
});

test.each([
	[403, { message: 'API rate limit exceeded for user 7.' }, true],
	[403, '<html><h1>Too Many Requests</h1></html>', true],
	[403, { message: 'You may not change the rate limit' }, false],
	[400, { message: 'Rate limit exceeded' }, false],
])('%d that says %j is a rejection: %s', (statusCode, body, isRejection) => {
	expect(isRateLimit({ statusCode, headers: {}, body })).toBe(isRejection);
});

test('503 waits as Retry-After says, whatever the state of the rate limit beside it', () => {
	expect(asked({ 'retry-after': '3', 'x-ratelimit-reset': '350' }, 503)).toBe(3_000);
});

test.each([
	['ServiceOps', { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7' }, { remaining: 7 }],
	['none left', { 'x-ratelimit-remaining': '0' }, { remaining: 0 }],
	['draft', { 'ratelimit-remaining': '3' }, { remaining: 3 }],
	['newest form', { ratelimit: '"default";r=5;t=7' }, { remaining: 5 }],
	['in one header', { ratelimit: 'limit=100, remaining=9, reset=5' }, { remaining: 9 }],
	['a policy, which says what is found out anyway', { 'ratelimit-policy': '100;w=60' }, {}],
	['a limit alone is no pace', { 'x-ratelimit-limit': '100' }, {}],
	['a count and more', { 'x-ratelimit-remaining': '7x' }, {}],
	['nonsense', { 'x-ratelimit-remaining': '-1' }, {}],
])('what is left and allowed: %s', (_, headers, notice) => {
	expect(readRateLimit({ statusCode: 200, headers }, NOW)).toStrictEqual(notice);
});
