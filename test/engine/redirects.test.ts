/** Downloads that ServiceOps redirects: followed, but nothing of the credential goes to another server. */
import type { INodeParameters } from 'n8n-workflow';
import { startCannedServer, type Canned, type CannedServer } from '../support/cannedServer';
import { runNode } from '../support/engine';
import { apiKeyLogin, passwordLogin, useWorld } from './world';

useWorld();

const FILE: Canned = {
	body: 'content',
	headers: { 'content-type': 'text/plain', 'content-disposition': 'attachment; filename="a.txt"' },
};
const to = (location: string, status = 302): Canned => ({ status, headers: { location } });

let home: CannedServer;
let other: CannedServer;
beforeAll(async () => {
	[home, other] = await Promise.all([startCannedServer(() => ({})), startCannedServer(() => FILE)]);
});
afterAll(async () => {
	await Promise.all([home.close(), other.close()]);
});
beforeEach(() => {
	for (const server of [home, other]) server.received.length = 0;
	other.answer = () => FILE;
});

const download: INodeParameters = {
	resource: 'attachment',
	operation: 'download',
	refFileName: 'k9',
};
const run = async (parameters = download, login = apiKeyLogin) =>
	await runNode({ parameters, credentials: login(home.url) });
const secrets = ({ received }: CannedServer) =>
	received.filter(({ headers, path, query }) =>
		/SIMULATOR|Apikey|Bearer|Basic/.test(JSON.stringify([headers, path, query])),
	);

test.each([301, 302, 303, 307, 308])('%d to another server', async (status) => {
	home.answer = () => to(`${other.url}/files/a?signature=1%2F2`, status);

	const { items, error } = await run();

	expect(error).toBeUndefined();
	expect(items[0]?.[0]?.json).toMatchObject({ realName: 'a.txt', bytes: 7 });
	expect(other.received).toMatchObject([
		{ method: 'GET', path: '/files/a', query: { signature: '1/2' } },
	]);
	expect(other.received[0]?.headers).not.toHaveProperty('authorization');
	expect(secrets(other)).toEqual([]);
	expect(home.received).toHaveLength(1);
});

test('a password login stays at home too', async () => {
	const token = { access_token: 'SIMULATOR-token', expires_in: 3600, token_type: 'bearer' };
	home.answer = ({ path }) => (path.includes('oauth') ? { body: token } : to(`${other.url}/a`));

	const { error } = await run(download, passwordLogin);

	expect(error).toBeUndefined();
	expect(secrets(other)).toEqual([]);
	expect(home.received.at(-1)?.headers.authorization).toBe('Bearer SIMULATOR-token');
});

test('on the same server, the credential goes along', async () => {
	home.answer = ({ path }) => (path === '/files/a' ? FILE : to('/files/a?part=1'));

	const { items } = await run();

	expect(items[0]?.[0]?.json).toMatchObject({ realName: 'a.txt' });
	const [first, second] = home.received;
	expect(second).toMatchObject({ path: '/files/a', query: { part: '1' } });
	expect(second?.headers.authorization).toBe(first?.headers.authorization);
});

test('back from another server, it does not', async () => {
	home.answer = ({ path }) => (path === '/files/a' ? FILE : to(`${other.url}/hop`));
	other.answer = () => to(`${home.url}/files/a`);

	await run();

	expect(home.received.at(-1)?.path).toBe('/files/a');
	expect(home.received.at(-1)?.headers).not.toHaveProperty('authorization');
});

test('a circle ends', async () => {
	home.answer = () => to(`${other.url}/a`);
	other.answer = () => to('/a');

	const { error } = await run();

	expect(error?.message).toMatch(/redirects the download more than 5 times/);
	expect(home.received.length + other.received.length).toBeLessThanOrEqual(6);
});

test.each([
	['an error', 403, /answered the download with HTTP status 403/],
	['a rate limit', 429, /answered the download with HTTP status 429/],
])('%s of the other server is not one of ServiceOps', async (_, status, says) => {
	home.answer = () => to(`${other.url}/a?secret=1`);
	other.answer = () => ({ status, body: { userMessage: 'No' } });

	const { error } = await run(download, apiKeyLogin);

	expect(error?.message).toMatch(says);
	expect(error?.message).toContain(other.url);
	expect(`${error?.message} ${error?.description}`).not.toContain('secret');
	expect(home.received).toHaveLength(1);
});

test('a redirect of anything but a download means that the Server URL is another', async () => {
	home.answer = () => to(`${other.url}/api`);

	const { error } = await run({
		resource: 'request',
		operation: 'get',
		recordId: { __rl: true, mode: 'id', value: '1' },
	});

	expect(error?.message).toMatch(/Server URL/);
	expect(other.received).toEqual([]);
});

test('a Custom API Request follows to a file as well, if it only reads', async () => {
	home.answer = () => to(`${other.url}/a`);
	const call = { resource: 'api', operation: 'request', path: '/api/v1/file' };

	const read = await run({ ...call, method: 'GET' });
	expect(read.items[0]?.[0]?.json).toMatchObject({ fileName: 'a.txt' });
	expect(secrets(other)).toEqual([]);

	const write = await run({ ...call, method: 'POST', body: '{"a":1}' });
	expect(write.error?.message).toMatch(/redirects/);
	expect(other.received).toHaveLength(1);
});
