import type { Progress } from './install';
import { runProcess, temporaryFolder } from './processes';
import { nodeProcess, path } from '../support/node';

/**
 * Installs a package of Debian with apt-get, unless what is needed of it is there; through sudo for a user who may, as in
 * the dev container. Nothing is downloaded from the makers of the program.
 */
export async function installDebianPackage(
	name: string,
	isThere: () => boolean,
	progress: Progress,
): Promise<void> {
	if (isThere()) return;
	const folder = temporaryFolder('apt');
	const options = {
		cwd: folder,
		logFile: path.join(folder, 'apt.log'),
		onTick: (seconds: number) => {
			progress(`  apt-get is running (${seconds} s)`);
		},
	};
	progress(`Installing ${name} with apt-get`);
	// Nobody is there to answer the questions of a package, or of sudo.
	const aptGet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
	const [command = '', ...args] = nodeProcess.getuid?.() === 0 ? aptGet : ['sudo', '-n', ...aptGet];
	await runProcess(command, [...args, 'update'], options);
	await runProcess(command, [...args, 'install', '-y', '--no-install-recommends', name], options);
	if (!isThere()) throw new Error(`Debian's package ${name} does not bring what is needed of it`);
}
