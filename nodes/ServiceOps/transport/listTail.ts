import type { Page, Row } from './page';
import { identityOf, type PagingOptions, type ReadPage, type SearchResult } from './paging';

/** More than enough: each step doubles or halves a distance. */
const MAX_STEPS = 100;

/**
 * Reads a list from its end: the last row comes first.
 *
 * @param first the first page of the list
 * @returns undefined when there is no way to the end: the server ignores the offset, or the list changes too fast
 */
export async function readTail(
	{ limit, pageSize, keep = () => true }: PagingOptions,
	first: Page,
	readPage: ReadPage,
): Promise<SearchResult | undefined> {
	const end = await findEnd(first, pageSize, readPage);
	if (end === undefined) return undefined;
	const found = new Map<string, Row>();
	let size = Math.min(pageSize, Math.max(limit, first.rows.length));
	for (let to = end; to > 0 && found.size < limit; ) {
		size = Math.min(size, to);
		const { rows } = await readPage(to - size, size);
		if (rows.length === 0) return undefined;
		if (rows.length < size) {
			// The server's maximum is smaller.
			size = rows.length;
			continue;
		}
		for (const row of rows.reverse()) if (keep(row)) found.set(identityOf(row), row);
		to -= size;
	}
	return { rows: [...found.values()].slice(0, limit) };
}

/** Finds the number of rows in a list; the server's total shows where to look first. */
async function findEnd(first: Page, size: number, readPage: ReadPage): Promise<number | undefined> {
	const start = new Set(first.rows.map(identityOf));
	let [low, high] = [first.rows.length, Infinity];
	let longest = low;
	let next = Math.max(low, (first.total ?? 0) - 1);
	for (let steps = 0; steps < MAX_STEPS && low < high; steps++) {
		const { rows } = await readPage(next, size);
		if (rows.length > 0 && rows.every((row) => start.has(identityOf(row)))) return undefined;
		if (rows.length === 0) high = next;
		else low = next + rows.length;
		if (rows.length > 0 && rows.length < Math.min(size, longest)) high = low;
		longest = Math.max(longest, rows.length);
		next = high === Infinity ? low * 2 : Math.floor((low + high) / 2);
	}
	return low < high ? undefined : low;
}
