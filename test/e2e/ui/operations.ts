/** The main operation of the other resources: placed into a workflow, opened in the editor, run and read there. */
import type { IDataObject, INode } from 'n8n-workflow';

import { execute, output, readTable, untilToastsAreGone } from './editor';
import { branches, callOf, TALL, workflowOf, type Opener, type Step, type World } from './world';
import { expect, expectEqual } from '../checks';
import { serviceOpsNode, workflowNode } from '../workflows';

interface Example {
	readonly title: string;
	readonly parameters: IDataObject;
	/** The call that it has to make. */
	readonly call: readonly [method: string, path: string | RegExp];
	/** The first columns of the result. */
	readonly columns: readonly string[];
	/** What the first row has to show. */
	readonly shows: Record<string, string | RegExp>;
	/** Whether the input has a file. */
	readonly needsFile?: boolean;
}

const requesterEmail = 'requester@example.com';
const times = { startDate: '2026-09-01T08:00:00', endDate: '2026-09-01T10:00:00' };

const examples: Example[] = [
	{
		title: 'Service Request: Create',
		parameters: {
			resource: 'serviceRequest',
			operation: 'create',
			requester: requesterEmail,
			serviceName: 'New Laptop',
			serviceCategoryName: 'Hardware',
		},
		call: ['POST', '/api/v1/service_catalog/servicerequest'],
		columns: ['id', 'key', 'subject'],
		shows: { key: /^SR-\d+$/ },
	},
	{
		title: 'Problem: Create',
		parameters: {
			resource: 'problem',
			operation: 'create',
			subject: 'Mail server loses connections',
			requesterEmail,
		},
		call: ['POST', '/api/v1/problem'],
		columns: ['id', 'key', 'subject'],
		shows: { key: /^PRB-\d+$/, subject: 'Mail server loses connections' },
	},
	{
		title: 'Release: Create',
		parameters: {
			resource: 'release',
			operation: 'create',
			subject: 'Payroll 4.2',
			requesterEmail,
			...times,
		},
		call: ['POST', '/api/v1/release'],
		columns: ['id', 'key', 'subject'],
		shows: { key: /^REL-\d+$/, subject: 'Payroll 4.2' },
	},
	{
		title: 'CI: Create',
		parameters: {
			resource: 'ci',
			operation: 'create',
			ciTypeName: 'base ci$Hardware$Laptops',
			name: 'db-01',
		},
		call: ['POST', '/api/v1/cmdb/ci'],
		columns: ['id', 'key', 'name'],
		shows: { key: /^CI-\d+$/, name: 'db-01' },
	},
	{
		title: 'Hardware Component: Create',
		parameters: {
			resource: 'component',
			operation: 'create',
			recordId: { __rl: true, mode: 'key', value: 'AST-1' },
			componentKind: 'Ram',
			additionalFields: { size: '8' },
		},
		call: ['POST', /^\/api\/v1\/asset\/\d+\/discoveryComponent$/],
		columns: ['id'],
		shows: { type: 'Ram' },
	},
	{
		title: 'Attachment: Upload',
		parameters: { resource: 'attachment', operation: 'upload' },
		call: ['POST', '/api/oprfile'],
		columns: ['refFileName', 'realName'],
		shows: { refFileName: /\w/, realName: 'note.txt' },
		needsFile: true,
	},
	{
		title: 'Requester: Create',
		parameters: {
			resource: 'requester',
			operation: 'create',
			name: 'Nora Example',
			email: 'nora@example.com',
		},
		call: ['POST', '/api/v1/requester'],
		columns: ['id', 'key', 'name'],
		shows: { name: 'Nora Example', email: 'nora@example.com' },
	},
	{
		title: 'Technician: Create',
		parameters: {
			resource: 'technician',
			operation: 'create',
			name: 'Tom Example',
			email: 'tom@example.com',
		},
		call: ['POST', '/api/v1/technician'],
		columns: ['id', 'key', 'name'],
		shows: { name: 'Tom Example', email: 'tom@example.com' },
	},
	{
		title: 'Server: Check',
		parameters: { resource: 'server', operation: 'check' },
		call: ['POST', '/api/v1/request/search/byqual'],
		columns: ['check', 'result', 'meaning', 'technical'],
		shows: { check: 'Overall' },
	},
	{
		title: 'Custom API Request: Request',
		parameters: { resource: 'api', operation: 'request', path: '/api/v1/request/104' },
		call: ['GET', '/api/v1/request/104'],
		columns: ['id', 'name'],
		shows: { name: 'INC-104' },
	},
];

export function operationSteps(world: World): Step[] {
	const open = workflowOf(world, 'Main operations', (credential) =>
		branches(
			examples.map(({ title, parameters, needsFile }) => {
				const node = serviceOpsNode(nameOf(title), parameters, credential);
				return needsFile ? [makeFile(), node] : [node];
			}),
		),
	);
	return examples.map((example) => [
		`${example.title} is run and its result read`,
		() => runExample(world, open, example),
	]);
}

const nameOf = (title: string): string => title.replace(':', '');

async function runExample(
	{ page, simulator, take }: World,
	open: Opener,
	{ title, call, columns, shows }: Example,
): Promise<void> {
	await page.setViewportSize(TALL);
	await open(nameOf(title));
	simulator.clearJournal();
	await execute(page);
	const { status } = await callOf(simulator, ...call);
	expect(status < 300, `ServiceOps answered with ${status}`);
	await output(page).locator('table, .json-data, [class*=schema]').first().waitFor();
	await untilToastsAreGone(page);
	await take(title.toLowerCase().replace(/\W+/g, '-'));
	const [row = {}] = await readTable(page);
	for (const [name, wanted] of Object.entries(shows)) {
		const text = row[name] ?? '';
		const isShown = wanted instanceof RegExp ? wanted.test(text) : wanted === text;
		expect(isShown, `${name}: expected ${String(wanted)}, the output shows "${text}"`);
	}
	expectEqual(Object.keys(row).slice(0, columns.length), columns, 'first columns');
}

const makeFile = (): INode =>
	workflowNode('Make a file', 'n8n-nodes-base.convertToFile', 1.1, {
		operation: 'toText',
		sourceProperty: 'text',
		options: { fileName: 'note.txt' },
	});
