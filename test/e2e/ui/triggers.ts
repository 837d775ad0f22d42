/** Both triggers, as a person sees them. */
import type { INode } from 'n8n-workflow';

import { output, readTable, untilToastsAreGone } from './editor';
import { workflowOf, type Opener, type Step, type World } from './world';
import { expect, expectEqual } from '../checks';
import type { CredentialReference } from '../n8nApi';
import { workflowNode } from '../workflows';

const WIDE = { width: 1280, height: 760 };
/** High enough for all that the webhook trigger tells. */
const HIGH = { width: 1280, height: 960 };
const HEADER_VALUE = 'n8n-and-ServiceOps-2026';
const POLLING = 'ServiceOps Trigger';
const WEBHOOK = 'ServiceOps Webhook Trigger';

export function triggerSteps(world: World): Step[] {
	const openPolling = workflowOf(world, POLLING, (credential) =>
		alone(
			triggerNode(POLLING, 'serviceOpsTrigger', [credential], {
				parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] } },
			}),
		),
	);
	const openWebhook = workflowOf(world, WEBHOOK, async (credential) => {
		const { api } = world.n8n;
		const secret = await api.createCredential('ServiceOps webhook', 'serviceOpsWebhookApi', {
			secret: HEADER_VALUE,
		});
		return alone(
			triggerNode(WEBHOOK, 'serviceOpsWebhookTrigger', [credential, secret], {
				webhookId: '3f2b8c1a-5d4e-4f6a-9b7c-8d9e0f1a2b3c',
			}),
		);
	});
	return [
		[`${POLLING} fetches a test event`, () => fetchTestEvent(world, openPolling)],
		[`${WEBHOOK} shows what ServiceOps has to be told`, () => showWebhook(world, openWebhook)],
		[`${WEBHOOK} starts when it is called as it says`, () => callWebhook(world)],
	];
}

const alone = (node: INode) => ({ nodes: [node], connections: {} });

const triggerNode = (
	name: string,
	type: string,
	credentials: CredentialReference[],
	more: Partial<INode>,
): INode =>
	workflowNode(
		name,
		`n8n-nodes-serviceops.${type}`,
		1,
		{},
		{
			credentials: Object.fromEntries(
				credentials.map((one) => [one.type, { id: one.id, name: one.name }]),
			),
			...more,
		},
	);

async function fetchTestEvent({ page, simulator, take }: World, open: Opener): Promise<void> {
	// The newest record is an example, and it is to be one that looks like one.
	simulator.reset();
	await page.setViewportSize(WIDE);
	await open(POLLING);
	await page.getByTestId('node-execute-button').click();
	await output(page)
		.getByText(/INC-\d+/)
		.first()
		.waitFor();
	await untilToastsAreGone(page);
	await take('trigger', 'trigger');
	const [row = {}] = await readTable(page);
	expectEqual(Object.keys(row).slice(0, 3), ['id', 'key', 'subject'], 'first columns');
}

async function showWebhook({ page, take }: World, open: Opener): Promise<void> {
	await page.setViewportSize(HIGH);
	await open(WEBHOOK);
	await page.getByText('Request JSON (Request)').first().waitFor();
	await page.getByText('Webhook URLs', { exact: true }).first().click();
	await page.getByText('Production URL', { exact: true }).first().click();
	await page.getByText('/webhook/').first().waitFor();
	await take('webhook', 'webhook');
	const text = await page.getByTestId('ndv').innerText();
	for (const shown of ['/webhook/', 'X-ServiceOps-Secret']) {
		expect(text.includes(shown), `the form does not show ${shown}`);
	}
	expectEqual(
		await requestJson(page),
		'{"module": "request", "id": "{{ticket.id}}"}',
		'Request JSON',
	);
}

/** What an administrator copies. */
const requestJson = async (page: World['page']): Promise<string> =>
	await page
		.getByTestId('parameter-input-requestJsonRequest')
		.locator('input')
		.first()
		.inputValue();

/** Calls the trigger as ServiceOps would after an administrator copied all that the panel shows. */
async function callWebhook({ page, take }: World): Promise<void> {
	await page.getByText('Test URL', { exact: true }).first().click();
	await page.getByText('/webhook-test/').first().waitFor();
	const text = await page.getByTestId('ndv').innerText();
	const [address = ''] = /https?:\/\/\S+\/webhook-test\/\S+/.exec(text) ?? [];
	const json = await requestJson(page);
	await page.getByTestId('node-execute-button').click();
	await page.getByTestId('trigger-listening').waitFor();
	await take('webhook-listening');
	const response = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'X-ServiceOps-Secret': HEADER_VALUE },
		body: json.replace('{{ticket.id}}', '104'),
	});
	expect(response.ok, `${address} answered ${response.status} to ${json}`);
	await output(page).getByText('INC-104').first().waitFor();
	await untilToastsAreGone(page);
	await take('webhook-called');
	const [row = {}] = await readTable(page);
	expectEqual(Object.keys(row).slice(0, 3), ['id', 'key', 'subject'], 'first columns');
}
