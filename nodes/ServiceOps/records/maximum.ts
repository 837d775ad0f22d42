/** Nobody sets a larger maximum, or one that is not round. */
const LARGEST_MAXIMUM = 10_000;
/** Every maximum is a multiple of this. */
export const ANY_MAXIMUM = 50;
/** The maximum of most servers is a multiple of this. */
export const USUAL_MAXIMUM = 500;

/** Whether a number of records may be the most that a server finds with one search, if that is a multiple of `round`. */
export const mayBeMaximum = (count: number, round = ANY_MAXIMUM): boolean =>
	count > 0 && count <= LARGEST_MAXIMUM && count % round === 0;
