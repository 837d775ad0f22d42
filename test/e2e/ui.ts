/**
 * A real browser in n8n's editor: adds the node from the panel, fills in both forms by hand and reads the result.
 *
 *   tsx test/e2e/ui.ts [folder for the screenshots] [--picture]
 *
 * `--picture` also renews the picture of the README.
 */
import { selectors, type Page } from 'playwright-core';

import { startBrowser } from './browser';
import { expect, expectEqual, startChecks } from './checks';
import { cacheFolder, printProgress } from './install';
import { OWNER } from './n8nServer';
import { print, runScript } from './processes';
import { startSession } from './session';
import { LOGIN } from '../simulator';
import { modules } from '../../nodes/ServiceOps/operations';
import { delay, fs, nodeProcess, path, projectRoot } from '../support/node';

const PICTURE = path.join(projectRoot, 'docs', 'images', 'editor.png');
const NORMAL = { width: 1280, height: 800 };
/** High enough to show a whole form at once. */
const TALL = { width: 1280, height: 1250 };

/** The first steps build on each other. */
const NEEDED_STEPS = 5;

/** What n8n itself reports in the console, whatever the node does. */
const NOT_OURS = [
	/\/rest\/login$/,
	/^https:\/\/registry\.npmjs\.org\//,
	/^https:\/\/[\w.-]*n8n\.io\//,
];

/** Collects what goes wrong inside the page. */
function watchErrors(page: Page): string[] {
	const errors: string[] = [];
	page.on('console', (message) => {
		const { url } = message.location();
		if (message.type() === 'error' && !NOT_OURS.some((pattern) => pattern.test(url))) {
			errors.push(`${message.text()} (${url})`);
		}
	});
	page.on('pageerror', (error) => errors.push(error.message));
	return errors;
}

async function logIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email], input[name=emailOrLdapLoginId]').first().fill(OWNER.email);
	await page.locator('input[type=password]').fill(OWNER.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((address) => !address.pathname.includes('signin'));
}

/**
 * Opens the nodes panel and takes a node from it. Tried several times, because the editor closes the panel when it
 * finishes loading behind it.
 */
async function pickNode(page: Page, button: string, search: string, name: string): Promise<void> {
	const bar = page.getByTestId('node-creator-search-bar');
	const item = page
		.getByTestId('node-creator-item-name')
		.filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
		.first();
	for (let attempt = 1; ; attempt += 1) {
		try {
			if (!(await bar.isVisible())) await page.getByTestId(button).click({ timeout: 5_000 });
			await bar.fill(search, { timeout: 5_000 });
			await item.click({ timeout: 5_000 });
			return;
		} catch (error) {
			expect(attempt < 4, `could not take ${name} from the nodes panel: ${String(error)}`);
		}
	}
}

const input = (page: Page, name: string) =>
	page.getByTestId(`parameter-input-${name}`).locator('input').first();

/** Opens a drop-down of the form and takes one of its choices. */
async function choose(page: Page, name: string, choice: string): Promise<void> {
	await page.getByTestId(`parameter-input-${name}`).first().click();
	await page
		.locator('[data-test-id=parameter-input-item]:visible, .el-select-dropdown__item:visible')
		.filter({ hasText: new RegExp(`^\\s*${choice}`) })
		.first()
		.click();
}

async function addField(page: Page, name: string): Promise<void> {
	await page.getByTestId('collection-parameter-add').first().click();
	await page
		.locator('[data-test-id=collection-parameter-option]:visible')
		.filter({ hasText: name })
		.first()
		.click();
}

