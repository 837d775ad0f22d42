import type { TimeConditions } from '../records/filteredSearch';
import type { DateOrder } from '../values/rowTime';

/** What is known about a server's list, kept for the next poll. */
export interface ListFacts extends TimeConditions {
	/** Which end comes first, by time; unknown as long as all rows seen have the same time. */
	order?: 'ascending' | 'descending';
	/** Whether the server does not sort by time: then it is read by conditions on times. */
	isUnsorted?: boolean;
	/** Whether a page was sorted by time, and not by creation. */
	isOrderProven?: boolean;
	/** Up to which offset pages were read to see whether they are sorted. */
	checkedTo?: number;
	/** Whether there was no time to see by conditions on times whether the list is sorted. */
	isCheckLong?: boolean;
	/** Whether the server applies conditions on times; unknown before they were needed. */
	appliesTimes?: boolean;
	/** Whether the server rejects to be told what to sort by. */
	refusesOrder?: boolean;
	/** Rows in the largest page so far: a shorter page may be the last one. */
	pageLength?: number;
	/** How many rows there were, as far as known; not kept for lists that start with the newest row. */
	length?: number;
	/** At which length the list was found not to end at the server's maximum. */
	wholeLength?: number;
	/** Lists that start with the oldest row: the offset of the first page that the next poll reads. */
	startAt?: number;
	/** The total that the server reported with the first page of the last poll. */
	total?: number;
	/** Whether rows of the same time were seen in another order than before. */
	tiesMove?: boolean;
	/** Which number comes first in its dates; absent as long as none shows. */
	dateOrder?: DateOrder;
	/** Whether a date was read that means two days, and nothing showed which. */
	isDateOrderOpen?: boolean;
	/** Whether times come as text, which may lack a time zone. */
	hasTextTimes?: boolean;
	/** Whether any row says when it was updated. */
	hasUpdateTimes?: boolean;
	/** Where an interrupted search goes on: the place is probably between these offsets. */
	search?: { low: number; high?: number };
}
