import { firstFault, inParallel } from '../values/concurrency';
import { textOf } from '../values/json';
import { Page, Row } from './page';

export interface SearchResult {
	rows: Row[];
	/** Set when the server's pages did not add up, with a text for the person. */
	warning?: string;
}

export interface Reading {
	/** How many rows at most; Infinity for all. */
	limit: number;
	/** How many rows to ask for at once. */
	pageSize: number;
	/** How many pages to ask for at a time; 1 unless told. */
	parallel?: number;
	/** Which of the rows to return; all unless told. */
	keep?: (row: Row) => boolean;
}

/**
 * Reads all pages: the first one alone, the others several at a time where its total tells how many there are, else one
 * after another, so that a server is never asked for pages that it does not have. Servers differ: the total may be
 * missing, pages may be smaller than asked, rows may move between two pages, the offset may be ignored. A page that
 * brings nothing new ends the reading in every case.
 *
 * @param readNext reads one page
 * @returns rows in the order of the server, each once
 * @throws what the first page that failed threw
 */
export async function readAll(
	{ limit, pageSize, parallel = 1, keep = () => true }: Reading,
	readNext: (offset: number, size: number) => Promise<Page>,
): Promise<SearchResult> {
	const rows: Row[] = [];
	const seen = new Set<string>();
	let total: number | undefined;
	let offset = 0;
	let isRepeating = false;
	let isOver = false;

	const read = async (from: number, size: number): Promise<Row[]> => {
		const page = await readNext(from, size);
		// Answers may overtake each other, and an older one knows of fewer records.
		if (page.total !== undefined) total = Math.max(total ?? 0, page.total);
		return page.rows;
	};
	/** Reads a stretch of the list; in several calls where the server sends fewer rows than it did before. */
	const readStretch = async (from: number, length: number, size: number): Promise<Row[]> => {
		const stretch = await read(from, size);
		for (let more = stretch; more.length > 0 && stretch.length < length; ) {
			more = await read(from + stretch.length, length - stretch.length);
			for (const row of more) stretch.push(row);
		}
		return stretch;
	};
	const collect = (from: number, page: Row[]) => {
		const seenBefore = seen.size;
		for (const row of page) {
			const identity = identityOf(row);
			if (seen.has(identity)) continue;
			seen.add(identity);
			if (rows.length < limit && keep(row)) rows.push(row);
		}
		offset = from + page.length;
		isRepeating = page.length > 0 && seen.size === seenBefore;
		isOver = seen.size === seenBefore;
	};

	const firstSize = Math.min(pageSize, limit);
	collect(0, await read(0, firstSize));
	let step = offset;
	let asked = firstSize;
	while (!isOver && rows.length < limit && offset < (total ?? Infinity)) {
		const start = offset;
		const missing = limit - rows.length;
		const dropsRows = rows.length < seen.size;
		// A first page smaller than asked for may be all that the server sends at once, or an exception: the second tells.
		const largest = dropsRows ? pageSize : Math.min(pageSize, missing);
		const isStepSure = largest <= asked && (step === asked || start > step);
		const length =
			total === undefined || !isStepSure
				? step
				: Math.min(total - start, rowsToRead(missing, rows.length, seen.size, parallel * step));
		const pages = new Map<number, Row[]>();
		let next = 0;
		const count = Math.ceil(length / step);
		const faults = await inParallel(0, count, parallel, async (index) => {
			const from = start + index * step;
			// Where rows are left out, asking for just the missing few would end in one call for each of them.
			const size = dropsRows ? pageSize : Math.min(pageSize, missing - index * step);
			const least = Math.min(step, size, (total ?? 0) - from);
			pages.set(index, await readStretch(from, count === 1 ? 1 : least, size));
			for (let page = pages.get(next); page && !isOver; page = pages.get(next)) {
				collect(start + next * step, page);
				pages.delete(next++);
			}
			return !isOver;
		});
		if (faults.size > 0) throw firstFault(faults);
		if (count === 1) {
			asked = Math.max(asked, largest);
			step = Math.max(step, offset - start);
		}
	}
	if (rows.length >= limit) return { rows };
	return {
		rows,
		warning: describeGap({ returned: rows.length, seen: seen.size, total, isRepeating }),
	};
}

/** How many rows to read for those that are still missing, at the rate at which rows were kept so far. */
function rowsToRead(missing: number, kept: number, seen: number, atMostBlindly: number): number {
	return kept === 0 ? atMostBlindly : Math.ceil((missing * seen) / kept);
}

const identityOf = (row: Row): string =>
	row.id === undefined ? JSON.stringify(row) : `${textOf(row.type)}:${textOf(row.id)}`;

function describeGap({
	returned,
	seen,
	total,
	isRepeating,
}: {
	returned: number;
	seen: number;
	total?: number;
	isRepeating: boolean;
}): string | undefined {
	if (isRepeating) {
		const of = total === undefined ? '' : ` of ${total}`;
		return `ServiceOps sent the same rows again, so reading stopped after ${returned}${of}. A larger Page Size under Options may bring more.`;
	}
	if (total === undefined || seen >= total) return undefined;
	return `ServiceOps counts ${total} records but sent ${seen}. Records may have moved while they were read, or this login may not see them all.`;
}
