/**
 * What a newcomer does first, counted: clicks and keys by the events of the page, inputs by what is filled in or chosen. The nodes come
 * from the nodes panel, with a stored credential, and nothing is typed that can be picked.
 */
import type { Page } from 'playwright-core';

import {
	addField,
	choose,
	execute,
	input,
	logIn,
	output,
	pickFromList,
	pickNode,
	readTable,
	type,
	untilToastsAreGone,
} from './editor';
import { addAction, count, say, secondsOf } from './hand';
import { operationSteps } from './operations';
import { branches, callOf, NORMAL, TALL, workflowOf, type Step, type World } from './world';
import { expect, expectEqual } from '../checks';
import type { CredentialReference } from '../n8nApi';
import { CREDENTIAL_TYPE, serviceOpsNode } from '../workflows';
import { LOGIN } from '../../simulator';
import { insert, tableOf } from '../../simulator/store';
import { delay } from '../../support/node';

const TICKETS = [
	['Request', 'request'],
	['Change', 'change'],
	['Problem', 'problem'],
	['Release', 'release'],
] as const;

export function newcomerSteps(world: World): Step[] {
	return [
		[
			'the first request from an empty editor, credential included, in 2 minutes',
			() => begin(world),
		],
		['a freshly added node shows no notice', () => lookForNotices(world)],
		['a typical ticket takes at most 7 inputs and 10 clicks', () => createTicket(world)],
		['three created requests fit into one screen of the output', () => createThree(world)],
		['a dry run is on once it is added, and says that nothing was sent', () => dryRun(world)],
		...operationSteps(world),
		...(['password', 'apiKey'] as const).flatMap((authentication) =>
			TICKETS.map(
				([label, resource]): Step => [
					`"Status is Open" on ${resource}s, by ${authentication}: at most 4 clicks, no typing`,
					() => filterByStatus(world, label, resource, authentication),
				],
			),
		),
		['no text of a form is cut off, in the light', () => lookAtForms(world, 'light')],
		['no text of a form is cut off, in the dark', () => lookAtForms(world, 'dark')],
	];
}

async function begin({ page, n8n, simulator, take }: World): Promise<void> {
	await logIn(page, n8n.url);
	await page.goto(`${n8n.url}/workflow/new`);
	await page.getByTestId('canvas-add-button').waitFor();
	const hand = await count(page, async () => {
		await pickNode(page, 'canvas-add-button', 'Manual', 'Trigger manually');
		await pickNode(page, 'node-creator-plus-button', 'ServiceOps', 'ServiceOps');
		await page.getByTestId('node-creator').getByText('Create request', { exact: true }).click();
		await page.getByTestId('node-credentials-slot').getByRole('button').first().click();
		await page.getByTestId('editCredential-modal').waitFor();
		await type(page, 'serverUrl', simulator.url);
		await type(page, 'clientId', LOGIN.clientId);
		await type(page, 'clientSecret', LOGIN.clientSecret);
		await type(page, 'username', LOGIN.username);
		await type(page, 'password', LOGIN.password);
		// n8n takes over what was typed a moment later.
		await delay(1_500);
		await page.getByTestId('credential-save-button').click();
		await page.getByTestId('editCredential-modal').waitFor({ state: 'hidden' });
		await type(page, 'subject', 'Laptop does not start');
		await pickFromList(page, 'requesterEmail', '', 'requester@example.com');
		await execute(page);
	});
	await output(page)
		.getByText(/INC-\d+/)
		.first()
		.waitFor();
	await untilToastsAreGone(page);
	await take('newcomer-first-request');
	say(hand);
	expect(secondsOf(hand) <= 120, `It took ${secondsOf(hand)} s`);
}

const NOTICES =
	'[data-test-id=ndv] .n8n-notice:visible, [data-test-id=ndv] [class*=callout]:visible';

async function lookForNotices(world: World): Promise<void> {
	const { page, take } = world;
	for (const action of ['Create request', 'Update request', 'Create or update request']) {
		await addAction(world, action);
		await page.getByTestId('parameter-input-customFieldsFrom').waitFor();
		await take(`newcomer-${action.toLowerCase().replace(/ /g, '-')}`);
		expectEqual(await page.locator(NOTICES).allInnerTexts(), [], `notices of ${action}`);
	}
}

const FIELDS = ['subject', 'requesterEmail', 'description', 'priorityName', 'technicianGroupName'];

async function createTicket(world: World): Promise<void> {
	const { page, n8n, simulator, take } = world;
	await page.setViewportSize(TALL);
	// A workflow of its own: n8n does not start one in which another node is not filled in.
	await page.goto(`${n8n.url}/workflow/new`);
	await page.getByTestId('canvas-add-button').waitFor();
	await pickNode(page, 'canvas-add-button', 'Manual', 'Trigger manually');
	await addAction(world, 'Create request');
	await input(page, 'subject').waitFor();
	const hand = await count(page, async () => {
		await type(page, 'subject', 'Printer is out of toner');
		await pickFromList(page, 'requesterEmail', '', 'requester@example.com');
		await type(page, 'description', 'Second floor, next to the kitchen');
		await pickFromList(page, 'priorityName', '', /^\s*High/);
		await pickFromList(page, 'technicianGroupName', '', /\w/);
	});
	await take('newcomer-ticket');
	simulator.clearJournal();
	await execute(page);
	const { body } = await callOf(simulator, 'POST', '/api/v1/request');
	expectEqual(Object.keys(body as object).sort(), [...FIELDS].sort(), 'fields sent');
	await page.setViewportSize(NORMAL);
	say(hand);
	expectEqual(hand.inputs, FIELDS, 'inputs');
	expect(hand.inputs.length <= 7, `${hand.inputs.length} inputs`);
	expect(hand.clicks <= 10, `${hand.clicks} clicks`);
}

