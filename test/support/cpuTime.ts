import { nodeProcess } from './node';

/**
 * Starts a stopwatch that runs with this process only: on a busy machine, a clock would count the others' work too.
 *
 * @returns the time of the processor since then, in ms
 */
export function cpuStopwatch(): () => number {
	const start = nodeProcess.cpuUsage();
	return () => {
		const { user, system } = nodeProcess.cpuUsage(start);
		return (user + system) / 1000;
	};
}
