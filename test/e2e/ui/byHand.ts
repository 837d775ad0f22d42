/** Forms that are filled in by hand, field by field, run, and their results read. */
import {
	addField,
	choose,
	execute,
	input,
	output,
	pickFromList,
	readTable,
	untilFieldsAreThere,
	untilToastsAreGone,
} from './editor';
import {
	branches,
	callOf,
	NORMAL,
	TALL,
	workflowOf,
	type Opener,
	type Step,
	type World,
} from './world';
import { expect, expectEqual } from '../checks';
import { serviceOpsNode } from '../workflows';
import type { JournalEntry } from '../../simulator';
import { entriesOf } from '../../simulator/references';

/** The nodes that are filled in: empty, as they come from the nodes panel. */
const NAMES = ['Requests', 'Change', 'Asset', 'Conversation'];

export function byHandSteps(world: World): Step[] {
	const open = workflowOf(world, 'Filled in by hand', (credential) =>
		branches(NAMES.map((name) => [serviceOpsNode(name, {}, credential)])),
	);
	return [
		['Request: Create is filled in by hand and executed', () => createRequest(world, open)],
		['Request: Get finds the record in its list as one types', () => getRequest(world)],
		['Request: Get Many shows a table of requests', () => getRequests(world)],
		['Request: Get Many finds what meets "Status is Open"', () => filterRequests(world)],
		['Request: Update opens', () => openUpdate(world)],
		['a field that was added and left empty is left out', () => leaveEmpty(world)],
		['custom fields of the form are offered with their types, and sent', () => mapFields(world)],
		['Change: Create is filled in by hand and executed', () => createChange(world, open)],
		['Asset: Create is filled in by hand and executed', () => createAsset(world, open)],
		['Conversation: Create is filled in by hand and executed', () => createNote(world, open)],
	];
}

/** Takes a resource, and its operation Create. */
async function chooseCreate({ page }: World, resource: string): Promise<void> {
	await choose(page, 'resource', `${resource}\\s*$`);
	await choose(page, 'operation', 'Create(?! or)');
	await untilFieldsAreThere(page);
}

/** Executes the node and answers the call that it made. */
async function run(
	{ page, simulator }: World,
	method: string,
	path: string | RegExp,
): Promise<JournalEntry> {
	simulator.clearJournal();
	await execute(page);
	const call = await callOf(simulator, method, path);
	expect(call.status < 300, `${method} ${call.path} was answered with ${call.status}`);
	return call;
}

async function createRequest(world: World, open: Opener): Promise<void> {
	const { page, take } = world;
	await open('Requests');
	await chooseCreate(world, 'Request');
	await input(page, 'subject').fill('Laptop does not start');
	await pickFromList(page, 'requesterEmail', 'requester@', 'requester@example.com');
	await pickFromList(page, 'priorityName', '', /^\s*High/);
	const { body } = await run(world, 'POST', '/api/v1/request');
	expectEqual(
		body,
		{
			subject: 'Laptop does not start',
			requesterEmail: 'requester@example.com',
			priorityName: 'High',
		},
		'what was sent',
	);
	await output(page)
		.getByText(/INC-\d+/)
		.first()
		.waitFor();
	await untilToastsAreGone(page);
	await take('request-created');
}

async function getRequest(world: World): Promise<void> {
	const { page, take } = world;
	await choose(page, 'operation', 'Get(?! Many)');
	await pickFromList(page, 'recordId', 'Laptop does not', 'Laptop does not start', async () => {
		await take('record-search');
	});
	// The panel still shows the result of the step before, so the server is asked.
	await run(world, 'GET', /\/request\/\d+$/);
	await output(page).getByText('Laptop does not start').first().waitFor();
	await untilToastsAreGone(page);
	await take('request-read');
}

async function getRequests({ page, take }: World): Promise<void> {
	await choose(page, 'operation', 'Get Many');
	await execute(page);
	await output(page).getByText('50 items').first().waitFor();
	await untilToastsAreGone(page);
	await take('request-get-many', 'editor');
}

/** How "Status is Open" has to reach the server, which knows statuses by number. */
const isOpen = {
	type: 'FlatQualificationRest',
	quals: [
		{
			type: 'RelationalQualificationRest',
			leftOperand: { type: 'PropertyOperandRest', key: 'request.statusId' },
			operator: 'equal',
			rightOperand: {
				type: 'ValueOperandRest',
				value: {
					type: 'LongValueRest',
					value: entriesOf('requestStatus').find(({ name }) => name === 'Open')?.id,
				},
			},
		},
	],
};

async function filterRequests(world: World): Promise<void> {
	const { page, take } = world;
	await page.setViewportSize(TALL);
	await addField(page, 'Conditions', 'Add Filter');
	await page.getByRole('button', { name: 'Add Condition' }).first().click();
	await choose(page, 'field', 'Status\\s*$');
	await choose(page, 'operator', 'Is\\s*$');
	await page.getByTestId('parameter-input-value').locator('input').first().fill('Open');
	const { body } = await run(world, 'POST', '/api/v1/request/search/byqual');
	await untilToastsAreGone(page);
	await take('request-status-is-open');
	expectEqual(body, { qualDetails: isOpen }, 'what was asked for');
	const rows = await readTable(page);
	const statuses = new Set(rows.map(({ statusName }) => statusName));
	expectEqual([...statuses], ['Open'], 'statuses found');
}

