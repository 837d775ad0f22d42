/** What is shown after mistakes, and in the dark. */
import type { IDataObject } from 'n8n-workflow';

import { execute, panelItem, searchPanel, untilToastsAreGone } from './editor';
import { branches, NORMAL, workflowOf, type Opener, type Step, type World } from './world';
import { expect, expectEqual } from '../checks';
import { serviceOpsNode } from '../workflows';

interface Mistake {
	readonly title: string;
	readonly parameters: IDataObject;
	readonly message: RegExp;
	/** What to do about it. */
	readonly advice: RegExp;
}

const byId = (mode: string, value: string) => ({ recordId: { __rl: true, mode, value } });

const mistakes: Mistake[] = [
	{
		title: 'An ID that does not exist',
		parameters: { resource: 'request', operation: 'get', ...byId('id', '999999') },
		message: /999999/,
		advice: /./,
	},
	{
		title: 'An asset of another class',
		parameters: {
			resource: 'asset',
			operation: 'get',
			assetClass: 'SoftwareAsset',
			...byId('key', 'AST-1'),
		},
		message: /AST-1/,
		advice: /./,
	},
	{
		title: 'A requester who does not exist',
		parameters: {
			resource: 'request',
			operation: 'create',
			subject: 'Laptop does not start',
			requesterEmail: 'nobody@example.com',
		},
		message: /nobody|requester/i,
		advice: /./,
	},
];

export function lookSteps(world: World): Step[] {
	const open = workflowOf(world, 'Mistakes', (credential) =>
		branches(
			mistakes.map(({ title, parameters }) => [serviceOpsNode(title, parameters, credential)]),
		),
	);
	return [
		...mistakes.map(
			(mistake): Step => [
				`${mistake.title}: the error panel says what happened and what to do`,
				() => seeError(world, open, mistake),
			],
		),
		['the icon is the light one on light ground', () => seeIcon(world, 'light')],
		['the icon is the dark one on dark ground', () => seeIcon(world, 'dark')],
	];
}

async function seeError({ page, take }: World, open: Opener, mistake: Mistake): Promise<void> {
	const { title, message, advice } = mistake;
	await page.setViewportSize(NORMAL);
	await open(title);
	await execute(page);
	const shown = page.getByTestId('node-error-message');
	await shown.waitFor();
	await untilToastsAreGone(page);
	await take(`error-${title.replace(/\W+/g, '-').toLowerCase()}`);
	const said = await shown.innerText();
	expect(message.test(said), `the message is "${said}"`);
	const todo = await page.getByTestId('node-error-description').innerText();
	expect(advice.test(todo), `what to do is "${todo}"`);
}

const FILES = { light: 'serviceOps.svg', dark: 'serviceOps.dark.svg' };

async function seeIcon({ page, n8n, take }: World, theme: 'light' | 'dark'): Promise<void> {
	await page.setViewportSize(NORMAL);
	await page.evaluate((name) => localStorage.setItem('N8N_THEME', name), theme);
	await page.goto(`${n8n.url}/workflow/new`);
	await searchPanel(page, 'canvas-add-button', 'serviceops', async () => {
		await panelItem(page, 'ServiceOps').waitFor({ timeout: 5_000 });
	});
	await take(`${theme}-panel`);
	const icons = page.getByTestId('node-creator').locator('img[src*="n8n-nodes-serviceops"]');
	const shown = await icons.evaluateAll((images: HTMLImageElement[]) =>
		images.map(({ src, naturalWidth }) => (naturalWidth > 0 ? src.split('/').at(-1) : 'broken')),
	);
	expectEqual([...new Set(shown)], [FILES[theme]], 'icons shown');
}
