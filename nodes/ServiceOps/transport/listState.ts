import { textOf } from '../values/json';
import type { Page, Row } from './page';

export interface PagingOptions {
	/** How many rows at most; Infinity for all. */
	limit: number;
	/** How many rows to request at once. */
	pageSize: number;
	/** How many pages to request at a time; 1 by default. */
	pagesInFlight?: number;
	/** Which of the rows to return; all by default. Called once for each. */
	keep?: (row: Row) => boolean;
	/** Whether these rows will do if the total does not say that there are more: saves the call that makes sure. */
	isEnough?: (rows: Row[], total: number | undefined) => boolean;
	/** Whether neighboring pages share a row, which shows that none has moved in between: without it, deleted rows hide others. */
	joinsPages?: boolean;
	/** What this run has found out about the server, like `Api.known`. */
	known?: Set<string>;
}

/**
 * Reads the page that starts after `offset` rows, with at most `size` rows.
 *
 * @param isStable whether to ask for an order without ties, where the server has one
 */
export type ReadPage = (offset: number, size: number, isStable?: boolean) => Promise<Page>;

/** A list while it is read. */
export interface ListInProgress extends Required<PagingOptions> {
	readPage: ReadPage;
	rows: Row[];
	/** The identities of all rows received, and whether they were kept; undefined where that was not asked. */
	seen: Map<string, boolean | undefined>;
	/** Some of the rows received. */
	sample: Row[];
	/** The last total that the server reported. */
	total?: number;
	/** How many rows the largest page had. */
	longest: number;
}

/** What one look at the list has shown. */
export interface Pass {
	/** How many rows to request at once. */
	size: number;
	isStable: boolean;
	/** The identities of the rows, in the order in which they came. */
	sequence: string[];
	seen: Set<string>;
	/** Rows that a single page has twice, or that cannot be told apart: no sign that rows have moved. */
	duplicates: number;
	/** Where the next page starts. */
	offset: number;
	/** How many rows the first page had. */
	firstLength: number;
	/** How many pages in a row brought nothing new, and where the first of them starts. */
	stale: number;
	freshEnd: number;
	/** How many rows neighboring pages share. */
	shared: number;
	/** Whether two of them did not share what they should, so that rows have moved in between. */
	isTorn?: boolean;
	/** Whether the second page does not follow the first one: nothing came after a full page, or something else. */
	isOdd?: boolean;
	/** Whether the server sends its first page for every offset. */
	isRepeating?: boolean;
	/** Whether pages brought nothing new for so long that the look ended, though they differed. */
	isAdrift?: boolean;
	isOver?: boolean;
}

export const openPass = (size: number, isStable: boolean, joinsPages: boolean): Pass => ({
	size,
	isStable,
	shared: joinsPages ? 1 : 0,
	sequence: [],
	seen: new Set(),
	duplicates: 0,
	offset: 0,
	firstLength: 0,
	stale: 0,
	freshEnd: 0,
});

/** Identifies a row within a list; IDs are numbered separately for each type. */
export const identityOf = (row: Row): string =>
	row.id === undefined ? JSON.stringify(row) : [row.type, row.id].map(textOf).join(':');
