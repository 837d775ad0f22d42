/** Adding, changing and removing records, and what searches know of it when their index lags. */
import type { Dialect } from './dialect';
import type { Fields } from './fields';
import type { Past, Row, Store, Table } from './store';
import { insert, tableOf } from './store';

/** The data to be written to, and the way of the server. */
export interface Writer {
	store: Store;
	dialect: Dialect;
}

/** Adds a record. */
export function addRow(
	{ store, dialect }: Writer,
	table: string,
	fields: Fields,
	given: Partial<Row> = {},
): Row {
	const now = store.now();
	const past = lagging(dialect, now, undefined);
	return insert(tableOf(store, table), fields, now, { ...given, ...past });
}

/** Writes changed fields into a record. */
export function saveRow({ store, dialect }: Writer, table: string, row: Row, fields: Fields): void {
	const now = store.now();
	const { past: earlier = [], ...shown } = row;
	const { past = [] } = lagging(dialect, now, shown);
	row.past = [...earlier.filter(({ until }) => until > now), ...past];
	row.fields = fields;
	row.updatedTime = now;
	tableOf(store, table).version++;
}

/** Removes a record. */
export function removeRow({ store, dialect }: Writer, name: string, row: Row): void {
	const table = tableOf(store, name);
	const now = store.now();
	table.rows.delete(row.id);
	table.removed = table.removed.filter(({ until }) => until > now);
	if (dialect.indexLagMs > 0) table.removed.push({ until: now + dialect.indexLagMs, shown: row });
	table.version++;
}

function lagging({ indexLagMs }: Dialect, now: number, shown: Row | undefined): { past?: Past[] } {
	return indexLagMs > 0 ? { past: [{ until: now + indexLagMs, shown }] } : {};
}

/** The records of a table as searches show them. Without a lag that is as they are. */
export function indexedRows(table: Table, now: number, { indexLagMs }: Dialect): Row[] {
	const rows = [...table.rows.values()];
	if (indexLagMs === 0) return rows;
	const removed = table.removed.filter(({ until }) => until > now).map(({ shown }) => shown);
	return [...rows, ...removed].flatMap((row) => {
		const past = row.past?.find(({ until }) => until > now);
		return past === undefined ? [row] : (past.shown ?? []);
	});
}

/** Whether a table has, or had, a record that a search shows. */
export function isOf({ rows, removed }: Table, { id, key }: Row): boolean {
	const isIt = (row: Row | undefined) => row?.id === id && row.key === key;
	return isIt(rows.get(id)) || removed.some(({ shown }) => isIt(shown));
}
