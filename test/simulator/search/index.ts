/** Runs searches: finds, orders and pages. */
import type { Dialect } from '../dialect';
import { invalid } from '../errors';
import type { Fields } from '../fields';
import type { Row, Table } from '../store';
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

/** Runs a search over one table, or over several whose records belong together. */
export function search(
	tables: Table[],
	what: Searchable,
	body: Fields,
	query: Record<string, string>,
	dialect: Dialect,
	keep?: Matches,
): Page {
	const sortBy = query.sort_by ?? 'id';
	const property = what.properties.get(sortBy);
	if (property === undefined) {
		throw invalid(`Query parameter 'sort_by' has an unknown value '${sortBy}'.`);
	}
	const matches = compile(body.qualDetails, what, dialect);
	const direction = dialect.listOrder === 'ascending' ? 1 : -1;
	const find = () => {
		const rows = tables.flatMap((table) => [...table.rows.values()]);
		const found = rows.filter((row) => (keep === undefined || keep(row)) && matches(row));
		return inOrder(found, property, direction);
	};
	const key = JSON.stringify([body, sortBy, direction, dialect.timeFilter]);
	const rows = keep === undefined ? remembered(tables, key, find) : find();
	const offset = dialect.ignoreOffset ? 0 : Number(query.offset ?? 0);
	const asked = Number(query.size ?? DEFAULT_PAGE);
	const size = dialect.pageCap > 0 ? Math.min(asked, dialect.pageCap) : asked;
	return { rows: rows.slice(offset, offset + size), total: rows.length };
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

function inOrder(rows: Row[], property: Property, direction: 1 | -1): Row[] {
	return rows.sort((one, other) => {
		const byProperty = compare(property.read(one), property.read(other));
		return direction * (byProperty === 0 ? one.id - other.id : byProperty);
	});
}

function compare(one: unknown, other: unknown): number {
	if (typeof one === 'number' && typeof other === 'number') return one - other;
	const [left, right] = [textOf(one), textOf(other)];
	if (left === right) return 0;
	return left < right ? -1 : 1;
}
