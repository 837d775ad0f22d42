/** Where redirects of a download may lead. */
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { followRedirects } from '../../../nodes/ServiceOps/transport/redirects';

const answer = (statusCode: number, location?: string) =>
	({ statusCode, headers: { location }, body: {} }) as unknown as IN8nHttpFullResponse;

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
