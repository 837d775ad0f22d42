import type { Page, Row } from '../../nodes/ServiceOps/transport/page';

/** A list in memory that is answered as some servers do. */
export interface ListServer {
	rows: Row[];
	/** The largest page that is served; 0 for any. */
	cap?: number;
	/** What is said about the length: the truth, nothing, the rows of the page, 0, half of it, or one more than shown. */
	total?: 'true' | 'none' | 'page' | 'zero' | 'tooSmall' | 'growing';
	ignoresOffset?: boolean;
	/** Takes the offset for the number of a page, the first of which is 0, or 1 as well. */
	countsPages?: 'from0' | 'from1';
	/** Called before each page is read. */
	beforePage?: (rows: Row[], call: number) => void;
	/** Whether each call orders the rows anew, and whether a stable order helps. */
	order?: 'fixed' | 'random' | 'randomUnlessStable';
	seed?: number;
}

/** Serves a list, and notes what it was asked. */
export function serveList(server: ListServer) {
	const { rows, cap = 0, total = 'true', ignoresOffset = false, order = 'fixed' } = server;
	const random = randomFrom(server.seed ?? 1);
	const asked: Array<[offset: number, size: number]> = [];
	const read = async (offset: number, size: number, isStable = false): Promise<Page> => {
		asked.push([offset, size]);
		await Promise.resolve();
		server.beforePage?.(rows, asked.length);
		const length = cap > 0 ? Math.min(cap, size) : size;
		const page0 = server.countsPages === 'from1' ? Math.max(0, offset - 1) : offset;
		const start = server.countsPages ? page0 * length : offset;
		const from = ignoresOffset ? 0 : start;
		const isMoving = order === 'random' || (order === 'randomUnlessStable' && !isStable);
		const page = (isMoving ? shuffled(rows, random) : rows).slice(from, from + length);
		const end = from + page.length;
		const totals = {
			true: rows.length,
			none: undefined,
			page: page.length,
			zero: 0,
			tooSmall: Math.floor(rows.length / 2),
			growing: Math.min(rows.length, end + 1),
		};
		return { rows: page, total: totals[total] };
	};
	return { asked, read };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const shuffled = (rows: Row[], random: () => number): Row[] =>
	rows
		.map((row) => ({ row, at: random() }))
		.sort((one, other) => one.at - other.at)
		.map(({ row }) => row);