async function openUpdate({ page, take }: World): Promise<void> {
	await choose(page, 'operation', 'Update');
	await untilFieldsAreThere(page);
	await take('request-update');
}

async function leaveEmpty(world: World): Promise<void> {
	const { page, take } = world;
	await page.setViewportSize(NORMAL);
	await choose(page, 'operation', 'Create(?! or)');
	await untilFieldsAreThere(page);
	await input(page, 'subject').fill('Docking station has no picture');
	await pickFromList(page, 'requesterEmail', 'requester@', 'requester@example.com');
	await addField(page, 'Urgency');
	const { body } = await run(world, 'POST', '/api/v1/request');
	await take('request-with-an-empty-field');
	expect(!('urgencyName' in (body as object)), 'the empty field was sent');
}

async function mapFields(world: World): Promise<void> {
	const { page, take } = world;
	await page.setViewportSize(TALL);
	await choose(page, 'customFieldsFrom', 'Choose From Form');
	await untilFieldsAreThere(page);
	const mapper = page.getByTestId('resource-mapper-container');
	for (const name of ['New Radio', 'New Number']) {
		await mapper.getByTestId('add-fields-select').getByRole('button').click();
		await page.getByRole('menuitem', { name, exact: true }).click();
	}
	const field = (name: string) => mapper.locator(`[data-test-id*="${name}"] input`).first();
	await field('New Number').fill('7');
	await field('New Radio').click();
	await page
		.locator('[data-test-id=parameter-input-item]:visible, .el-select-dropdown__item:visible')
		.filter({ hasText: /^\s*B/ })
		.first()
		.click();
	const { body } = await run(world, 'POST', '/api/v1/request');
	await untilToastsAreGone(page);
	await take('request-with-mapped-fields');
	const { customField } = body as Record<string, unknown>;
	expectEqual(customField, { 'New Number': 7, 'New Radio': 'B' }, 'custom fields');
}

async function createChange(world: World, open: Opener): Promise<void> {
	const { page, take } = world;
	await open('Change');
	await chooseCreate(world, 'Change');
	await take('change-empty');
	await input(page, 'subject').fill('Replace the disk of db-01');
	await pickFromList(page, 'requesterEmail', 'requester@', 'requester@example.com');
	for (const [name, time] of [
		['startDate', '2026-09-01 08:00:00'],
		['endDate', '2026-09-01 10:00:00'],
	] as const) {
		await input(page, name).fill(time);
		await input(page, name).press('Enter');
	}
	await addField(page, 'Risk');
	await pickFromList(page, 'riskType', '', 'Medium');
	const { body } = await run(world, 'POST', '/api/v1/change');
	await output(page)
		.getByText(/CHG-\d+/)
		.first()
		.waitFor();
	await untilToastsAreGone(page);
	await take('change-created');
	const { startDate, endDate, riskType } = body as Record<string, unknown>;
	expectEqual(Number(endDate) - Number(startDate), 2 * 3_600_000, 'time between start and end');
	expectEqual(riskType, 'Medium', 'risk');
}

async function createAsset(world: World, open: Opener): Promise<void> {
	const { page, take } = world;
	await open('Asset');
	await chooseCreate(world, 'Asset');
	await take('asset-empty');
	await pickFromList(page, 'assetTypeName', 'lap', 'Laptop', async () => {
		await take('asset-type-search');
	});
	await input(page, 'name').fill('LAPTOP-0042');
	await addField(page, 'Status');
	await pickFromList(page, 'statusName', '', 'In Stock');
	const { body } = await run(world, 'POST', '/api/v1/asset');
	await output(page)
		.getByText(/AST-\d+/)
		.first()
		.waitFor();
	await untilToastsAreGone(page);
	await take('asset-created');
	expectEqual(
		body,
		{
			type: 'HardwareAsset',
			assetTypeName: 'Hardware$Computer$Laptop',
			name: 'LAPTOP-0042',
			statusName: 'In Stock',
		},
		'what was sent',
	);
}

async function createNote(world: World, open: Opener): Promise<void> {
	const { page, take } = world;
	await open('Conversation');
	await chooseCreate(world, 'Conversation');
	await pickFromList(page, 'recordId', 'Email Server', 'Email Server is Down');
	await choose(page, 'conversationType', 'Add Note');
	await input(page, 'details').fill('The new server is on its way.');
	await take('conversation-filled-in');
	const { body } = await run(world, 'POST', '/api/v1/request/104/conversation');
	await output(page).getByText('The new server is on its way.').first().waitFor();
	await untilToastsAreGone(page);
	await take('conversation-created');
	const { conversationType, details } = body as Record<string, unknown>;
	expectEqual([conversationType, details], ['note', 'The new server is on its way.'], 'note');
}
