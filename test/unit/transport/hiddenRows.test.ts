/** What a list hides is found by a search without what came; a server that does not do that proves nothing. */
import { CutOff, Incomplete } from '../../../nodes/ServiceOps/transport/errors';
import { readHidden } from '../../../nodes/ServiceOps/transport/hiddenRows';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import type { SearchResult } from '../../../nodes/ServiceOps/transport/paging';

const rowsOf = (length: number, from = 1): Row[] =>
	Array.from({ length }, (_, index) => ({ id: from + index }));

/** A server that finds at most `cap` of the rows with one search. */
async function read(
	all: Row[],
	cap: number,
	{
		limit = Infinity,
		known = new Set<string>(),
		shown,
	}: { limit?: number; known?: Set<string>; shown?: Promise<SearchResult> } = {},
) {
	const ids = new Set(all.slice(0, cap).map(({ id }) => Number(id)));
	const calls: number[] = [];
	const list = {
		paging: {
			limit,
			pageSize: 1_000,
			known,
			keep: ({ id }: Row) => {
				ids.add(Number(id));
				return true;
			},
		},
		ids,
		without: async (excluded: number[], size: number) => {
			await Promise.resolve();
			calls.push(excluded.length);
			const left = new Set(excluded);
			const found = all.filter(({ id }) => !left.has(Number(id))).slice(0, cap);
			return { rows: found.slice(0, size) };
		},
		isOwn: ({ type }: Row) => type !== 'other',
		proveEnd: 1,
	};
	const result = await readHidden(list, shown ?? Promise.resolve({ rows: all.slice(0, cap) }));
	return { ...result, calls };
}

test.each([10, 50, 77, 130, 200, 999])(
	'a maximum of %d hides nothing of 130 or 1,000',
	async (cap) => {
		for (const length of [130, 1_000]) {
			const { rows, warning } = await read(rowsOf(length), cap);
			expect(rows.map(({ id }) => id)).toEqual(rowsOf(length).map(({ id }) => id));
			expect(warning).toBeUndefined();
		}
	},
);

test('a whole list takes one call more, a short one none', async () => {
	expect((await read(rowsOf(130), 500)).calls).toEqual([129]);
	expect((await read(rowsOf(9), 500)).calls).toEqual([]);
	// Beyond 1,000, a maximum is a round number.
	expect((await read(rowsOf(1_437), 2_000)).calls).toEqual([]);
	expect((await read(rowsOf(1_500), 2_000)).calls).toEqual([1_499]);
});

test('a limit ends the reading', async () => {
	expect((await read(rowsOf(130), 50, { limit: 70 })).rows).toHaveLength(70);
});

test('rows of other resources are neither counted nor a sign that the condition is ignored', async () => {
	const others = rowsOf(40, 500).map((row) => ({ ...row, type: 'other' }));
	const { rows, warning, calls } = await read([...rowsOf(20), ...others], 20);
	expect(rows).toHaveLength(20);
	expect(warning).toBeUndefined();
	expect(calls).toHaveLength(1);
});

test('what is known to be missing is read as well', async () => {
	const shown = Promise.reject(new Incomplete('only 50 of 130', rowsOf(50)));
	expect((await read(rowsOf(130), 50, { shown })).rows).toHaveLength(130);
});

test('more than can be left out is an error with what came', async () => {
	const error: unknown = await read(rowsOf(15_000), 6_000).catch((fault: unknown) => fault);
	expect(error).toBeInstanceOf(CutOff);
	expect((error as CutOff).rows).toHaveLength(10_995);
});

test('what failed otherwise stays as it is', async () => {
	await expect(read(rowsOf(50), 50, { shown: Promise.reject(new Error('down')) })).rejects.toThrow(
		'down',
	);
});
