/**
 * A real browser in n8n's editor: adds the node from the panel, fills in forms by hand, runs the main operations, looks at
 * both triggers, the errors and the icons, and reads what is shown.
 *
 *   tsx test/e2e/ui.ts [folder for the screenshots] [--picture | --canvas]
 *
 * `--picture` also renews the pictures of the documentation, `--canvas` only those of workflows and of the first request.
 */
import { selectors, type Page } from 'playwright-core';

import { startBrowser } from './browser';
import { expectEqual, startChecks } from './checks';
import { cacheFolder, printProgress } from './install';
import type { CredentialReference } from './n8nApi';
import { pictureSteps } from './pictures';
import { print, runScript } from './processes';
import { startSession } from './session';
import { byHandSteps } from './ui/byHand';
import { credentialSteps } from './ui/credential';
import { watchHands } from './ui/hand';
import { lookSteps } from './ui/look';
import { newcomerSteps } from './ui/newcomer';
import { triggerSteps } from './ui/triggers';
import { NORMAL, type World } from './ui/world';
import { CREDENTIAL_TYPE } from './workflows';
import { LOGIN } from '../simulator';
import { fs, nodeProcess, path, projectRoot } from '../support/node';

const STILL = { animations: 'disabled', caret: 'hide' } as const;
const PICTURES = path.join(projectRoot, 'docs', 'images');

/** What n8n itself reports in the console, whatever the node does. */
const NOT_OURS = [
	/\/rest\/login$/,
	/^https:\/\/registry\.npmjs\.org\//,
	/^https:\/\/[\w.-]*n8n\.io\//,
	// The editor asks for the shape of every node's output; not all of n8n's own have one.
	/\/schemas\/n8n-nodes-base\./,
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

/** Numbers the screenshots, and takes those that the documentation shows once more for it. */
function camera(page: Page, folder: string, isForDocs: boolean): World['take'] {
	let count = 0;
	return async (name, picture, part) => {
		count += 1;
		const file = path.join(folder, `${String(count).padStart(2, '0')}-${name}.png`);
		await page.screenshot({ ...STILL, path: file });
		if (picture === undefined || !isForDocs) return;
		await (part ?? page).screenshot({ ...STILL, path: path.join(PICTURES, `${picture}.png`) });
	};
}

async function main(): Promise<number> {
	const isCanvasOnly = nodeProcess.argv.includes('--canvas');
	const isForDocs = nodeProcess.argv.includes('--picture');
	const [given] = nodeProcess.argv.slice(2).filter((argument) => !argument.startsWith('--'));
	const folder = given ?? path.join(cacheFolder(), 'screenshots');
	fs.mkdirSync(folder, { recursive: true });
	const progress = printProgress();
	const { check, finish } = startChecks();
	selectors.setTestIdAttribute('data-test-id');
	const { n8n, simulator } = await startSession(progress);
	const context = await startBrowser(progress);
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	await page.setViewportSize(NORMAL);
	// n8n's hint that output can be pinned would cover the output.
	await page.addInitScript(() => {
		localStorage.setItem('N8N_PIN_DATA_DISCOVERY_NDV', 'true');
	});
	await page.addInitScript(watchHands);
	const errors = watchErrors(page);

	let credential: Promise<CredentialReference> | undefined;
	const world: World = {
		page,
		n8n,
		simulator,
		credential: async () => {
			credential ??= n8n.api.createCredential('ServiceOps', CREDENTIAL_TYPE, {
				...LOGIN,
				serverUrl: simulator.url,
				authentication: 'password',
			});
			return await credential;
		},
		take: camera(page, folder, isForDocs),
	};
	const isNewcomerOnly = nodeProcess.argv.includes('--newcomer');
	const forms = [newcomerSteps, credentialSteps, byHandSteps, triggerSteps, lookSteps];
	const themes = isNewcomerOnly
		? [newcomerSteps]
		: isCanvasOnly
			? [pictureSteps]
			: isForDocs
				? [...forms, pictureSteps]
				: forms;
	for (const steps of themes) {
		if (steps === credentialSteps) {
			// As new: with a stored credential n8n does not ask for one.
			await n8n.api.deleteCredentials();
			credential = undefined;
		}
		for (const [name, run] of steps(world)) {
			if (await check(name, run)) continue;
			await world.take('failed');
			// Without a credential that is open and tested, the next step has nothing to work on.
			if (steps === credentialSteps) break;
		}
	}
	await check('the browser console is free of errors', () => {
		expectEqual(errors, [], 'errors');
	});
	print(`Screenshots: ${folder}`);
	return finish();
}

void runScript(main);
