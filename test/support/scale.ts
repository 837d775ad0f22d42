/**
 * How much the long tests do. `npm test` runs each of them in small; `npm run test:full`, a layer of `.ci/run`, runs them at
 * the size that the documentation speaks of.
 */
import { nodeProcess } from './node';

export const isFull = nodeProcess.env.SERVICEOPS_TESTS === 'full';

/**
 * @param full the size, length or number of repetitions in `npm run test:full`
 * @param quick the same in `npm test`: enough to pass through every branch that the test is about
 */
export const scaled = (full: number, quick: number): number => (isFull ? full : quick);

/**
 * @param every in `npm test`, one of so many is taken, each time another one of them: cases are often listed in a grid
 * @returns all of the cases in `npm run test:full`
 */
export const sample = <T>(cases: readonly T[], every: number): T[] =>
	cases.filter((_, index) => isFull || index % every === Math.floor(index / every) % every);
