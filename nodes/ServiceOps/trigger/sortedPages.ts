/*
 * Reads the newer end of a list that is sorted by time, whichever end comes first, with or without a total. Nothing
 * here relies on conditions on times: servers may ignore them without saying so.
 */
import { UserError } from 'n8n-workflow';
import type { Page, Row } from '../transport/page';

export const PAGE_SIZE = 100;

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

export interface Part {
	offset: number;
	rows: Row[];
	isEnd: boolean;
	total?: number;
}

export async function readPart(list: List, offset: number): Promise<Part> {
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
export async function findOrder(list: List, first: Part): Promise<void> {
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

export const isNewest = ({ learnt }: List, part: Part): boolean =>
	learnt.order === 'ascending' ? part.isEnd : part.offset === 0;

export const firstOffset = ({ learnt: { order, hint } }: List): number =>
	order === 'descending' ? 0 : (hint ?? 0);
