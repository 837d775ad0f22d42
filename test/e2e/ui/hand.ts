/** What hands do in the editor, counted by the events of the page. */
import type { Page } from 'playwright-core';

import { pickNode } from './editor';
import type { World } from './world';
import { print } from '../processes';

/** What the page has seen of hands since it was loaded. */
export interface Hand {
	/** The parameters of the form that were clicked into. */
	inputs: string[];
	clicks: number;
	keys: number;
}

/** Runs inside the page, from its beginning. */
export function watchHands(): void {
	const hand: Hand = { inputs: [], clicks: 0, keys: 0 };
	Object.assign(window, { hand });
	// n8n calls the box itself and the entries of lists so, too.
	const parameters =
		'[data-test-id^="parameter-input-"]:not([data-test-id$="-field"], [data-test-id$="-item"]), [data-test-id^="resource-locator-"]';
	window.addEventListener(
		'pointerdown',
		({ target }) => {
			hand.clicks += 1;
			const parameter = target instanceof Element ? target.closest(parameters) : null;
			const name = parameter?.getAttribute('data-test-id')?.split('-').at(-1);
			if (name !== undefined) hand.inputs.push(name);
		},
		true,
	);
	window.addEventListener('keydown', () => (hand.keys += 1), true);
}

const read = async (page: Page): Promise<Hand> =>
	await page.evaluate(() => structuredClone((window as unknown as { hand: Hand }).hand));

/** Does something and answers what it took. */
export async function count(page: Page, work: () => Promise<void>): Promise<Hand> {
	const before = await read(page);
	await work();
	const after = await read(page);
	return {
		inputs: [...new Set(after.inputs.slice(before.inputs.length))],
		clicks: after.clicks - before.clicks,
		keys: after.keys - before.keys,
	};
}

/** A person's pace: 100 ms a key, 1 s a click. */
export const secondsOf = ({ clicks, keys }: Hand): number => Math.round(clicks + keys / 10);

/** Prints what was counted. */
export function say(hand: Hand): void {
	const { inputs, clicks, keys } = hand;
	print(
		`        ${inputs.length} inputs (${inputs.join(', ')}), ${clicks} clicks, ${keys} keys, ${secondsOf(hand)} s`,
	);
}

/** Adds another node from the panel; n8n takes the only stored credential. */
export async function addAction({ page }: World, action: string): Promise<void> {
	const close = page.getByTestId('ndv-close-button');
	if (await close.isVisible()) await close.click();
	await pickNode(page, 'node-creator-plus-button', 'ServiceOps', 'ServiceOps');
	await page.getByTestId('node-creator').getByText(action, { exact: true }).click();
	await page.getByTestId('ndv').waitFor();
}
