/**
 * The main task of every other resource, as a newcomer does it: the node comes from the nodes panel, with the stored credential; what can
 * be picked is picked; the result is read. Inputs, clicks and keys are counted.
 */
import {
	addField,
	choose,
	execute,
	input,
	output,
	pickFromList,
	pickNode,
	readTable,
	type,
	untilToastsAreGone,
} from './editor';
import { addAction, count, say } from './hand';
import { callOf, TALL, type Step, type World } from './world';
import { expect, expectEqual } from '../checks';

interface Task {
	/** As the nodes panel lists it. */
	readonly action: string;
	readonly fill: (page: World['page']) => Promise<void>;
	/** The call that it has to make. */
	readonly call: readonly [method: string, path: string | RegExp];
	/** The first columns of the result. */
	readonly columns: readonly string[];
	/** What the first row has to show. */
	readonly shows: Record<string, string | RegExp>;
	/** A node of n8n's own that the input comes from. */
	readonly after?: readonly [search: string, name: string, action: string];
}

const REQUESTER = 'requester@example.com';

/** The field of a time: n8n's picker takes what is typed with Enter. */
async function enterTime(page: World['page'], name: string, time: string): Promise<void> {
	await type(page, name, time);
	await input(page, name).press('Enter');
}

const planned = (subject: string) => async (page: World['page']) => {
	await type(page, 'subject', subject);
	await pickFromList(page, 'requesterEmail', '', REQUESTER);
	await enterTime(page, 'startDate', '2026-09-01 08:00:00');
	await enterTime(page, 'endDate', '2026-09-01 10:00:00');
};

const person = (name: string, email: string) => async (page: World['page']) => {
	await type(page, 'name', name);
	await type(page, 'email', email);
};

const tasks: Task[] = [
	{
		action: 'Create service request',
		fill: async (page) => {
			await pickFromList(page, 'requester', '', REQUESTER);
			await pickFromList(page, 'serviceName', '', 'New Laptop');
			await pickFromList(page, 'serviceCategoryName', '', /^\s*Hardware/);
		},
		call: ['POST', '/api/v1/service_catalog/servicerequest'],
		columns: ['id', 'key', 'subject'],
		shows: { key: /^SR-\d+$/ },
	},
	{
		action: 'Create change',
		fill: planned('Replace the disk of db-01'),
		call: ['POST', '/api/v1/change'],
		columns: ['id', 'key', 'subject'],
		shows: { key: /^CHG-\d+$/, subject: 'Replace the disk of db-01' },
	},
	{
		action: 'Create problem',
		fill: async (page) => {
			await type(page, 'subject', 'Mail server loses connections');
			await pickFromList(page, 'requesterEmail', '', REQUESTER);
		},
		call: ['POST', '/api/v1/problem'],
		columns: ['id', 'key', 'subject'],
		shows: { key: /^PRB-\d+$/, subject: 'Mail server loses connections' },
	},
	{
		action: 'Create release',
		fill: planned('Payroll 4.2'),
		call: ['POST', '/api/v1/release'],
		columns: ['id', 'key', 'subject'],
		shows: { key: /^REL-\d+$/, subject: 'Payroll 4.2' },
	},
	{
		action: 'Create asset',
		fill: async (page) => {
			await pickFromList(page, 'assetTypeName', '', 'Laptop');
			await type(page, 'name', 'LAPTOP-0042');
		},
		call: ['POST', '/api/v1/asset'],
		columns: ['id', 'key', 'name'],
		shows: { key: /^AST-\d+$/, name: 'LAPTOP-0042' },
	},
	{
		action: 'Create configuration item',
		fill: async (page) => {
			await type(page, 'ciTypeName', 'base ci$Hardware$Laptops');
			await type(page, 'name', 'db-01');
		},
		call: ['POST', '/api/v1/cmdb/ci'],
		columns: ['id', 'key', 'name'],
		shows: { key: /^CI-\d+$/, name: 'db-01' },
	},
	{
		action: 'Create hardware component',
		fill: async (page) => {
			await pickFromList(page, 'recordId', '', 'AST-1');
			await choose(page, 'componentKind', 'Memory');
			await addField(page, 'Size');
			await type(page, 'size', '8');
		},
		call: ['POST', /^\/api\/v1\/asset\/\d+\/discoveryComponent$/],
		columns: ['id'],
		shows: { type: 'Ram' },
	},
	{
		action: 'Create conversation entry',
		fill: async (page) => {
			await pickFromList(page, 'recordId', '', 'INC-104');
			await choose(page, 'conversationType', 'Add Note');
			await type(page, 'details', 'The new server is on its way.');
		},
		call: ['POST', '/api/v1/request/104/conversation'],
		columns: ['id'],
		shows: {},
	},
	{
		action: 'Upload attachment',
		after: ['Convert to File', 'Convert to File', 'Convert to JSON'],
		fill: async () => await Promise.resolve(),
		call: ['POST', '/api/oprfile'],
		columns: ['refFileName', 'realName'],
		shows: { refFileName: /\w/, realName: /\.json$/ },
	},
	{
		action: 'Create requester',
		fill: person('Nora Example', 'nora@example.com'),
		call: ['POST', '/api/v1/requester'],
		columns: ['id', 'key', 'name'],
		shows: { name: 'Nora Example', email: 'nora@example.com' },
	},
	{
		action: 'Create technician',
		fill: person('Tom Example', 'tom@example.com'),
		call: ['POST', '/api/v1/technician'],
		columns: ['id', 'key', 'name'],
		shows: { name: 'Tom Example', email: 'tom@example.com' },
	},
	{
		action: 'Check server',
		fill: async () => await Promise.resolve(),
		call: ['POST', '/api/v1/request/search/byqual'],
		columns: ['check', 'result', 'meaning', 'technical'],
		shows: { check: 'Overall' },
	},
	{
		action: 'Make custom API request',
		fill: async (page) => await type(page, 'path', '/api/v1/request/104'),
		call: ['GET', '/api/v1/request/104'],
		columns: ['id', 'name'],
		shows: { name: 'INC-104' },
	},
];

