import { chromium, type BrowserContext } from 'playwright-core';

import type { Progress } from './install';
import { onEnd, runProcess, temporaryFolder } from './processes';
import { fs, path } from '../support/node';

const CHROMIUM = '/usr/bin/chromium';

/** Debian's Chromium, installed if it is not there. Nothing is downloaded from the browser's maker. */
async function installChromium(progress: Progress): Promise<void> {
	if (fs.existsSync(CHROMIUM)) return;
	const folder = temporaryFolder('apt');
	const logFile = path.join(folder, 'apt.log');
	const onTick = (seconds: number): void => {
		progress(`  apt-get is running (${seconds} s)`);
	};
	progress('Installing Chromium with apt-get');
	await runProcess('apt-get', ['update'], { cwd: folder, logFile, onTick });
	await runProcess('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
		cwd: folder,
		logFile,
		onTick,
	});
}

/** Starts a headless browser that reaches nothing but loopback. */
export async function startBrowser(progress: Progress): Promise<BrowserContext> {
	await installChromium(progress);
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
