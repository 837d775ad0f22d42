import { startGateway } from './gateway';
import { installN8n, packTarball, type Progress } from './install';
import { startN8n, type N8nServer } from './n8nServer';
import { onEnd } from './processes';
import { startSimulator, type Simulator } from '../simulator';

/** A simulator and an n8n that has the packed package installed. */
export async function startSession(
	progress: Progress,
): Promise<{ n8n: N8nServer; simulator: Simulator }> {
	await installN8n(progress);
	progress('Starting the ServiceOps simulator and n8n');
	const tarball = await packTarball();
	const gateway = await startGateway(tarball);
	const simulator = await startSimulator({});
	onEnd(async () => {
		await simulator.close();
	});
	const n8n = await startN8n({ gateway });
	progress('Installing the package through the Community Nodes screen of n8n');
	await n8n.api.installPackage(tarball.name);
	return { n8n, simulator };
}
