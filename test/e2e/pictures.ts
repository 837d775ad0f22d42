/** The pictures of workflows on the canvas, and the animation of the first request, for the documentation. */
import type { Page } from 'playwright-core';

import { expect } from './checks';
import { createCredentials, exampleFiles, readExample, setUp } from './exampleFiles';
import {
	execute,
	input,
	logIn,
	output,
	pickFromList,
	pickNode,
	untilToastsAreGone,
} from './ui/editor';
import type { Step, World } from './ui/world';
import { writeGif, type Frame } from '../support/gif';
import { fs, path, projectRoot } from '../support/node';
import { FIRST_REQUEST, pictureOf } from '../support/pictures';
import { readPng } from '../support/png';

const FOLDER = path.join(projectRoot, 'docs', 'images');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
const CANVAS_SIZE = { width: 1500, height: 640 };
const PASTE_PAUSE_MS = 1_200;
const ANIMATION_SIZE = { width: 1080, height: 680 };

/** Shows the canvas only, without the buttons on it. */
const CANVAS_ONLY = `
	body * { visibility: hidden; }
	.vue-flow, .vue-flow * { visibility: visible; }
	.vue-flow__panel, .vue-flow__panel *, .vue-flow__minimap *, [data-test-id="canvas-controls"] *,
	[data-test-id="canvas-node-toolbar"] *, [data-test-id="canvas-handle-plus-wrapper"] *
	{ visibility: hidden !important; }
`;

/** The steps that make the pictures; each is a check of its own, so that one that fails does not keep the others away. */
export function pictureSteps(world: World): Step[] {
	return [
		['the editor is open', () => openEditor(world)],
		...exampleFiles().map(
			(file): Step => [`the picture of ${file} is made`, () => takeExample(world, file)],
		),
		['the animation of the first request is made', () => takeFirstRequest(world)],
		['the nodes of docs/filters.md can be pasted on the canvas', () => pasteFilters(world)],
	];
}

async function openEditor({ page, n8n }: World): Promise<void> {
	await page.goto(`${n8n.url}/workflow/new`);
	const [form, canvas] = [
		page.getByTestId('form-submit-button'),
		page.getByTestId('canvas-add-button'),
	];
	await form.or(canvas).first().waitFor();
	if (await form.isVisible()) await logIn(page, n8n.url);
	await page.evaluate(() => localStorage.setItem('N8N_THEME', 'light'));
}

async function takeExample(world: World, file: string): Promise<void> {
	const { page, n8n, simulator } = world;
	const credentials = await credentialsOf(world);
	const example = setUp(readExample(file), credentials);
	const { id } = await n8n.api.createWorkflow({
		...example,
		// The note says what to set up, which is not part of the picture; what is pinned would be marked.
		nodes: example.nodes.filter(({ type }) => type !== STICKY_NOTE),
		pinData: {},
	});
	simulator.clearJournal();
	await page.setViewportSize(CANVAS_SIZE);
	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
	await page.addStyleTag({ content: CANVAS_ONLY });
	await page.getByTestId('zoom-to-fit').dispatchEvent('click');
	await untilStill(page);
	await page.screenshot({
		path: path.join(FOLDER, pictureOf(file)),
		animations: 'disabled',
		clip: await boundsOf(page),
	});
}

let credentials: ReturnType<typeof createCredentials> | undefined;

/** Made once: the pictures only show that there are some. */
async function credentialsOf({ n8n, simulator }: World): ReturnType<typeof createCredentials> {
	credentials ??= createCredentials(n8n.api, simulator, {
		url: simulator.url,
		calls: [],
		issueState: 'open',
	});
	return await credentials;
}

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** The part of the canvas with nodes, and the names below and beside them, which grow with the nodes. */
async function boundsOf(page: Page): Promise<Box> {
	const boxesOf = async (what: string): Promise<Box[]> =>
		await page.locator(what).evaluateAll((all) =>
			all.map((one) => {
				const { x, y, width, height } = one.getBoundingClientRect();
				return { x, y, width, height };
			}),
		);
	const nodes = await boxesOf('.vue-flow__node');
	const lines = await boxesOf('.vue-flow__edge-path');
	const unit = Math.min(...nodes.map(({ height }) => height));
	expect(unit > 0 && unit < Infinity, 'no node is on the canvas');
	const left = Math.max(0, Math.min(...nodes.map(({ x }) => x)) - unit);
	const top = Math.max(0, Math.min(...nodes.map(({ y }) => y)) - unit / 2);
	const right = Math.max(...nodes.map(({ x, width }) => x + width)) + unit;
	const bottom = Math.max(
		...nodes.map(({ y, height }) => y + height + unit),
		...lines.map(({ y, height }) => y + height + unit / 2),
	);
	return {
		x: left,
		y: top,
		width: Math.min(right, CANVAS_SIZE.width) - left,
		height: Math.min(bottom, CANVAS_SIZE.height) - top,
	};
}

