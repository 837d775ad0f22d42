import type { Progress } from './install';
import { runProcess, temporaryFolder } from './processes';
import { nodeProcess, path } from '../support/node';

/**
 * Installs a package of Debian with apt-get, unless what is needed of it is there. Nothing is downloaded from the
 * makers of the program.
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
		// Nobody is there to answer the questions of a package.
		env: { ...nodeProcess.env, DEBIAN_FRONTEND: 'noninteractive' },
		logFile: path.join(folder, 'apt.log'),
		onTick: (seconds: number) => {
			progress(`  apt-get is running (${seconds} s)`);
		},
	};
	progress(`Installing ${name} with apt-get`);
	await runProcess('apt-get', ['update'], options);
	await runProcess('apt-get', ['install', '-y', '--no-install-recommends', name], options);
	if (!isThere()) throw new Error(`Debian's package ${name} does not bring what is needed of it`);
}
