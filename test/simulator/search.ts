/** The search language: a qualification is compiled into one function that says whether a record matches. */
import type { Dialect } from './dialect';
import { envelope, invalid, Refusal } from './errors';
import type { Fields } from './fields';
import type { Module } from './modules';
import type { Row, Store, Table } from './store';
import { findUser, referenceId } from './store';

type PropertyType = 'id' | 'text' | 'time' | 'number' | 'flag' | 'choice' | 'members';

/** Something that can be searched and sorted by. */
interface Property {
	type: PropertyType;
	read: (row: Row) => unknown;
}

/** What a search of one module knows. */
export interface Searchable {
	/** The first parts of property keys, e.g. `request` in `request.subject`. */
	models: string[];
	properties: Map<string, Property>;
	/** Custom fields by label. */
	customFields: Map<string, Property>;
}

type Matches = (row: Row) => boolean;

const FIELD_TYPES: Partial<Record<string, PropertyType>> = {
	text: 'text',
	html: 'text',
	date: 'text',
	time: 'time',
	number: 'number',
	flag: 'flag',
	choice: 'choice',
	members: 'members',
};
const CUSTOM_TYPES: Record<string, PropertyType> = {
	text: 'text',
	dropdown: 'text',
	radio: 'text',
	number: 'number',
	datetime: 'time',
	multiselect: 'members',
	checkbox: 'members',
};

/** The properties of a module, derived from its fields: names are searched by their ids. */
export function searchable(module: Module, store: Store): Searchable {
	const properties = new Map<string, Property>([
		['id', { type: 'id', read: (row) => row.id }],
		['createdTime', { type: 'time', read: (row) => row.createdTime }],
		['updatedTime', { type: 'time', read: (row) => row.updatedTime }],
	]);
	const userId = (email: unknown) => (email === undefined ? 0 : (findUser(store, email)?.id ?? 0));
	const userIds = new Map<unknown, number>();
	const rememberedUserId = (email: unknown) => {
		const known = userIds.get(email) ?? userId(email);
		userIds.set(email, known);
		return known;
	};
	for (const [name, field] of Object.entries(module.fields)) {
		const read = (row: Row) => row.fields[name];
		if (field.kind === 'person') {
			const key = field.searchAs ?? name.replace(/Email$/, '') + 'Id';
			properties.set(key, { type: 'id', read: (row) => rememberedUserId(read(row)) });
		} else if (field.list !== undefined) {
			const list = field.list;
			const key = field.searchAs ?? name.replace(/Name$/, '') + 'Id';
			properties.set(key, { type: 'id', read: (row) => referenceId(list, read(row)) ?? 0 });
		} else {
			const type = FIELD_TYPES[field.kind];
			if (type !== undefined) properties.set(name, { type, read });
		}
	}
	for (const name of module.times ?? []) {
		const field = name === 'dueByTime' ? 'dueBy' : name;
		properties.set(name, { type: 'time', read: (row) => row.fields[field] });
	}
	if (module.keyName !== undefined) {
		properties.set(module.keyName, { type: 'text', read: (row) => row.key });
	}
	const customFields = Object.entries(module.customFields).map(
		([label, kind]): [string, Property] => [
			label,
			{
				type: CUSTOM_TYPES[kind] ?? 'text',
				read: (row) => (row.fields.customField as Fields | undefined)?.[label],
			},
		],
	);
	return { models: module.models, properties, customFields: new Map(customFields) };
}

/** What can be asked about conversations: their type. The documented key has a leading dot. */
export const CONVERSATIONS: Searchable = {
	models: ['.conversation'],
	properties: new Map<string, Property>([
		['id', { type: 'id', read: (row) => row.id }],
		['createdTime', { type: 'time', read: (row) => row.createdTime }],
		['updatedTime', { type: 'time', read: (row) => row.updatedTime }],
		['conversationType', { type: 'choice', read: (row) => row.fields.conversationType }],
	]),
	customFields: new Map(),
};

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

// ---- qualifications -------------------------------------------------------------------------------------------

