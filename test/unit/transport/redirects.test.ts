/** Where redirects of a download may lead. */
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { followRedirects } from '../../../nodes/ServiceOps/transport/redirects';
import { stream } from '../../support/node';

const expired = Buffer.from('<Error><Code>AccessDenied</Code><Message>Expired</Message></Error>');
const answer = (statusCode: number, location?: string) => {
	const body = stream.Readable.from([expired]);
	return { statusCode, headers: { location }, body } as unknown as IN8nHttpFullResponse;
};

const follow = async (from: string, location: string | undefined) => {
	const sent: string[] = [];
	const send = (how: string) => async (url: string) => {
		sent.push(`${how} ${url}`);
		return await Promise.resolve(answer(200));
	};
	const hops = { signed: send('signed'), unsigned: send('unsigned') };
	const { fault } = await followRedirects(answer(302, location), from, hops);
	return { sent, says: fault?.message };
};
const FROM = 'https://helpdesk.example.com/api/file/1';

test.each([
	['https://files.example.com/a', ['unsigned https://files.example.com/a']],
	['//files.example.com/a', ['unsigned https://files.example.com/a']],
	['https://helpdesk.example.com/a', ['signed https://helpdesk.example.com/a']],
	['/a?b=1', ['signed https://helpdesk.example.com/a?b=1']],
	['../b', ['signed https://helpdesk.example.com/api/b']],
	['https://helpdesk.example.com:8443/a', ['unsigned https://helpdesk.example.com:8443/a']],
	[
		'https://helpdesk.example.com@evil.example/a',
		['unsigned https://helpdesk.example.com@evil.example/a'],
	],
	['javascript:alert(1)', []],
	['file:///etc/passwd', []],
	['https://', []],
	[undefined, []],
])('to %s', async (location, sent) => {
	expect(await follow(FROM, location)).toMatchObject({ sent });
});

test.each(['http://helpdesk.example.com/a', 'http://files.example.com/a?key=1'])(
	'not from HTTPS to %s',
	async (location) => {
		const { sent, says } = await follow(FROM, location);
		expect(sent).toEqual([]);
		expect(says).toMatch(/not encrypted$/);
		expect(says).not.toContain('key');
	},
);

describe('along several servers', () => {
	/** Follows redirects to these, one after another; the last answer has the status. */
	const along = async (locations: string[], statusCode = 200) => {
		const sent: string[] = [];
		const bodies = [...locations, undefined].map(() => {
			const body = stream.Readable.from([expired]);
			return Object.assign(body, { destroy: jest.fn(body.destroy.bind(body)) });
		});
		const next = (count: number) => ({
			...answer(count < locations.length ? 302 : statusCode, locations[count]),
			body: bodies[count],
		});
		const send = (how: string) => async (url: string) => {
			sent.push(`${how} ${url}`);
			return await Promise.resolve(next(sent.length) as unknown as IN8nHttpFullResponse);
		};
		const hops = { signed: send('signed'), unsigned: send('unsigned') };
		const first = next(0) as unknown as IN8nHttpFullResponse;
		const { answer: last, fault } = await followRedirects(first, FROM, hops);
		const closed = bodies.map((body) => body.destroy.mock.calls.length > 0);
		return { sent, last: last?.statusCode, fault, closed };
	};
	const OTHER = 'https://files.example.com/a';

	test('nothing of the credential comes back from another one', async () => {
		const { sent, last, closed } = await along([OTHER, FROM, FROM]);
		expect(sent).toEqual([`unsigned ${OTHER}`, `unsigned ${FROM}`, `signed ${FROM}`]);
		expect(last).toBe(200);
		// What is not read any more is closed.
		expect(closed).toEqual([true, true, true, false]);
	});

	test('up to five times', async () => {
		expect(await along(Array<string>(5).fill(OTHER))).toMatchObject({ last: 200 });
		const { sent, fault } = await along(Array<string>(6).fill(OTHER));
		expect(sent).toHaveLength(5);
		expect(fault).toEqual({
			message: 'ServiceOps redirects the download more than 5 times',
			kind: 'unreachable',
			isPassing: false,
			neverSent: false,
		});
	});

	test.each([
		[OTHER, 299, undefined],
		[OTHER, 300, false],
		[OTHER, 403, false],
		[OTHER, 500, true],
		[OTHER, 503, true],
		[FROM, 404, undefined],
		[FROM, 500, undefined],
	])(
		'an error of %s (%s) is that of another server, and passes: %s',
		async (to, status, isPassing) => {
			const { last, fault } = await along([to], status);
			if (isPassing === undefined) expect(last).toBe(status);
			else {
				expect(fault).toMatchObject({
					message: `https://files.example.com answered the download with HTTP status ${status}: Expired`,
					isPassing,
				});
			}
		},
	);

	test.each(['', undefined, 'https://'])('a redirect to %j is an answer', async (location) => {
		const hops = { signed: jest.fn(), unsigned: jest.fn() };
		const { answer: last } = await followRedirects(answer(302, location), FROM, hops);
		expect(last?.statusCode).toBe(302);
	});

	test('a server without encryption may redirect to another without', async () => {
		const { sent } = await follow('http://desk.example.com/a', 'http://files.example.com/a');
		expect(sent).toEqual(['unsigned http://files.example.com/a']);
	});
});
