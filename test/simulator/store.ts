/** All data of the server. */
import { noRecord, unknownValue } from './errors';
import type { Fields } from './fields';
import { ASSET_CLASSES, MODULES } from './modules';

/** A stored record. `fields` holds what the API names, without the id, the key and the times. */
export interface Row {
	id: number;
	/** The display key, such as INC-46 or AST-1; empty for users. */
	key: string;
	createdTime: number;
	updatedTime: number;
	fields: Fields;
	/** Conversations and components: the record they belong to. */
	parentId?: number;
	/** What searches showed before they knew of the latest changes; rows.ts. */
	past?: Past[];
}

/** What searches show of a record until a time: an earlier state, or nothing yet. */
export interface Past {
	until: number;
	shown: Row | undefined;
}

/** The next number to give away; several tables may share one. */
interface Counter {
	next: number;
}

/** The records of one module. */
export interface Table {
	rows: Map<number, Row>;
	ids: Counter;
	numbers: Counter;
	prefix: string;
	/** Records that are gone, but that searches still show. */
	removed: Array<{ until: number; shown: Row }>;
	/** Grows with every write, so that a remembered search is known to be stale. */
	version: number;
	remembered?: { key: string; version: number; rows: Row[] };
}

/** A relation of a request or change to an asset or a CI. */
export interface Link {
	id: number;
	/** The module and the id of the record. */
	module: string;
	recordId: number;
	/** The model and the display key of what it is linked to. */
	model: string;
	key: string;
	type: string;
}

/** All data of the server, and the clock it lives by. */
export interface Store {
	tables: Record<string, Table>;
	/** Uploaded files by `refFileName`. */
	files: Map<string, { realName: string; contentType: string; content: Uint8Array }>;
	/** Relations made so far; their ids are counted over all modules. */
	relations: Counter;
	links: Link[];
	/** A number from 0 up to 1; the same ones in every run. */
	random: () => number;
	now: () => number;
}

const counter = (): Counter => ({ next: 1 });

/** An empty server. */
export function createStore(now: () => number): Store {
	const table = (prefix = '', ids = counter(), numbers = counter()): Table => ({
		rows: new Map(),
		ids,
		numbers,
		prefix,
		removed: [],
		version: 0,
	});
	const userIds = counter();
	const assetNumbers = counter();
	return {
		tables: {
			request: table('INC-'),
			change: table('CHG-'),
			problem: table('PRB-'),
			release: table('REL-'),
			ci: table('CI-'),
			// One table of users on the real server: ids never repeat.
			requester: table('', userIds),
			technician: table('', userIds),
			...Object.fromEntries(
				ASSET_CLASSES.map(({ name }) => [name, table('AST-', counter(), assetNumbers)]),
			),
			...Object.fromEntries(
				MODULES.filter(({ conversations }) => conversations).map(({ name }) => [
					`${name}Conversation`,
					table(),
				]),
			),
			component: table(),
			ciComponent: table(),
		},
		files: new Map(),
		relations: counter(),
		links: [],
		random: randomNumbers(),
		now,
	};
}

/** A generator that starts alike in every simulator (mulberry32), so that a test which fails fails again. */
function randomNumbers(): () => number {
	let state = 0x5eed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** How many writes there have been: tells whether a call changed something. */
export function writesOf(store: Store): number {
	const versions = Object.values(store.tables).map(({ version }) => version);
	return versions.reduce((sum, version) => sum + version, store.files.size + store.relations.next);
}

/** The table of that name. */
export function tableOf(store: Store, name: string): Table {
	const table = store.tables[name];
	if (table === undefined) throw new Error(`There is no table '${name}'`);
	return table;
}

/** Adds a record. Ids and numbers go on from the largest that was given. */
export function insert(
	table: Table,
	fields: Fields,
	at: number,
	given: Partial<Row> & { number?: number } = {},
): Row {
	const id = given.id ?? table.ids.next;
	const number = given.number ?? table.numbers.next;
	table.ids.next = Math.max(table.ids.next, id + 1);
	table.numbers.next = Math.max(table.numbers.next, number + 1);
	const row: Row = {
		id,
		key: given.key ?? (table.prefix && `${table.prefix}${number}`),
		createdTime: given.createdTime ?? at,
		updatedTime: given.updatedTime ?? given.createdTime ?? at,
		fields,
		...(given.parentId === undefined ? {} : { parentId: given.parentId }),
		...(given.past === undefined ? {} : { past: given.past }),
	};
	table.rows.set(id, row);
	table.version++;
	return row;
}

/** The record with that id, or a 404 with the envelope. */
export function find(table: Table, id: number, title: string, parentId?: number): Row {
	const row = table.rows.get(id);
	if (row === undefined || (parentId !== undefined && row.parentId !== parentId)) {
		throw noRecord(title, id);
	}
	return row;
}

/** The user with that e-mail or log-on name. */
export function findUser(store: Store, name: unknown, technician = false): Row | undefined {
	const isMeant = ({ fields }: Row) => fields.email === name || fields.userLogOnName === name;
	for (const table of technician ? ['technician'] : ['technician', 'requester']) {
		for (const row of tableOf(store, table).rows.values()) if (isMeant(row)) return row;
	}
	return undefined;
}

/** The user with that e-mail or log-on name, or a refusal that names the field. */
export function userNamed(store: Store, field: string, name: unknown, technician = false): Row {
	const user = findUser(store, name, technician);
	if (user === undefined) throw unknownValue(field, name);
	return user;
}