export const operationSteps = (world: World): Step[] =>
	tasks.map((task) => [
		`${task.action}: from the nodes panel, filled in by hand and run`,
		() => doTask(world, task),
	]);

async function doTask(world: World, task: Task): Promise<void> {
	const { page, n8n, simulator, take } = world;
	const { action, fill, call, columns, shows, after } = task;
	await page.setViewportSize(TALL);
	await page.goto(`${n8n.url}/workflow/new`);
	await page.getByTestId('canvas-add-button').waitFor();
	await pickNode(page, 'canvas-add-button', 'Manual', 'Trigger manually');
	if (after) {
		const [search, name, item] = after;
		await pickNode(page, 'node-creator-plus-button', search, name);
		await page.getByTestId('node-creator').getByText(item, { exact: true }).first().click();
		await page.getByTestId('ndv').waitFor();
	}
	await addAction(world, action);
	// The editor chooses the only credential a moment later; without one, the node would fail and send nothing.
	await page.getByTestId('ndv').getByTestId('credential-edit-button').waitFor();
	simulator.clearJournal();
	const hand = await count(page, async () => {
		await fill(page);
		await execute(page);
	});
	const { status } = await callOf(simulator, ...call);
	expect(status < 300, `ServiceOps answered with ${status}`);
	await output(page).locator('table, .json-data, [class*=schema]').first().waitFor();
	await untilToastsAreGone(page);
	await take(action.toLowerCase().replace(/\W+/g, '-'));
	const [row = {}] = await readTable(page);
	for (const [name, wanted] of Object.entries(shows)) {
		const text = row[name] ?? '';
		const isShown = wanted instanceof RegExp ? wanted.test(text) : wanted === text;
		expect(isShown, `${name}: expected ${String(wanted)}, the output shows "${text}"`);
	}
	expectEqual(Object.keys(row).slice(0, columns.length), columns, 'first columns');
	say(hand);
}
