/** A list in memory that answers like a server, for the tests of what reads lists. */
import type { ListFacts } from '../../../nodes/ServiceOps/trigger/listFacts';
import type { SortedList } from '../../../nodes/ServiceOps/trigger/sortedPages';

/** What servers say about the size of a list: nothing, the truth, the rows of the page, or too much. */
export const TOTALS = ['none', 'true', 'page', 'high'] as const;

export interface ServerHabits {
	order: 'ascending' | 'descending';
	/** The largest page it sends. */
	cap: number;
	total: (typeof TOTALS)[number];
	ignoresOffset?: boolean;
	/** Whether each page is one of a list in which rows of the same time are in another order. */
	movesTies?: boolean;
}

export interface MemoryRow {
	id: number;
	at: number;
	[key: string]: number;
}

export interface MemoryList extends SortedList {
	/** The oldest first. */
	rows: MemoryRow[];
	habits: ServerHabits;
	/** Pages read so far. */
	calls: number;
	/** Called before each page is read. */
	beforePage?: () => void;
}

const MAX_CALLS = 2_000;

/** @param times when the records were updated, the oldest first; their IDs are 1, 2, 3 … */
export function memoryList(times: number[], habits: Partial<ServerHabits> = {}): MemoryList {
	// As a server whose list is seen to be sorted by this time.
	const facts: ListFacts = { isOrderProven: true };
	const list: MemoryList = {
		rows: times.map((at, index) => ({ id: index + 1, at })),
		habits: { order: 'ascending', cap: 100, total: 'none', ...habits },
		calls: 0,
		facts,
		timeOf: ({ at }) => Number(at),
		hasTimeLeft: () => true,
		readPage: async (offset, size) => {
			if (++list.calls > MAX_CALLS) throw new Error('The reading does not come to an end');
			list.beforePage?.();
			const { order, cap, total, ignoresOffset, movesTies } = list.habits;
			const sorted = movesTies ? shuffledTies(list.rows, list.calls) : list.rows;
			const all = order === 'ascending' ? sorted : [...sorted].reverse();
			const start = ignoresOffset ? 0 : offset;
			const rows = all.slice(start, start + Math.min(size, cap));
			const totals = {
				none: undefined,
				true: all.length,
				page: rows.length,
				high: all.length + 7,
			};
			return await Promise.resolve({ rows, total: totals[total] });
		},
	};
	return list;
}

/** Rows of the same time in an order of their own for each seed. */
function shuffledTies(rows: MemoryRow[], seed: number): MemoryRow[] {
	const placeOf = ({ id }: MemoryRow) =>
		Math.imul(id * 2_654_435_761 + seed, 0x9e3779b1 ^ seed) >>> 0;
	return [...rows].sort((a, b) => a.at - b.at || placeOf(a) - placeOf(b));
}

/** Adds a record, in its place by time: behind those of the same time. */
export function add({ rows }: MemoryList, at: number): number {
	const id = rows.length === 0 ? 1 : Math.max(...rows.map((row) => row.id)) + 1;
	const index = rows.findIndex((row) => row.at > at);
	rows.splice(index < 0 ? rows.length : index, 0, { id, at });
	return id;
}

/** Updates a record, so that it becomes the newest. */
export function update(list: MemoryList, id: number, at: number): void {
	const index = list.rows.findIndex((row) => row.id === id);
	list.rows.splice(index, 1);
	list.rows.push({ id, at });
}
