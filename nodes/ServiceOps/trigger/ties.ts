import type { Row } from '../transport/page';
import { identityOf } from '../transport/paging';
import { OutOfTime } from './interruptions';
import { changesTooFast, readSortedPage, type SortedList, type SortedPage } from './sortedPages';

/*
 * Servers may order rows of the same time differently at every call. Where these are more than neighboring pages share, the pages do not
 * show whether one was left out, but the number of rows does: as many as there are places.
 */

/** How often to look for rows that are left out: each time, more than half of them show up. */
const MAX_LOOKS = 40;

/** Whether all rows of a page have the same time. */
export function isOfOneTime({ timeOf }: SortedList, { rows }: SortedPage): boolean {
	const [first] = rows;
	return first !== undefined && rows.every((row) => timeOf(row) === timeOf(first));
}

/**
 * How the newer of two neighboring pages begins, compared with the end of the older one: below 0 where no row is left out
 * between them, as far as times tell; 0 where all rows that they share have the same time; above 0 where rows may be left out.
 */
export function gapBetween(
	{ timeOf, facts }: SortedList,
	older: SortedPage,
	newer: SortedPage,
): number {
	const isAscending = facts.order === 'ascending';
	const edgeOf = ({ rows }: SortedPage, isFirst: boolean) => rows[isFirst ? 0 : rows.length - 1];
	const [end, start] = [edgeOf(older, !isAscending), edgeOf(newer, isAscending)];
	return end && start ? timeOf(start) - timeOf(end) : 1;
}

/** A row at its position: an update moves it to another one. */
export const stateOf = ({ timeOf }: SortedList, row: Row): string =>
	`${identityOf(row)} ${timeOf(row)}`;

/** The rows of a page, the oldest first. */
export const fromOldest = ({ facts }: SortedList, { rows }: SortedPage): Row[] =>
	facts.order === 'ascending' ? rows : [...rows].reverse();

/**
 * Notes in the facts whether the server orders rows of the same time differently: two of them have changed places.
 *
 * @param read the states of the rows read before, in the order in which they came
 */
export function noteMoves(list: SortedList, read: Map<string, number>, page: SortedPage): void {
	let last = -1;
	for (const row of fromOldest(list, page)) {
		const index = read.get(stateOf(list, row));
		if (index === undefined) continue;
		if (index < last) list.facts.tiesMove = true;
		last = index;
	}
}

/**
 * Reads pages again whose rows are tied and change places, until none is left out.
 *
 * @param pages neighboring pages, in the order in which they were read
 * @param counts whether a row at this time must not be left out: all of its time are on these pages
 * @param add takes the rows of a page, and notes moves
 * @throws OddAnswer when the list changes all the time; OutOfTime
 */
export async function completeTies(
	list: SortedList,
	pages: SortedPage[],
	counts: (time: number) => boolean,
	add: (page: SortedPage) => void,
): Promise<void> {
	const isTied = (page: SortedPage, index: number): boolean =>
		index > 0 && gapBetween(list, pages[index - 1] ?? page, page) === 0;
	if (!pages.some(isTied)) return;
	const seen = new Set<string>();
	/** @returns how many places of the list have rows that count */
	const count = (all: SortedPage[]): number => {
		const places = new Set<number>();
		for (const { offset, rows } of all) {
			for (const [index, row] of rows.entries()) {
				if (!counts(list.timeOf(row))) continue;
				places.add(offset + index);
				seen.add(identityOf(row));
			}
		}
		return places.size;
	};
	let places = count(pages);
	for (let looks = 0, isGrowing = true; seen.size !== places && isGrowing; looks++) {
		if (looks >= MAX_LOOKS) throw changesTooFast();
		const before = seen.size;
		const again: SortedPage[] = [];
		for (const { offset } of pages) {
			if (!list.hasTimeLeft()) throw new OutOfTime('Too many records have the same time');
			again.push(await readSortedPage(list, offset));
		}
		again.forEach(add);
		// Otherwise rows have moved because some were written, and the pages join on to each other.
		if (!list.facts.tiesMove) return;
		places = count(again);
		isGrowing = seen.size < places || seen.size > before;
	}
}
