import type { Field, FieldKind, Fields } from './fields';
import { mergeCustomFields } from './fields';
import { invalid, noRecord, unknownValue } from './errors';
import type { Module } from './modules';
import { ASSET_CLASSES, MODULES, PROPERTY_GROUPS } from './modules';
import { idOf, typeId, typePath } from './references';

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
	/** Grows with every write, so that a remembered search is known to be stale. */
	version: number;
	remembered?: { key: string; version: number; rows: Row[] };
}

/** All data of the server, and the clock it lives by. */
export interface Store {
	tables: Record<string, Table>;
	/** Uploaded files by `refFileName`. */
	files: Map<string, { realName: string; contentType: string; content: Uint8Array }>;
	/** Relations made so far; their ids are counted over all modules. */
	relations: Counter;
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
		now,
	};
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

/** Removes a record. */
export function remove(table: Table, id: number): void {
	table.rows.delete(id);
	table.version++;
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

/** Puts the fields of a body into a record: names are looked up, empty values take fields away. */
export function applyFields(store: Store, module: Module, target: Fields, body: Fields): void {
	for (const [name, value] of Object.entries(body)) {
		const field = module.fields[name];
		if (field === undefined) continue;
		if (isEmpty(value) && field.kind !== 'groups') {
			if (name === 'statusName') throw unknownValue(name, value);
			if (name in module.defaults && Array.isArray(module.defaults[name])) target[name] = [];
			else Reflect.deleteProperty(target, name);
			continue;
		}
		const put = STORED[field.kind];
		const given = { store, module, name, field, value, present: target[name] };
		target[name] = put === undefined ? value : put(given);
	}
	checkWindow(target);
}

function isEmpty(value: unknown): boolean {
	return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A value on its way into a record. */
interface Given {
	store: Store;
	module: Module;
	name: string;
	field: Field;
	value: unknown;
	present: unknown;
}

/** How a value is stored, for the kinds of fields that do not store it as it is. */
const STORED: Partial<Record<FieldKind, (given: Given) => unknown>> = {
	reference: ({ name, field, value }) => checkedReference(name, field.list ?? '', value),
	person: ({ store, name, field, value }) =>
		userNamed(store, name, value, field.technician).fields.email,
	choice: ({ name, value }) => {
		if (value === 'On User') return 'On Users';
		return name === 'supportLevel' ? String(value).toLowerCase() : value;
	},
	html: ({ field, value }) => (field.plain ? plainText(String(value)) : value),
	custom: ({ module, value, present }) => mergeCustomFields(present, value, module.customFields),
	groups: ({ name, value, present }) => mergeGroups(name, present, value),
};

function checkedReference(field: string, list: string, value: unknown): string {
	const name = String(value);
	const path = typePath(list, name);
	if (path !== undefined) return path;
	if (idOf(list, name) === undefined) throw unknownValue(field, value);
	return name;
}

/** The id that the search language wants for a name in a list or a tree of types. */
export function referenceId(list: string, name: unknown): number | undefined {
	return idOf(list, name) ?? typeId(list, name);
}

function checkWindow({ startDate, endDate }: Fields): void {
	if (typeof startDate === 'number' && typeof endDate === 'number' && endDate < startDate) {
		throw invalid("Field 'endDate' must not be before 'startDate'.");
	}
}

/** Property groups are matched by type; fields that are not given stay. */
function mergeGroups(name: string, present: unknown, given: unknown): Fields[] {
	const merged = [...((present as Fields[] | undefined) ?? [])];
	for (const [index, entry] of ((given as Fields[] | null) ?? []).entries()) {
		const type = String(entry.type);
		const group = PROPERTY_GROUPS[type];
		const at = merged.findIndex((other) => other.type === type);
		const { propertyCustomField, ...fields } = entry;
		const before = merged[at];
		const after: Fields = { ...before, ...fields };
		if (propertyCustomField !== undefined || before?.propertyCustomField !== undefined) {
			after.propertyCustomField = mergeCustomFields(
				before?.propertyCustomField,
				propertyCustomField,
				group?.customFields ?? {},
				`${name}[${index}].propertyCustomField`,
			);
		}
		if (at < 0) merged.push(after);
		else merged[at] = after;
	}
	return merged;
}

/** HTML as plain text, as requests answer their description. */
export function plainText(html: string): string {
	return html
		.replace(/<br\s*\/?>|<\/(p|div|li)>(?=.)/gi, '\n')
		.replace(/<[^>]*>/g, '')
		.replaceAll('&nbsp;', ' ')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&')
		.trim();
}
