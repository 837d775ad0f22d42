import { Rejected } from '../transport/errors';
import { PAGE_SIZE } from './sortedPages';
import { UserError } from 'n8n-workflow';
import { identityOf } from '../records/version';
import { type Row } from '../transport/page';
import type { List, Part } from './sortedPages';
import { findOrder, firstOffset, isNewest, readPart } from './sortedPages';

/*
 * Reads the newer end of a list that is sorted by time, whichever end comes first, with or without a total. Nothing
 * here relies on conditions on times: servers may ignore them without saying so.
 */
/** How many rows two neighbouring pages share, so that rows which move in between are noticed. */
const SHARED = 10;

interface Waiting {
	/** Rows at or after the floor, oldest first, without gaps. */
	rows: Row[];
	/** Whether the newest row is among them. */
	isComplete: boolean;
}

/**
 * Reads what is at or after a time, the oldest first.
 *
 * @param floor the earliest time that counts
 * @param limit stop once `counts` was true of so many rows
 * @param counts which rows are work
 * @param isQuick whether one page without work at the newer end is proof enough that there is none
 * @throws UserError when the server does not sort by time
 */
export async function readWaiting(
	list: List,
	floor: number,
	limit: number,
	counts: (row: Row) => boolean,
	isQuick: boolean,
): Promise<Waiting> {
	const { learnt } = list;
	const first = await readPart(list, firstOffset(list));
	if (learnt.order === undefined) await findOrder(list, first);
	const isSameTotal = first.total === learnt.total;
	learnt.total = first.total;
	if (isQuick && isSameTotal && isNewest(list, first) && !first.rows.some(counts)) {
		remember(list, first, first.rows.length / 2);
		return { rows: [], isComplete: true };
	}
	const start = await findStart(list, first, floor);
	return await readOn(list, start, floor, limit, counts);
}

/** Where the page lies that has the floor in it, seen from this one. */
function direction(list: List, { offset, rows, isEnd }: Part, floor: number) {
	const [first, last] = [rows[0], rows[rows.length - 1]];
	if (!first || !last) return offset === 0 ? 'here' : 'smaller';
	const [firstTime, lastTime] = [list.timeOf(first), list.timeOf(last)];
	if (list.learnt.order === 'ascending') {
		if (firstTime >= floor && offset > 0) return 'smaller';
		return lastTime < floor && !isEnd ? 'larger' : 'here';
	}
	if (lastTime >= floor && !isEnd) return 'larger';
	return firstTime < floor && offset > 0 ? 'smaller' : 'here';
}

/** Finds the page with the oldest row that counts: in growing steps, then by halving. */
async function findStart(list: List, first: Part, floor: number): Promise<Part> {
	let part = first;
	let [low, high] = [-1, Infinity];
	let step = Math.max(1, (list.learnt.cap ?? PAGE_SIZE) - SHARED);
	for (;;) {
		const way = direction(list, part, floor);
		if (way === 'here') return part;
		if (way === 'larger') low = part.offset;
		else high = part.offset;
		if (high - low <= 1) return await readPart(list, Math.max(0, low));
		let next = way === 'larger' ? part.offset + step : part.offset - step;
		if (low >= 0 && high < Infinity) next = Math.floor((low + high) / 2);
		else if (way === 'larger' && list.learnt.order === 'ascending' && part.total !== undefined) {
			next = Math.max(next, part.total - Math.ceil((list.learnt.cap ?? PAGE_SIZE) / 2));
		}
		step *= 2;
		part = await readPart(list, Math.max(low + 1, 0, next));
	}
}

/** From the start towards the newer end; every page must join on to what was read before. */
async function readOn(
	list: List,
	start: Part,
	floor: number,
	limit: number,
	counts: (row: Row) => boolean,
): Promise<Waiting> {
	const isAscending = list.learnt.order === 'ascending';
	const found = new Map<string, Row>();
	const read = new Set<string>();
	let part = start;
	let work = 0;
	for (;;) {
		for (const row of isAscending ? part.rows : [...part.rows].reverse()) {
			const id = identityOf(row);
			read.add(id);
			if (list.timeOf(row) < floor) continue;
			if (counts(row) && !found.has(id)) work++;
			found.delete(id);
			found.set(id, row);
		}
		const isComplete = isNewest(list, part);
		if (isComplete || work >= limit || !list.mayGoOn()) {
			const rows = [...found.values()].sort((a, b) => list.timeOf(a) - list.timeOf(b));
			// After a quiet look the next one starts near the end; after work it has to see what was there before.
			const overlap = work > 0 ? rows.length + SHARED * 2 : part.rows.length / 2;
			remember(list, part, isComplete ? overlap : part.rows.length);
			return { rows, isComplete };
		}
		part = await nextPart(list, part, read, isAscending);
	}
}

async function nextPart(
	list: List,
	{ offset, rows }: Part,
	read: Set<string>,
	isAscending: boolean,
): Promise<Part> {
	const step = Math.max(1, rows.length - SHARED);
	let next = isAscending ? offset + step : Math.max(0, offset - step);
	for (let tries = 0; tries < 20; tries++) {
		const part = await readPart(list, next);
		const edge = isAscending ? part.rows[0] : part.rows[part.rows.length - 1];
		if (edge && read.has(identityOf(edge))) return part;
		// Rows have moved since: looks a little further back.
		if (isAscending && next === 0) return part;
		next = Math.max(0, next + (isAscending ? -1 : 1) * Math.max(1, Math.floor(step / 2)));
	}
	throw new UserError(
		'The list of records changes faster than it can be read. The next poll tries again',
	);
}

/** @param back how many rows before the end the next poll is to begin */
function remember(list: List, { offset, rows }: Part, back: number): void {
	if (list.learnt.order !== 'ascending') return;
	// One row less than there is tells without a total that a page is the last: it is shorter than the largest seen.
	const least = rows.length > 1 ? 1 : 0;
	const end = offset + rows.length;
	list.learnt.end = end;
	list.learnt.hint = Math.max(least, Math.floor(end - Math.max(back, SHARED * 2)));
}

/** Whether the server refused what it was asked, rather than failed. */
export const isRefusal = (error: unknown): boolean => error instanceof Rejected;