/** Waits until two screenshots in a row are the same: nothing is drawn or moved any longer. */
async function untilStill(page: Page): Promise<void> {
	let before: Buffer | undefined;
	for (let attempt = 0; attempt < 20; attempt++) {
		const now = await page.screenshot({ animations: 'disabled', caret: 'hide' });
		if (before?.equals(now)) return;
		before = now;
		await page.waitForTimeout(150);
	}
}

/** n8n takes what is pasted from an event; a headless browser has no clipboard of its own. */
async function paste(page: Page, text: string): Promise<void> {
	await page.evaluate((pasted) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', pasted);
		document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
	}, text);
}

async function pasteFilters({ page, n8n }: World): Promise<void> {
	const docs = fs.readFileSync(path.join(projectRoot, 'docs', 'filters.md'), 'utf8');
	const nodes = [...docs.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, json = '']) => json);
	expect(nodes.length >= 10, 'there are no nodes on the page');
	await page.goto(`${n8n.url}/workflow/new`);
	await page.getByTestId('canvas-add-button').waitFor();
	for (const [index, node] of nodes.entries()) {
		await paste(page, node);
		await page.getByTestId('canvas-node').nth(index).waitFor();
		// n8n ignores what is pasted within a second of the last time.
		await page.waitForTimeout(PASTE_PAUSE_MS);
	}
}

async function takeFirstRequest(world: World): Promise<void> {
	const { page, n8n } = world;
	await credentialsOf(world);
	const frames: Frame[] = [];
	const shoot = async (ms: number): Promise<void> => {
		const picture = readPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
		frames.push({ picture, ms });
	};
	const settleAndShoot = async (ms: number): Promise<void> => {
		await untilStill(page);
		await shoot(ms);
	};
	await page.setViewportSize(ANIMATION_SIZE);
	await page.goto(`${n8n.url}/workflow/new`);
	await page.getByTestId('canvas-add-button').waitFor();
	await settleAndShoot(1200);
	// Before n8n has arranged its triggers, it finds this one by its own name.
	await pickNode(page, 'canvas-add-button', 'manual', '(Trigger manually|Manual Trigger)');
	await page.getByTestId('canvas-node').first().waitFor();
	await settleAndShoot(900);
	await pickNode(page, 'node-creator-plus-button', 'serviceops', 'ServiceOps');
	const action = page.getByTestId('node-creator').getByText('Create request', { exact: true });
	await action.scrollIntoViewIfNeeded();
	await action.hover();
	await settleAndShoot(1800);
	await action.click();
	await page.getByTestId('ndv').waitFor();
	await input(page, 'subject').waitFor();
	await settleAndShoot(1500);
	await typeSlowly('Laptop does not start', async (text) => {
		await input(page, 'subject').fill(text);
		await shoot(250);
	});
	await pickFromList(page, 'requesterEmail', 'anna', /anna/i, async () => {
		await settleAndShoot(1500);
	});
	await settleAndShoot(900);
	await execute(page);
	await output(page)
		.getByText(/INC-\d+/)
		.first()
		.waitFor();
	await untilToastsAreGone(page);
	await settleAndShoot(4000);
	fs.writeFileSync(path.join(FOLDER, FIRST_REQUEST), writeGif(frames));
}

/** Calls with longer and longer parts of a text, as if somebody typed it. */
async function typeSlowly(text: string, show: (typed: string) => Promise<void>): Promise<void> {
	for (let length = 4; length < text.length; length += 6) await show(text.slice(0, length));
	await show(text);
}
