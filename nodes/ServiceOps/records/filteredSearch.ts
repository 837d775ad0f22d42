import { isRefusal } from '../transport/errors';
import type { Row } from '../transport/page';
import type { Qualification } from '../transport/qualification';
import type { DateOrder } from '../values/rowTime';

/** What to search for, and what to check afterwards. */
export interface FilteredSearch {
	qualification: Qualification;
	/**
	 * Whether a row meets the conditions that the server cannot apply, or is known to ignore.
	 *
	 * @param order which number comes first in dates, where the text itself does not tell
	 */
	keep: (row: Row, order?: DateOrder) => boolean;
	/** The same, without those on times. */
	keepButTimes?: (row: Row) => boolean;
	/** For servers that reject conditions on times: the search without them, if there are any. */
	withoutTimes?: Qualification;
	/** Whether `keep` decides what the server cannot, so that only the rows can be counted. */
	isByRows?: boolean;
	/**
	 * Finds out whether the server ignores conditions that rows did not meet: from then on, `keep` applies them too.
	 *
	 * @param isThorough whether to check all conditions, not only those in doubt
	 * @returns whether it has found such a condition
	 */
	settle?: (isThorough?: boolean) => Promise<boolean>;
	/** Once all rows have been read: says which names in the conditions no row has. */
	describeUnseen?: () => string | undefined;
	/** What the user should know about how the conditions are applied. */
	note?: string;
}

/** Remembers whether the server rejects conditions on times. Plain data, so that it can be stored. */
export interface TimeConditions {
	refusesTimes?: boolean;
}

/**
 * Reads with conditions on times, and without them if the server rejects those; again if it turns out to ignore others. The returned rows still have to pass
 * `keep`.
 *
 * @param memory changed once a server is found to reject them: from then on they are left out from the start
 * @param read reads a page, or all of them, of a search
 * @throws what the last attempt threw
 */
export async function readFiltered<T>(
	search: FilteredSearch,
	memory: TimeConditions,
	read: (qualification: Qualification) => Promise<T>,
): Promise<T> {
	const result = await readUnlessRefused(search, memory, read);
	return (await search.settle?.()) ? await readUnlessRefused(search, memory, read) : result;
}

async function readUnlessRefused<T>(
	{ qualification, withoutTimes }: FilteredSearch,
	memory: TimeConditions,
	read: (qualification: Qualification) => Promise<T>,
): Promise<T> {
	if (!withoutTimes) return await read(qualification);
	if (memory.refusesTimes) return await read(withoutTimes);
	return await read(qualification).catch(async (error: unknown) => {
		if (!isRefusal(error)) throw error;
		const result = await read(withoutTimes);
		memory.refusesTimes = true;
		return result;
	});
}
