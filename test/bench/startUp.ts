import type { Gateway } from '../e2e/gateway';
import type { Tarball } from '../e2e/install';
import { startN8n } from '../e2e/n8nServer';
import { temporaryFolder } from '../e2e/processes';

/** From the start of the process until n8n answers, in ms, one entry for each start. */
export interface StartUp {
	without: number[];
	with: number[];
}

/** Starts n8n again and again, in turns without the package and with it installed. */
export async function measureStartUp(
	gateway: Gateway,
	tarball: Tarball,
	runs: number,
): Promise<StartUp> {
	const measured: StartUp = { without: [], with: [] };
	const folders = { without: temporaryFolder('start-bare'), with: temporaryFolder('start-full') };
	const start = async (kind: keyof StartUp) =>
		await startN8n({ gateway, userFolder: folders[kind] });
	// The first start makes the database and is not counted.
	for (const kind of ['without', 'with'] as const) {
		const n8n = await start(kind);
		if (kind === 'with') await n8n.api.installPackage(tarball.name);
		await n8n.stop();
	}
	for (let run = 0; run < runs; run++) {
		// Neither kind always comes second, when the files of n8n are in memory.
		const order = run % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const);
		for (const kind of order) {
			const n8n = await start(kind);
			measured[kind].push(n8n.readyAfterMs);
			await n8n.stop();
		}
	}
	return measured;
}