async function createThree(world: World): Promise<void> {
	const { page, take } = world;
	const open = workflowOf(world, 'Three requests', (credential) => {
		const { nodes, connections } = branches([
			[
				serviceOpsNode(
					'Three',
					{
						resource: 'request',
						operation: 'create',
						subject: '={{ "Toner " + $itemIndex }}',
						requesterEmail: 'requester@example.com',
					},
					credential,
				),
			],
		]);
		const [trigger] = nodes;
		const items = [1, 2, 3].map((number) => ({ json: { number } }));
		return { nodes, connections, pinData: { [trigger?.name ?? '']: items } };
	});
	await page.setViewportSize(NORMAL);
	await open('Three');
	await execute(page);
	await untilToastsAreGone(page);
	const rows = await readTable(page);
	await take('newcomer-three-requests');
	expectEqual(rows.length, 3, 'rows');
	const bottom = await output(page)
		.locator('table tbody tr')
		.last()
		.evaluate((row) => row.getBoundingClientRect().bottom);
	expect(bottom <= NORMAL.height, `The third request ends at ${bottom} px`);
}

async function dryRun(world: World): Promise<void> {
	const { page, simulator, take } = world;
	simulator.clearJournal();
	await addField(page, 'Dry Run', 'Add Option');
	await execute(page);
	await output(page).getByText('Dry run: nothing was sent').first().waitFor();
	await take('newcomer-dry-run');
	expectEqual(simulator.calls({ method: 'POST', path: '/api/v1/request' }).length, 0, 'writes');
}

const credentials = new Map<string, Promise<CredentialReference>>();

async function credentialFor({ n8n, simulator }: World, authentication: string) {
	const made =
		credentials.get(authentication) ??
		n8n.api.createCredential(`By ${authentication}`, CREDENTIAL_TYPE, {
			...LOGIN,
			serverUrl: simulator.url,
			authentication,
		});
	credentials.set(authentication, made);
	return await made;
}

async function filterByStatus(
	world: World,
	label: string,
	resource: string,
	authentication: 'password' | 'apiKey',
): Promise<void> {
	const { page, simulator, take } = world;
	await page.setViewportSize(NORMAL);
	// The stages of changes and releases have no such status until an administrator adds it.
	simulator.edit((data) => {
		insert(
			tableOf(data, resource),
			{ subject: `Open ${resource}`, statusName: 'Open' },
			Date.now(),
		);
	});
	const name = `${label} by ${authentication}`;
	const credential = await credentialFor(world, authentication);
	const open = workflowOf(
		{ ...world, credential: async () => await Promise.resolve(credential) },
		name,
		(own) => branches([[serviceOpsNode(name, { resource, operation: 'getAll' }, own)]]),
	);
	await open(name);
	const hand = await count(page, async () => {
		await addField(page, 'Status', 'Add Filter');
		await pickFromList(page, 'statusName', '', /^\s*Open/);
	});
	await execute(page);
	await untilToastsAreGone(page);
	await take(`newcomer-${resource}-open-${authentication}`);
	const rows = await readTable(page);
	expectEqual([...new Set(rows.map(({ statusName }) => statusName))], ['Open'], 'statuses');
	say(hand);
	expect(hand.clicks <= 4, `${hand.clicks} clicks`);
	expectEqual(hand.keys, 0, 'keys');
}

const FORMS = [
	['Request', 'Create(?! or)'],
	['Request', 'Get Many'],
	['Service Request', 'Create'],
	['Change', 'Create(?! or)'],
	['Asset', 'Create(?! or)'],
	['Configuration Item \\(CI\\)', 'Create'],
	['Conversation', 'Create'],
	['Custom API Request', ''],
] as const;

async function lookAtForms(world: World, theme: 'light' | 'dark'): Promise<void> {
	const { page, take } = world;
	await page.setViewportSize(TALL);
	await page.evaluate((name) => localStorage.setItem('N8N_THEME', name), theme);
	const name = `Forms, ${theme}`;
	const open = workflowOf(world, name, (credential) =>
		branches([[serviceOpsNode(name, {}, credential)]]),
	);
	await open(name);
	const cut: string[] = [];
	for (const [resource, operation] of FORMS) {
		await choose(page, 'resource', `${resource}\\s*$`);
		if (operation !== '') await choose(page, 'operation', operation);
		await page.getByTestId('parameter-input-operation').waitFor();
		await take(`newcomer-${theme}-${resource.toLowerCase().replace(/\W+/g, '-')}`);
		cut.push(...(await cutOffTexts(page)).map((text) => `${resource}: ${text}`));
	}
	expectEqual(cut, [], 'texts that are cut off');
}

/** Labels, hints and notices of the form that are wider than the room they have. */
const cutOffTexts = async (page: Page): Promise<string[]> =>
	await page
		.getByTestId('ndv')
		.locator('label *, .n8n-notice *, [class*=hint]')
		.evaluateAll((elements) =>
			elements
				.filter(
					(one) =>
						one.childElementCount === 0 &&
						(one.textContent ?? '').trim() !== '' &&
						getComputedStyle(one).overflow === 'hidden' &&
						one.scrollWidth > one.clientWidth + 1,
				)
				.map((one) => (one.textContent ?? '').trim()),
		);
