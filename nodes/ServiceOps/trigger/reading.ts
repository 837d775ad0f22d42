import { NodeApiError, UserError } from 'n8n-workflow';
import type { Page, Row } from '../transport/search';
import { identityOf } from './cursor';

/*
 * Reads the newer end of a list that is sorted by time, whichever end comes first, with or without a total. Nothing
 * here relies on conditions on times: servers may ignore them without saying so.
 */

export const PAGE_SIZE = 100;
/** How many rows two neighbouring pages share, so that rows which move in between are noticed. */
const SHARED = 10;

/** What was learnt about the list, for the next poll. */
export interface Learnt {
	order?: 'ascending' | 'descending';
	/** The largest page seen: a shorter one is the last. */
	cap?: number;
	/** Whether conditions on times are refused. */
	refusesTimes?: boolean;
	/** Ascending lists: where to look first. */
	hint?: number;
	/** Ascending lists: how many rows there were at the last look. */
	end?: number;
	/** The total that the server told at the last look: one more, and a page without work is no proof that there is none. */
	total?: number;
}

export interface List {
	readPage: (offset: number, size: number) => Promise<Page>;
	/** Epoch ms, or anything else that grows with time. */
	timeOf: (row: Row) => number;
	learnt: Learnt;
	/** Whether there is time left to read on. */
	mayGoOn: () => boolean;
}

export interface Waiting {
	/** Rows at or after the floor, oldest first, without gaps. */
	rows: Row[];
	/** Whether the newest row is among them. */
	isComplete: boolean;
}

interface Part {
	offset: number;
	rows: Row[];
	isEnd: boolean;
	total?: number;
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

const firstOffset = ({ learnt: { order, hint } }: List): number =>
	order === 'descending' ? 0 : (hint ?? 0);

const isNewest = ({ learnt }: List, part: Part): boolean =>
	learnt.order === 'ascending' ? part.isEnd : part.offset === 0;

async function readPart(list: List, offset: number): Promise<Part> {
	const { rows, total } = await list.readPage(offset, PAGE_SIZE);
	const cap = Math.max(list.learnt.cap ?? 0, rows.length);
	list.learnt.cap = cap;
	const isEnd =
		total === undefined ? rows.length === 0 || rows.length < cap : offset + rows.length >= total;
	const part = { offset, rows, isEnd, total };
	checkOrder(list, part);
	return part;
}

/** @throws UserError when the page is not sorted, or the other way round than the pages before */
function checkOrder(list: List, { rows }: Part): void {
	const times = rows.map(list.timeOf);
	const rises = times.some((time, index) => index > 0 && time > (times[index - 1] ?? time));
	const falls = times.some((time, index) => index > 0 && time < (times[index - 1] ?? time));
	if (rises && falls) {
		throw new UserError('ServiceOps does not list the records in the order of their times', {
			description:
				'A polling trigger needs that order. Use the webhook trigger, or a schedule with Get Many.',
		});
	}
	const order = rises ? 'ascending' : falls ? 'descending' : undefined;
	if (!order || order === list.learnt.order) return;
	if (list.learnt.order) {
		list.learnt.order = undefined;
		list.learnt.hint = undefined;
		throw new OrderChanged();
	}
	list.learnt.order = order;
}

/** The server has turned its lists round: what was learnt is void. */
export class OrderChanged extends Error {}

/** The first page has one time only: looks on until another one shows up. */
async function findOrder(list: List, first: Part): Promise<void> {
	let part = first;
	const time = first.rows[0] ? list.timeOf(first.rows[0]) : undefined;
	for (let step = Math.max(1, first.rows.length); !part.isEnd; step *= 2) {
		part = await readPart(list, part.offset + step);
		const [row] = part.rows;
		if (list.learnt.order || !row) return;
		const other = list.timeOf(row);
		if (other !== time) {
			list.learnt.order = other > (time ?? 0) ? 'ascending' : 'descending';
			return;
		}
	}
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
export const isRefusal = (error: unknown): boolean =>
	error instanceof NodeApiError && ['400', '422'].includes(error.httpCode ?? '');
