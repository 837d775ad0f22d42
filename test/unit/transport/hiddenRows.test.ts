/** What a list hides is found by a search without what came; a server that does not do that proves nothing. */
import {
	Abandoned,
	CutOff,
	Incomplete,
	Rejected,
} from '../../../nodes/ServiceOps/transport/errors';
import { readHidden } from '../../../nodes/ServiceOps/transport/hiddenRows';
import type { Page, Row } from '../../../nodes/ServiceOps/transport/page';
import { TOTALS_TOO_LARGE, type SearchResult } from '../../../nodes/ServiceOps/transport/paging';

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
			keep: ({ id, type }: Row) => {
				if (type === 'other') return false;
				ids.add(Number(id));
				return true;
			},
		},
		ids,
		others: new Set<number>(),
		without: async (excluded: number[], size: number) => {
			await Promise.resolve();
			calls.push(excluded.length);
			const left = new Set(excluded);
			const found = all.filter(({ id }) => !left.has(Number(id))).slice(0, cap);
			return { rows: found.slice(0, size) };
		},
		isOwn: ({ type }: Row) => type !== 'other',
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

test.each([
	[20, 120],
	[50, 130],
	[50, 400],
])(
	'with a maximum of %d, rows of another resource behind the same path, of %d, hide none',
	async (cap, length) => {
		const all = rowsOf(length).map((row): Row => ({ ...row, isOwn: Number(row.id) % 3 === 0 }));
		const [ids, others] = [new Set<number>(), new Set<number>()];
		const keep = ({ id, isOwn }: Row) => {
			(isOwn ? ids : others).add(Number(id));
			return isOwn === true;
		};
		const shown = all.slice(0, cap).filter(keep);
		const list = {
			paging: { limit: Infinity, pageSize: 1_000, known: new Set<string>(), keep },
			ids,
			others,
			without: async (excluded: number[]) => {
				await Promise.resolve();
				const left = new Set(excluded);
				return { rows: all.filter(({ id }) => !left.has(Number(id))).slice(0, cap) };
			},
			isOwn: ({ isOwn }: Row) => isOwn === true,
		};
		const { rows, warning } = await readHidden(list, Promise.resolve({ rows: shown }));
		expect(rows).toEqual(all.filter(({ isOwn }) => isOwn));
		expect(warning).toBeUndefined();
	},
);

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

describe('a list of fifty, of which the server', () => {
	/** @param answer what comes of the search without all but the first row */
	const ask = async (
		answer: Page | Error,
		{
			shown = Promise.resolve({ rows: rowsOf(50) }),
			known = new Set<string>(),
			count = 50,
		}: {
			shown?: Promise<SearchResult>;
			known?: Set<string>;
			count?: number;
		} = {},
	) => {
		let calls = 0;
		const list = {
			paging: { limit: Infinity, pageSize: 100, known, keep: () => true },
			ids: new Set(rowsOf(count).map(({ id }) => Number(id))),
			others: new Set<number>(),
			without: async () => {
				calls++;
				if (answer instanceof Error) throw answer;
				return await Promise.resolve(answer);
			},
			isOwn: () => true,
		};
		const result = await readHidden(list, shown);
		return { ...result, calls };
	};
	const part = async () => await Promise.reject(new Incomplete('50 of 60', rowsOf(50)));
	const warned = async () => await Promise.resolve({ rows: rowsOf(50), warning: '50 of 60' });
	const witness = { rows: rowsOf(1) };

	test.each<[string, Page | Error]>([
		['ignores what to leave out', { rows: rowsOf(50) }],
		['shows one that was left out', { rows: rowsOf(1, 7) }],
		[
			'shows one that was left out beside the one that was not',
			{ rows: [...rowsOf(1), ...rowsOf(1, 7)] },
		],
		['shows nothing', { rows: [] }],
		['rejects the search', new Rejected('No such operator')],
	])('%s, proves nothing, and that is said', async (_what, answer) => {
		expect(await ask(answer)).toEqual({
			rows: rowsOf(50),
			isUnproven: true,
			warning:
				'ServiceOps returned 50 records, and did not answer whether that is all or the most that one search finds',
			calls: 1,
		});
		await expect(ask(answer, { shown: part() })).rejects.toMatchObject({
			message: '50 of 60',
			rows: rowsOf(50),
		});
		expect(await ask(answer, { shown: warned() })).toEqual({
			rows: rowsOf(50),
			warning: '50 of 60',
			calls: 1,
		});
	});

	test('leaves the one that was not left out, is whole', async () => {
		for (const shown of [undefined, part(), warned()])
			expect(await ask(witness, { shown })).toEqual({ rows: rowsOf(50), calls: 1 });
	});

	test('counts more than it sends, is whole only where its totals are known to be too large', async () => {
		const counted = { ...witness, total: 11 };
		expect(await ask(counted)).toEqual({ rows: rowsOf(50), calls: 1 });
		await expect(ask(counted, { shown: part() })).rejects.toThrow('50 of 60');
		const known = new Set([TOTALS_TOO_LARGE]);
		expect(await ask(counted, { shown: part(), known })).toEqual({ rows: rowsOf(50), calls: 1 });
	});

	test.each([
		['that was stopped', new Abandoned('Stopped')],
		['of another kind', new TypeError('x is not a function')],
	])('throws a fault %s', async (_what, fault) => {
		await expect(ask(fault)).rejects.toBe(fault);
	});

	test('is asked nothing where that cannot be its maximum', async () => {
		expect(await ask(witness, { count: 9 })).toMatchObject({ calls: 0 });
		expect(await ask(witness, { count: 10 })).toMatchObject({ calls: 1 });
		expect(await ask(witness, { count: 10_000 })).toMatchObject({ calls: 1 });
		expect(await ask(witness, { count: 10_001 })).toMatchObject({ calls: 0 });
		const known = new Set<string>();
		await ask(witness, { known });
		expect(await ask(witness, { known })).toMatchObject({ calls: 1 });
		expect(await ask(witness, { known, count: 49 })).toMatchObject({ calls: 0 });
		// The longest of the run counts, not the last.
		expect(await ask(witness, { known, count: 49 })).toMatchObject({ calls: 0 });
	});
});
