/** Runs searches: finds, orders and pages. */
import type { Dialect } from '../dialect';
import { envelope, invalid, Refusal } from '../errors';
import type { Fields } from '../fields';
import { indexedRows } from '../rows';
import type { Row, Store, Table } from '../store';
import { textOf } from './node';
import type { Matches } from './operators';
import type { Property, Searchable } from './properties';
import { compile } from './qualification';

export { CONVERSATIONS, searchable } from './properties';

/** A page of a search, still as stored records. */
export interface Page {
	rows: Row[];
	total: number;
}

const DEFAULT_PAGE = 10;

/** A search of one table, or of several whose records belong together. */
export interface Search {
	store: Store;
	dialect: Dialect;
	tables: Table[];
	what: Searchable;
	body: Fields;
	query: Record<string, string>;
	/** Which records are looked at, at all. */
	keep?: Matches;
}

/** Runs a search. */
export function search(asked: Search): Page {
	const { store, dialect, tables, what, body, query, keep } = asked;
	const isSorted = dialect.sortBy !== 'ignored' && query.sort_by !== undefined;
	const sortBy = (isSorted && query.sort_by) || 'id';
	if (isSorted && dialect.sortBy === 'refused') {
		throw invalid("Query parameter 'sort_by' is not supported.");
	}
	const property = what.properties.get(sortBy);
	if (property === undefined) {
		throw invalid(`Query parameter 'sort_by' has an unknown value '${sortBy}'.`);
	}
	const now = store.now();
	const matches = compile(body.qualDetails, { what, dialect, now });
	const find = () => {
		const rows = tables.flatMap((table) => indexedRows(table, now, dialect));
		const found = rows.filter((row) => (keep === undefined || keep(row)) && matches(row));
		return inOrder(found, property, asked);
	};
	const changes = dialect.listStability !== 'stable' || dialect.indexLagMs > 0;
	const key = JSON.stringify([body, sortBy, dialect]);
	const rows = keep === undefined && !changes ? remembered(tables, key, find) : find();
	return { rows: pageOf(rows, query, dialect), total: rows.length };
}

function pageOf(rows: Row[], query: Search['query'], dialect: Dialect): Row[] {
	const { ignoreOffset, pageCap, largePages, searchCap } = dialect;
	const offset = ignoreOffset ? 0 : Number(query.offset ?? 0);
	const asked = Number(query.size ?? DEFAULT_PAGE);
	// Its own default is no reason to refuse.
	if (query.size !== undefined && largePages === 'refused' && pageCap > 0 && asked > pageCap) {
		throw new Refusal({
			status: 400,
			body: envelope('400', `Query parameter 'size' must not be greater than ${pageCap}.`),
		});
	}
	const end = offset + (pageCap > 0 ? Math.min(asked, pageCap) : asked);
	return rows.slice(offset, searchCap > 0 ? Math.min(end, searchCap) : end);
}

/** Paging through many rows must not filter and sort them again for every page. */
function remembered(tables: Table[], key: string, find: () => Row[]): Row[] {
	const [table] = tables;
	if (table === undefined || tables.length > 1) return find();
	if (table.remembered?.key !== key || table.remembered.version !== table.version) {
		table.remembered = { key, version: table.version, rows: find() };
	}
	return table.remembered.rows;
}

function inOrder(found: Row[], property: Property, { store, dialect, query }: Search): Row[] {
	const direction = dialect.listOrder === 'ascending' ? 1 : -1;
	const isStable = dialect.listStability === 'stable';
	const rows = isStable ? found : shuffled(found, store.random);
	const isUnsorted = query.sort_by === undefined || dialect.sortBy !== 'works';
	if (dialect.listStability === 'unsortedMoves' && isUnsorted) return rows;
	return rows.sort((one, other) => {
		const byProperty = compare(property.read(one), property.read(other));
		if (byProperty !== 0) return direction * byProperty;
		return isStable ? direction * (one.id - other.id) : 0;
	});
}

function shuffled(rows: Row[], random: () => number): Row[] {
	return rows
		.map((row) => ({ row, at: random() }))
		.sort((one, other) => one.at - other.at)
		.map(({ row }) => row);
}

function compare(one: unknown, other: unknown): number {
	if (typeof one === 'number' && typeof other === 'number') return one - other;
	const [left, right] = [textOf(one), textOf(other)];
	if (left === right) return 0;
	return left < right ? -1 : 1;
}
