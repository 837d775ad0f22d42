import { chromium, type BrowserContext } from 'playwright-core';

import { installDebianPackage } from './debian';
import type { Progress } from './install';
import { onEnd, temporaryFolder } from './processes';
import { fs } from '../support/node';

const CHROMIUM = '/usr/bin/chromium';

/** Starts a headless browser that reaches nothing but loopback. */
export async function startBrowser(progress: Progress): Promise<BrowserContext> {
	await installDebianPackage('chromium', () => fs.existsSync(CHROMIUM), progress);
	const context = await chromium.launchPersistentContext(temporaryFolder('browser'), {
		executablePath: CHROMIUM,
		headless: true,
		viewport: { width: 1280, height: 800 },
		reducedMotion: 'reduce',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
	onEnd(async () => {
		await context.close();
	});
	// Pictures of nodes that n8n's editor would load from the internet, and the like.
	await context.route(
		({ hostname }) => hostname !== '127.0.0.1' && hostname !== 'localhost',
		async (route) => {
			await route.abort();
		},
	);
	return context;
}