async function main(): Promise<number> {
	const [given] = nodeProcess.argv.slice(2).filter((argument) => !argument.startsWith('--'));
	const folder = given ?? path.join(cacheFolder(), 'screenshots');
	fs.mkdirSync(folder, { recursive: true });
	const progress = printProgress();
	const { check, finish } = startChecks();
	selectors.setTestIdAttribute('data-test-id');
	const { n8n, simulator } = await startSession(progress);
	const context = await startBrowser(progress);
	const page = await context.newPage();
	page.setDefaultTimeout(30_000);
	const errors = watchErrors(page);

	let count = 0;
	const take = async (name: string): Promise<string> => {
		count += 1;
		const file = path.join(folder, `${String(count).padStart(2, '0')}-${name}.png`);
		await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
		return file;
	};
	/** Whether the server gets such a call within a few seconds, and takes it. */
	const answered = async (method: string, address: string | RegExp): Promise<boolean> => {
		for (let attempt = 0; attempt < 50; attempt += 1) {
			const [call] = simulator.calls({ method, path: address });
			if (call !== undefined && call.status > 0) return call.status < 300;
			await delay(100);
		}
		return false;
	};
	const steps: Array<[string, () => Promise<void>]> = [];
	const step = (name: string, run: () => Promise<void>): void => {
		steps.push([name, run]);
	};

	const actions = modules.flatMap((module) => module.actions).length;
	step(`the nodes panel offers ServiceOps with its ${actions} actions`, async () => {
		await logIn(page, n8n.url);
		await page.goto(`${n8n.url}/workflow/new`);
		await pickNode(page, 'canvas-add-button', 'Manual', 'Trigger manually');
		await pickNode(page, 'node-creator-plus-button', 'ServiceOps', 'ServiceOps');
		await page.getByText(`Actions (${actions})`).waitFor();
		await page.setViewportSize(TALL);
		await take('actions');
		await page.setViewportSize(NORMAL);
		await page
			.getByTestId('node-creator')
			.getByText(/^Create( a)? request$/)
			.click();
		await page.getByTestId('node-credentials-slot').waitFor();
	});
	step('the credential form has what an API key needs, and no more', async () => {
		await page.getByTestId('node-credentials-slot').getByRole('button').first().click();
		await page.getByTestId('editCredential-modal').waitFor();
		await page.setViewportSize(TALL);
		await choose(page, 'authentication', 'API Key');
		await input(page, 'apiKey').waitFor();
		expectEqual(await input(page, 'password').count(), 0, 'password fields');
		await take('credential-api-key');
	});
	step('the credential form says what is wrong with a wrong password', async () => {
		await choose(page, 'authentication', 'OAuth');
		await input(page, 'serverUrl').fill(simulator.url);
		await input(page, 'clientId').fill(LOGIN.clientId);
		await input(page, 'clientSecret').fill(LOGIN.clientSecret);
		await input(page, 'username').fill(LOGIN.username);
		await input(page, 'password').fill('not-the-password');
		await take('credential-password');
		await page.getByTestId('credential-save-button').click();
		await page.getByText('More details').click();
		await page.getByText('refused the Username or Password').first().waitFor();
		await take('credential-refused');
	});
	step('the credential form accepts the right password: the test is green', async () => {
		await input(page, 'password').fill(LOGIN.password);
		await page.getByTestId('credential-save-button').click();
		// n8n closes the form by itself once the test has passed.
		await page.getByTestId('editCredential-modal').waitFor({ state: 'hidden' });
		await page.getByTestId('credential-edit-button').click();
		await page.getByText('Connection tested successfully').waitFor();
		await take('credential-green');
		// Not Escape: that would close the node behind it too.
		await page
			.getByTestId('editCredential-modal')
			.locator('.el-dialog__headerbtn, [aria-label*="lose"]')
			.first()
			.click();
		await page.getByTestId('editCredential-modal').waitFor({ state: 'hidden' });
		await page.setViewportSize(NORMAL);
	});
	step('Request: Create is filled in by hand and executed', async () => {
		await input(page, 'subject').fill('Laptop does not start');
		await input(page, 'requesterEmail').fill('requester@example.com');
		await addField(page, 'Priority');
		await page
			.getByTestId('parameter-input-priorityName')
			.locator('[data-test-id=rlc-input]')
			.click();
		await page
			.locator('[data-test-id=rlc-item]:visible')
			.filter({ hasText: /^\s*High/ })
			.first()
			.click();
		await page.getByTestId('node-execute-button').click();
		const output = page.getByTestId('output-panel');
		await output
			.getByText(/INC-\d+/)
			.first()
			.waitFor();
		const [created] = simulator.calls({ method: 'POST', path: '/api/v1/request' });
		expect(created !== undefined && created.status < 300, 'nothing was created');
		await take('request-created');
	});
	step('Request: Get finds the record in its list', async () => {
		await choose(page, 'operation', 'Get(?! Many)');
		const locator = page
			.getByTestId('parameter-input-recordId')
			.or(page.getByTestId('resource-locator-recordId'));
		await locator.locator('[data-test-id=rlc-input]').first().click();
		const search = page.locator('[data-test-id=rlc-search]:visible').first();
		await search.waitFor();
		await page.locator('[data-test-id=rlc-item]:visible').first().waitFor();
		await take('record-list');
		await search.pressSequentially('Laptop does not');
		await page
			.locator('[data-test-id=rlc-item]:visible')
			.filter({ hasText: 'Laptop does not start' })
			.first()
			.click();
		simulator.clearJournal();
		await page.getByTestId('node-execute-button').click();
		// The panel still shows the result of the step before, so the server is asked.
		expect(await answered('GET', /\/request\/\d+$/), 'the request was not read');
		await page.getByTestId('output-panel').getByText('Laptop does not start').first().waitFor();
		await take('request-read');
	});
	step('Request: Get Many shows a table of requests', async () => {
		await choose(page, 'operation', 'Get Many');
		await page.getByTestId('node-execute-button').click();
		await page.getByTestId('output-panel').getByText('50 items').first().waitFor();
		// It would cover a corner of the picture.
		await page.getByText('Node executed successfully').first().waitFor({ state: 'hidden' });
		const file = await take('request-get-many');
		if (nodeProcess.argv.includes('--picture')) {
			fs.mkdirSync(path.dirname(PICTURE), { recursive: true });
			fs.copyFileSync(file, PICTURE);
		}
	});
	step('Request: Update, Asset: Create and Change: Create open', async () => {
		await page.setViewportSize(TALL);
		await choose(page, 'operation', 'Update');
		await take('request-update');
		await choose(page, 'resource', 'Asset');
		await choose(page, 'operation', 'Create');
		await take('asset-create');
		await choose(page, 'resource', 'Change');
		await choose(page, 'operation', 'Create');
		await take('change-create');
	});
	step('a field that was added and left empty is left out', async () => {
		await page.setViewportSize(NORMAL);
		await choose(page, 'resource', 'Request');
		await choose(page, 'operation', 'Create');
		await input(page, 'subject').fill('Docking station has no picture');
		await input(page, 'requesterEmail').fill('requester@example.com');
		await addField(page, 'Urgency');
		simulator.clearJournal();
		await page.getByTestId('node-execute-button').click();
		const sent = await answered('POST', '/api/v1/request');
		await take('request-with-an-empty-field');
		expect(sent, 'the request was not created');
	});
	step('custom fields of the form are offered with their types, and sent', async () => {
		await page.setViewportSize(TALL);
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
		simulator.clearJournal();
		await page.getByTestId('node-execute-button').click();
		const sent = await answered('POST', '/api/v1/request');
		await take('request-with-mapped-fields');
		expect(sent, 'the request was not created');
		const [created] = simulator.calls({ method: 'POST', path: '/api/v1/request' });
		const { customField } = created?.body as Record<string, unknown>;
		expectEqual(customField, { 'New Number': 7, 'New Radio': 'B' }, 'custom fields');
	});
	step('the browser console is free of errors', async () => {
		await Promise.resolve();
		expectEqual(errors, [], 'errors');
	});

	for (const [index, [name, run]] of steps.entries()) {
		if (await check(name, run)) continue;
		await take('failed');
		// Without a node, a credential and a result there is nothing for the others to look at.
		if (index < NEEDED_STEPS) break;
	}
	print(`Screenshots: ${folder}`);
	return finish();
}

void runScript(main);
