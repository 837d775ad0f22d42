/** A record as one text, with its conversation: what a chat message or an AI agent needs. */
import type { INodeParameters } from 'n8n-workflow';
import type { Dialect } from '../simulator/dialect';
import { sample } from '../support/scale';
import { jsonOf, record, textOf, useWorld } from './world';

const world = useWorld();

const get = (resource: string, key: string, more: INodeParameters = {}): INodeParameters => ({
	resource,
	operation: 'get',
	...record(key, 'key'),
	...more,
});
const summaryOf = async (resource: string, key: string, summary: number) =>
	textOf((await world.one(get(resource, key, { options: { summary } }))).summary);
const note = async (parentResource: string, key: string, details: string) =>
	await world.one({
		resource: 'conversation',
		operation: 'create',
		parentResource,
		...record(key, 'key'),
		details,
	});

test('fields by label, times in ISO 8601, the conversation without HTML, the oldest first', async () => {
	await note('request', 'INC-104', '<p>First<br>line &amp; more</p>');
	await note('request', 'INC-104', '<p>Second</p>');

	const text = await summaryOf('request', 'INC-104', 8000);

	expect(text).toMatch(/^INC-104: Email Server is Down\n/);
	expect(text).toMatch(/\nStatus: Open\nPriority: Urgent\n/);
	expect(text).toMatch(/\nTechnician Email: technician@example\.com\n/);
	expect(text).toMatch(/\nCreated Time: 2025-06-06T02:00:00\.000Z\n/);
	expect(text).toContain('\n\nDescription:\nNobody receives mail.\n\n');
	expect(text).toMatch(/Conversation \(\d entries, oldest first\):/);
	expect(text).toMatch(
		/\n\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d, Note, .*\]\nFirst\nline & more\n\n\[.*, Note, .*\]\nSecond$/,
	);
	expect(text).not.toMatch(/<|&amp;|undefined|null/);
});

test.each(['ascending', 'descending'] as const)('a server that lists %s', async (listOrder) => {
	for (let entry = 0; entry < 30; entry++) await note('request', 'INC-104', `Entry ${entry}.`);
	Object.assign(world.simulator.dialect, { listOrder, pageCap: 7 });

	const text = await summaryOf('request', 'INC-104', 1000);

	expect(text.length).toBeLessThanOrEqual(1000);
	expect(text).toMatch(/Entry 28\.\n\n\[.*\]\nEntry 29\.$/);
	expect(text).not.toContain('Entry 0.');
	expect(text).toMatch(/oldest first, the first \d+ left out\)/);
});

const servers: Array<Partial<Dialect>> = [
	{ idsAsText: true },
	{ answerShape: 'allWrapped' },
	{ getById: '405' },
	{ getById: '404html', pageCap: 1 },
	{ totalCount: false, pageCap: 2 },
	{ descriptions: 'asSent' },
	{ listStability: 'unsortedMoves', pageCap: 2 },
];

test.each(sample(servers, 3))('the same text from a server like %j', async (dialect) => {
	for (let entry = 0; entry < 5; entry++) await note('request', 'INC-104', `Entry ${entry}.`);
	const expected = await summaryOf('request', 'INC-104', 8000);
	Object.assign(world.simulator.dialect, dialect);

	expect(await summaryOf('request', 'INC-104', 8000)).toBe(expected);
});

test.each([
	['serviceRequest', 'SR-30'],
	['change', 'CHG-1'],
	['problem', 'PRB-4'],
	['release', 'REL-9'],
])('%s', async (resource, key) => {
	await note(resource, key, 'The latest');
	const text = await summaryOf(resource, key, 8000);

	expect(text.startsWith(`${key}: `)).toBe(true);
	expect(text.endsWith('\nThe latest')).toBe(true);
});

test.each([
	['asset', 'AST-1'],
	['ci', 'CI-2'],
	['requester', 'requester@example.com'],
])('%s has no conversation', async (resource, key) => {
	const text = await summaryOf(resource, key, 8000);

	expect(text.startsWith(key)).toBe(true);
	expect(text).not.toContain('Conversation');
	expect(text.split('\n').length).toBeGreaterThan(2);
});

test('a conversation that this account may not read is said to be so', async () => {
	world.simulator.failNext({ path: /conversation/, status: 403, times: 5 });
	const text = await summaryOf('request', 'INC-104', 8000);

	expect(text).toContain('This account cannot read the conversation.');
	expect(text).toContain('Status: Open');
});

test('an outage while the conversation is read is an error, not a summary without it', async () => {
	world.simulator.failNext({ path: /conversation/, status: 500, times: 20 });
	const { error } = await world.run(get('request', 'INC-104', { options: { summary: 8000 } }));

	expect(error?.message).toMatch(/could not process/);
});

test('without the option nothing more is read', async () => {
	const [row] = jsonOf(await world.run(get('request', '104', { ...record('104') })));

	expect(row).not.toHaveProperty('summary');
	expect(world.sent()).toEqual(['GET /api/v1/request/104']);
});

test('a length that is none is refused before anything is sent', async () => {
	const { error } = await world.run(get('request', '104', { options: { summary: -1 } }));

	expect(error?.message).toMatch(/^Summary must be a whole number of at least 1/);
	expect(world.sent()).toEqual([]);
});
