/** n8n's editor, as a person's hands and eyes use it. */
import type { Locator, Page } from 'playwright-core';

import { expect } from '../checks';
import { OWNER } from '../n8nServer';
import { delay } from '../../support/node';

export async function logIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	const email = page.locator('input[type=email], input[name=emailOrLdapLoginId]').first();
	const isElsewhere = (address: URL): boolean => !address.pathname.includes('signin');
	await Promise.race([email.waitFor(), page.waitForURL(isElsewhere)]);
	// Whoever is logged in already is sent on.
	if (isElsewhere(new URL(page.url()))) return;
	await email.fill(OWNER.email);
	await page.locator('input[type=password]').fill(OWNER.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL(isElsewhere);
}

// ---- the nodes panel ------------------------------------------------------------------------------------------

const exactly = (text: string): RegExp => new RegExp(`^\\s*${text}\\s*$`);

/** An entry of the nodes panel. */
export const panelItem = (page: Page, name: string): Locator =>
	page
		.getByTestId('node-creator-item-name')
		.filter({ hasText: exactly(name) })
		.first();

/**
 * Opens the nodes panel, searches and does something with what is there. Tried several times, because the editor closes
 * the panel when it finishes loading behind it.
 */
export async function searchPanel(
	page: Page,
	button: string,
	search: string,
	use: () => Promise<void>,
): Promise<void> {
	const bar = page.getByTestId('node-creator-search-bar');
	for (let attempt = 1; ; attempt += 1) {
		try {
			if (!(await bar.isVisible())) await page.getByTestId(button).click({ timeout: 5_000 });
			await bar.fill(search, { timeout: 5_000 });
			await use();
			return;
		} catch (error) {
			expect(attempt < 4, `the nodes panel, searched for "${search}": ${String(error)}`);
			// As a person begins anew: an attempt that came late may have opened another view of the panel.
			await page.keyboard.press('Escape');
			const isFirstNode = button === 'canvas-add-button';
			if (isFirstNode && !(await page.getByTestId(button).isVisible())) return;
		}
	}
}

/** Takes a node from the nodes panel. */
export async function pickNode(
	page: Page,
	button: string,
	search: string,
	name: string,
): Promise<void> {
	await searchPanel(page, button, search, async () => {
		// A click that came late in an attempt before has opened its actions already.
		if (await page.getByTestId('nodes-list-header').getByText(exactly(name)).isVisible()) {
			await page.getByTestId('node-creator-search-bar').fill('');
			return;
		}
		await panelItem(page, name).click({ timeout: 5_000 });
	});
}

// ---- the form of a node ---------------------------------------------------------------------------------------

/** The first input of a parameter, anywhere on the page. */
export const input = (page: Page, name: string): Locator =>
	page.getByTestId(`parameter-input-${name}`).locator('input:visible, textarea:visible').first();

/** Types as a person does: a click into the field, then key by key. */
export async function type(page: Page, name: string, text: string): Promise<void> {
	await input(page, name).click();
	await input(page, name).pressSequentially(text, { delay: 20 });
	// The form takes over what was typed a moment later; on a busy machine it may drop a key.
	for (let attempt = 1; attempt < 4; attempt += 1) {
		await delay(300);
		if ((await input(page, name).inputValue()) === text) return;
		await input(page, name).fill(text);
	}
}

const CHOICES =
	'[data-test-id=parameter-input-item]:visible, .el-select-dropdown__item:visible, [role=option]:visible';

/** Opens a drop-down of the form and takes the choice that starts so. */
export async function choose(page: Page, name: string, choice: string, at = 0): Promise<void> {
	await page.getByTestId(`parameter-input-${name}`).nth(at).click();
	await page
		.locator(CHOICES)
		.filter({ hasText: new RegExp(`^\\s*${choice}`) })
		.first()
		.click();
}