function compile(qualification: unknown, what: Searchable, dialect: Dialect): Matches {
	if (qualification === undefined) return () => true;
	const node = objectAt(qualification, 'qualDetails');
	const inner = (part: unknown) => compile(part ?? missing(node, 'a qualification'), what, dialect);
	switch (node.type) {
		case 'FlatQualificationRest': {
			allow(node, ['type', 'quals']);
			const parts = listAt(node, 'quals').map(inner);
			return (row) => parts.every((matches) => matches(row));
		}
		case 'BatchQualificationRest': {
			allow(node, ['type', 'quals', 'operator']);
			return joined(node, listAt(node, 'quals').map(inner));
		}
		case 'BinaryQualificationRest':
			allow(node, ['type', 'leftQual', 'operator', 'rightQual']);
			return joined(node, [inner(node.leftQual), inner(node.rightQual)]);
		case 'UnaryQualificationRest': {
			allow(node, ['type', 'operand', 'operator']);
			const operator = operatorOf(node);
			const property = operandOf(node.operand, what);
			return (
				emptiness(operator, property) ?? fail(`Operator '${operator}' is not a unary operator.`)
			);
		}
		case 'RelationalQualificationRest':
			return relation(node, what, dialect);
		default:
			return fail(`Qualification type '${textOf(node.type)}' is not known.`);
	}
}

function joined(node: Fields, parts: Matches[]): Matches {
	const operator = textOf(node.operator).toUpperCase();
	if (operator === 'AND') return (row) => parts.every((matches) => matches(row));
	if (operator === 'OR') return (row) => parts.some((matches) => matches(row));
	return fail(
		`Operator '${textOf(node.operator)}' does not join qualifications: AND or OR expected.`,
	);
}

function relation(node: Fields, what: Searchable, dialect: Dialect): Matches {
	allow(node, [
		'type',
		'leftOperand',
		'operator',
		'rightOperand',
		'qualContext',
		'qualificationTag',
		'jsonKey',
	]);
	const property = operandOf(node.leftOperand, what);
	const operator = operatorOf(node);
	const ifEmpty = emptiness(operator, property);
	if (ifEmpty !== undefined) return ifEmpty;
	const matches = comparison(property, operator, valueOf(node.rightOperand, operator));
	if (property.type !== 'time' || dialect.timeFilter === 'works') return matches;
	if (dialect.timeFilter === 'ignored') return () => true;
	// This server's own limit, no breach of the contract.
	const message = `Operator '${operator}' is not supported for a time.`;
	throw new Refusal({ status: 400, body: envelope('400', message) });
}

/** `Not_In`, `LessThanOrEqual` and `IS_BLANK` are tolerated spellings of not_in, less_than_or_equal, is_blank. */
function operatorOf(node: Fields): string {
	return textOf(node.operator)
		.replace(/([a-z])([A-Z])/g, '$1_$2')
		.toLowerCase();
}

function emptiness(operator: string, property: Property): Matches | undefined {
	const isEmpty: Matches = (row) => {
		const value = property.read(row);
		if (property.type === 'id') return value === undefined || value === 0;
		return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
	};
	switch (operator) {
		case 'is_null':
		case 'is_blank':
		case 'is_empty':
			return isEmpty;
		case 'is_not_null':
		case 'is_not_blank':
		case 'is_not_empty':
			return (row) => !isEmpty(row);
		default:
			return undefined;
	}
}

// ---- operands and values --------------------------------------------------------------------------------------

function operandOf(operand: unknown, what: Searchable): Property {
	const node = objectAt(operand, 'leftOperand');
	switch (node.type) {
		case 'PropertyOperandRest': {
			allow(node, ['type', 'key']);
			const key = textOf(node.key);
			const dot = key.lastIndexOf('.');
			if (!what.models.includes(key.slice(0, Math.max(dot, 0)))) return unknownProperty(key);
			return what.properties.get(key.slice(dot + 1)) ?? unknownProperty(key);
		}
		case 'DbOperandRest': {
			allow(node, ['type', 'key', 'parent']);
			const key = textOf(node.key);
			return what.properties.get(key) ?? unknownProperty(key);
		}
		case 'VariableOperandRest': {
			allow(node, ['type', 'value']);
			const key = textOf(node.value);
			return what.properties.get(key) ?? unknownProperty(key);
		}
		case 'CustomFieldOperandRest': {
			allow(node, ['type', 'fieldName']);
			const label = textOf(node.fieldName);
			return what.customFields.get(label) ?? fail(`Custom field '${label}' is not known.`);
		}
		default:
			return fail(`Operand type '${textOf(node.type)}' is not known.`);
	}
}

