import { serializeByKey } from '../values/concurrency';

/*
 * Items run several at a time, but writes to the same record have to happen in the order of the input: the last status
 * of three wins, and notes are in order. Which record an item is about may only be known after a lookup.
 */

export interface RecordOrder {
	/**
	 * Does something with a record after everything that earlier items do with the same record.
	 *
	 * @param record identifies the server and the record
	 */
	inOrder<T>(itemIndex: number, record: string, work: () => Promise<T>): Promise<T>;
	/** Notes that an item will not write to another record, or has ended. */
	finish(itemIndex: number): void;
}

interface Announcement {
	/** Resolves once this item and all earlier ones have their place in a record's queue, or have ended. */
	known: Promise<void>;
	announce: () => void;
}

/** Shared by all runs of this process, so that two executions do not write to one record at the same time either. */
const serialize = serializeByKey();

/** @param count how many items there are; they begin in order */
export function keepRecordOrder(count: number): RecordOrder {
	let known = Promise.resolve();
	const announcements = Array.from({ length: count }, (): Announcement => {
		let announce: () => void = () => undefined;
		const own = new Promise<void>((resolve) => (announce = resolve));
		known = known.then(async () => await own);
		return { announce, known };
	});
	const announce = (itemIndex: number): void => announcements[itemIndex]?.announce();
	return {
		inOrder: async (itemIndex, record, work) => {
			await announcements[itemIndex - 1]?.known;
			const done = serialize(record, work);
			// Only now that it has its place in the queue may the next item take one.
			announce(itemIndex);
			return await done;
		},
		finish: announce,
	};
}