/** The form is complete once the custom fields have come from the server; until then it is drawn anew again and again. */
export async function untilFieldsAreThere(page: Page): Promise<void> {
	for (const text of ['Loading fields...', 'Fetching fields']) {
		await page.getByText(text).first().waitFor({ state: 'hidden' });
	}
}

/** Adds a field to the collection whose button says so, such as "Add Field". */
export async function addField(page: Page, name: string, button = 'Add Field'): Promise<void> {
	await page
		.getByTestId('collection-parameter-add')
		.filter({ has: page.getByPlaceholder(button, { exact: true }) })
		.first()
		.click();
	await page
		.locator('[data-test-id=collection-parameter-option]:visible')
		.filter({ hasText: exactly(name) })
		.first()
		.click();
}

const appears = async (what: Locator): Promise<boolean> =>
	await what.waitFor({ timeout: 15_000 }).then(
		() => true,
		() => false,
	);

/** Opens the list of a resource locator, searches as one types, and takes the entry that contains the text. */
export async function pickFromList(
	page: Page,
	name: string,
	typed: string,
	entry: string | RegExp,
	whenOpen?: () => Promise<void>,
): Promise<void> {
	const locator = page
		.getByTestId(`parameter-input-${name}`)
		.or(page.getByTestId(`resource-locator-${name}`));
	const items = page.locator('[data-test-id=rlc-item]:visible');
	// n8n empties an open list when something else in the form has changed, and then fills it no more.
	for (let attempt = 1; attempt < 4; attempt += 1) {
		await locator.locator('[data-test-id=rlc-input]').first().click();
		if (await appears(items.first())) break;
	}
	if (typed !== '') {
		await page.locator('[data-test-id=rlc-search]:visible').first().pressSequentially(typed);
	}
	const wanted = items.filter({ hasText: entry }).first();
	await wanted.waitFor();
	await whenOpen?.();
	await wanted.click();
}

/** Opens a node of a saved workflow. */
export async function openNode(page: Page, workflowUrl: string, nodeName: string): Promise<void> {
	const close = page.getByTestId('ndv-close-button');
	if (!page.url().startsWith(workflowUrl)) await page.goto(workflowUrl);
	else if (await close.isVisible()) await close.click();
	await page
		.getByTestId('canvas-node')
		.filter({ has: page.getByText(nodeName, { exact: true }) })
		.first()
		.dblclick();
	await page.getByTestId('ndv').waitFor();
}

/**
 * Executes the open node and waits until the editor has read the result. It forgets then which run it was waiting for; a
 * run that was started meanwhile would never be shown.
 */
export async function execute(page: Page): Promise<void> {
	const isResult = (url: string): boolean => /\/rest\/executions\/\d+$/.test(url);
	const result = page.waitForResponse((response) => isResult(response.url()));
	await page.getByTestId('node-execute-button').click();
	await (await result).finished();
}

/** The panel at the right with the result of a node. */
export const output = (page: Page): Locator => page.getByTestId('output-panel');

/** The first rows of the table in the output, by its headings from left to right. */
export async function readTable(page: Page): Promise<Array<Record<string, string>>> {
	const table = output(page).locator('table').first();
	await table.locator('tbody tr td').first().waitFor();
	const headings = await table.locator('thead th').allInnerTexts();
	const rows: Array<Record<string, string>> = [];
	for (const row of await table.locator('tbody tr').all()) {
		const cells = await row.locator('td').allInnerTexts();
		const named = cells.map((text, at): [string, string] => [headings[at]?.trim() ?? '', text]);
		rows.push(Object.fromEntries(named.filter(([name]) => name !== '')));
	}
	return rows;
}

/** n8n tells in a corner that a node was executed, or not, which would cover part of a picture. */
export async function untilToastsAreGone(page: Page): Promise<void> {
	const toast = page.locator('.el-notification:visible');
	for (let attempt = 1; attempt < 20 && (await toast.count()) > 0; attempt += 1) {
		await toast
			.first()
			.locator('.el-notification__closeBtn')
			.click({ timeout: 2_000 })
			.catch(() => undefined);
	}
}