function unknownProperty(key: string): never {
	return fail(`Property '${key}' is not known.`);
}

/** A value with the name of its type. */
interface Value {
	type: string;
	value: unknown;
}

const isWhole = (value: unknown) => Number.isInteger(value);
const isText = (value: unknown) => typeof value === 'string';
const listOf = (fits: (entry: unknown) => boolean) => (value: unknown) =>
	Array.isArray(value) && value.every(fits);

const VALUE_TYPES: Record<string, (value: unknown) => boolean> = {
	StringValueRest: isText,
	EnumValueRest: isText,
	LongValueRest: isWhole,
	IntegerValueRest: isWhole,
	DoubleValueRest: (value) => typeof value === 'number',
	BooleanValueRest: (value) => typeof value === 'boolean',
	TimeValueRest: (value) => isWhole(value) || (isText(value) && !Number.isNaN(asTime(value))),
	ListLongValueRest: listOf(isWhole),
	ListIntegerValueRest: listOf(isWhole),
	ListStringValueRest: listOf(isText),
};

function valueOf(operand: unknown, operator: string): Value {
	if (operand === undefined) return fail(`Operator '${operator}' needs a rightOperand.`);
	const node = objectAt(operand, 'rightOperand');
	if (node.type !== 'ValueOperandRest') {
		return fail(`Operand type '${textOf(node.type)}' is not known on the right side.`);
	}
	allow(node, ['type', 'value']);
	const value = objectAt(node.value, 'rightOperand.value');
	allow(value, ['type', 'value']);
	const type = textOf(value.type);
	const fits = VALUE_TYPES[type] ?? fail(`Value type '${type}' is not known.`);
	if (!fits(value.value)) return fail(`The value ${JSON.stringify(value.value)} is not a ${type}.`);
	return { type, value: value.value };
}

function asTime(value: unknown): number {
	return typeof value === 'number' ? value : Date.parse(String(value));
}

// ---- operators ------------------------------------------------------------------------------------------------

/** Which value types a kind of property takes, alone and as a list. */
const ACCEPTED: Record<PropertyType, { one: string[]; many: string[] }> = {
	id: {
		one: ['LongValueRest', 'IntegerValueRest'],
		many: ['ListLongValueRest', 'ListIntegerValueRest'],
	},
	number: {
		one: ['LongValueRest', 'IntegerValueRest', 'DoubleValueRest'],
		many: ['ListLongValueRest', 'ListIntegerValueRest'],
	},
	time: { one: ['LongValueRest', 'TimeValueRest'], many: ['ListLongValueRest'] },
	text: { one: ['StringValueRest'], many: ['ListStringValueRest'] },
	choice: { one: ['EnumValueRest', 'StringValueRest'], many: ['ListStringValueRest'] },
	flag: { one: ['BooleanValueRest'], many: [] },
	members: { one: ['StringValueRest'], many: ['ListStringValueRest'] },
};

type Compare = (stored: unknown, wanted: unknown) => boolean;

interface Operator {
	types: PropertyType[];
	takes: 'one' | 'many';
	holds: Compare;
}

const fold = (value: unknown) => textOf(value).toLowerCase();
const foldAll = (values: unknown) => (values as unknown[]).map(fold);
const among = (value: unknown, values: unknown) => (values as unknown[]).includes(value);
const not =
	(holds: Compare): Compare =>
	(stored, wanted) =>
		!holds(stored, wanted);
/** An unset field is neither before nor after anything. */
const ordered =
	(holds: (stored: number, wanted: number) => boolean): Compare =>
	(stored, wanted) =>
		typeof stored === 'number' && holds(stored, asTime(wanted));
const members = (stored: unknown) => (Array.isArray(stored) ? (stored as unknown[]) : []);

const PLAIN: PropertyType[] = ['id', 'text', 'time', 'number', 'flag', 'choice'];
const LISTED: PropertyType[] = ['id', 'text', 'number', 'choice'];
const TEXT: PropertyType[] = ['text', 'choice'];
const ORDERED: PropertyType[] = ['id', 'time', 'number'];

