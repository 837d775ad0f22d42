/** Nobody sets a larger maximum, or one that is not round. */
const LARGEST_MAXIMUM = 10_000;
const ROUND = 50;

/** Whether a number of records may be the most that a server finds with one search. */
export const mayBeMaximum = (count: number): boolean =>
	count > 0 && count <= LARGEST_MAXIMUM && count % ROUND === 0;
