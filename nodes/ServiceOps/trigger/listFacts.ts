import type { TimeConditions } from '../records/filteredSearch';

/** What is known about a server's list, kept for the next poll. */
export interface ListFacts extends TimeConditions {
	/** Which end comes first, by time; unknown as long as all rows seen have the same time. */
	order?: 'ascending' | 'descending';
	/** Rows in the largest page so far: a shorter page may be the last one. */
	pageLength?: number;
	/** How many rows there were, as far as known; not kept for lists that start with the newest row. */
	length?: number;
	/** Lists that start with the oldest row: the offset of the first page that the next poll reads. */
	startAt?: number;
	/** The total that the server reported with the first page of the last poll. */
	total?: number;
}