const one = (types: PropertyType[], holds: Compare): Operator => ({ types, takes: 'one', holds });
const many = (types: PropertyType[], holds: Compare): Operator => ({ types, takes: 'many', holds });

const equal: Compare = (stored, wanted) =>
	stored === wanted || (typeof stored === 'number' && stored === asTime(wanted));
const equalFolded: Compare = (stored, wanted) => fold(stored) === fold(wanted);
const contains: Compare = (stored, wanted) => fold(stored).includes(fold(wanted));
const amongFolded: Compare = (stored, wanted) => foldAll(wanted).includes(fold(stored));
const anyMember: Compare = (stored, wanted) =>
	members(stored).some((member) => among(member, wanted));

const OPERATORS: Record<string, Operator> = {
	equal: one(PLAIN, equal),
	not_equal: one(PLAIN, not(equal)),
	equal_case_insensitive: one(TEXT, equalFolded),
	not_equal_case_insensitive: one(TEXT, not(equalFolded)),
	in: many(LISTED, among),
	not_in: many(LISTED, not(among)),
	in_case_insensitive: many(TEXT, amongFolded),
	not_in_case_insensitive: many(TEXT, not(amongFolded)),
	contains: one(TEXT, contains),
	like: one(TEXT, contains),
	not_contains: one(TEXT, not(contains)),
	start_with: one(TEXT, (stored, wanted) => fold(stored).startsWith(fold(wanted))),
	end_with: one(TEXT, (stored, wanted) => fold(stored).endsWith(fold(wanted))),
	before: one(
		['time'],
		ordered((stored, wanted) => stored < wanted),
	),
	after: one(
		['time'],
		ordered((stored, wanted) => stored > wanted),
	),
	less_than: one(
		ORDERED,
		ordered((stored, wanted) => stored < wanted),
	),
	less_than_or_equal: one(
		ORDERED,
		ordered((stored, wanted) => stored <= wanted),
	),
	greater_than: one(
		ORDERED,
		ordered((stored, wanted) => stored > wanted),
	),
	greater_than_or_equal: one(
		ORDERED,
		ordered((stored, wanted) => stored >= wanted),
	),
	between: many(ORDERED, (stored, wanted) => {
		const [from, to] = wanted as [number, number];
		return typeof stored === 'number' && stored >= from && stored <= to;
	}),
	is_member: one(['members'], (stored, wanted) => members(stored).includes(wanted)),
	all_members_exist: many(['members'], (stored, wanted) =>
		(wanted as unknown[]).every((member) => members(stored).includes(member)),
	),
	any_member_or_all_members_exist: many(['members'], anyMember),
	no_members_exist: many(['members'], not(anyMember)),
};

function comparison(property: Property, name: string, { type, value }: Value): Matches {
	const operator = OPERATORS[name] ?? fail(`Operator '${name}' is not known.`);
	if (!operator.types.includes(property.type)) {
		return fail(`Operator '${name}' does not fit a property of type ${property.type}.`);
	}
	const accepted = ACCEPTED[property.type][operator.takes];
	if (!accepted.includes(type)) {
		return fail(`Operator '${name}' needs a ${accepted.join(' or ')} here, got a ${type}.`);
	}
	if (name === 'between' && (value as unknown[]).length !== 2) {
		return fail("Operator 'between' needs a list of two values.");
	}
	return (row) => operator.holds(property.read(row), value);
}

// ---- reading what was sent ------------------------------------------------------------------------------------

function fail(message: string): never {
	throw invalid(message);
}

function missing(node: Fields, what: string): never {
	return fail(`'${textOf(node.type)}' lacks ${what}.`);
}

function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	return value === undefined ? '' : JSON.stringify(value);
}

function objectAt(value: unknown, name: string): Fields {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
	return fail(`'${name}' must be an object.`);
}

function listAt(node: Fields, name: string): unknown[] {
	const value = node[name];
	return Array.isArray(value) ? (value as unknown[]) : fail(`'${name}' must be a list.`);
}

function allow(node: Fields, names: string[]): void {
	const unknown = Object.keys(node).find((name) => !names.includes(name));
	if (unknown !== undefined) fail(`Key '${unknown}' is not known in '${textOf(node.type)}'.`);
}
