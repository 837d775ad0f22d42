import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { Resource, SearchProperty } from '../resources/index';
import type { Api } from '../transport/types';
import { isRecord } from '../values/json';
import { readLookup, type Entry } from '../records/nameLists';
import { entered, toList, toText } from '../values/coerce';
import { findChoice, toChoice, type Choice } from '../values/choice';
import { quote } from '../values/refuse';
import { parseJson } from '../values/json';
import { toTime } from '../values/time';
import {
	all,
	any,
	column,
	compare,
	customField,
	join,
	property,
	test,
	type Qualification,
} from '../transport/qualification';
import { type Row } from '../transport/page';

type PropertyKind = SearchProperty['kind'];

/** What a comparison needs on its right side. */
type Operand = 'one' | 'many' | 'none';

/**
 * The operators of the search language, spelt as the vendor's examples and clients do: lower case with underscores
 * (requests.md section 5).
 */
const operators: Array<{ name: string; value: string; operand: Operand; kinds: PropertyKind[] }> = [
	{ name: 'Contains', value: 'contains', operand: 'one', kinds: ['text'] },
	{ name: 'Contains All Of', value: 'all_members_exist', operand: 'many', kinds: ['list'] },
	{ name: 'Ends With', value: 'end_with', operand: 'one', kinds: ['text'] },
	{ name: 'Is', value: 'equal', operand: 'one', kinds: ['text', 'id'] },
	{ name: 'Is After', value: 'after', operand: 'one', kinds: ['time'] },
	{ name: 'Is Before', value: 'before', operand: 'one', kinds: ['time'] },
	{ name: 'Is Empty', value: 'is_blank', operand: 'none', kinds: ['text', 'id', 'time', 'list'] },
	{ name: 'Is None Of', value: 'not_in', operand: 'many', kinds: ['text', 'id'] },
	{ name: 'Is Not', value: 'not_equal', operand: 'one', kinds: ['text', 'id'] },
	{
		name: 'Is Not Empty',
		value: 'is_not_blank',
		operand: 'none',
		kinds: ['text', 'id', 'time', 'list'],
	},
	{ name: 'Is One Of', value: 'in', operand: 'many', kinds: ['text', 'id'] },
	{ name: 'Not Contains', value: 'not_contains', operand: 'one', kinds: ['text'] },
	{ name: 'Starts With', value: 'start_with', operand: 'one', kinds: ['text'] },
];

const CUSTOM_FIELD = 'customField';

const titleOf = ({ titleField }: Resource): string => titleField;

const matchChoices = [
	{ name: 'All Conditions', value: 'all' },
	{ name: 'Any Condition', value: 'any' },
];

const fieldChoices = (resource: Resource): Choice[] =>
	[
		...resource.search.map(({ displayName, name }) => ({ name: displayName, value: name })),
		{ name: 'Custom Field', value: CUSTOM_FIELD },
	].sort((a, b) => a.name.localeCompare(b.name));

/** The filters of Get Many: conditions put together in the form, or the search language itself. */
export const filtersForm = (resource: Resource): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Conditions',
			name: 'conditions',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Condition',
			default: {},
			options: [
				{
					displayName: 'Condition',
					name: 'condition',
					values: [
						{
							displayName: 'Field',
							name: 'field',
							type: 'options',
							options: fieldChoices(resource),
							default: titleOf(resource),
							description:
								'What the condition is about. Fields that end in ID want the number that ServiceOps uses inside; the others take names too.',
						},
						{
							displayName: 'Custom Field Name',
							name: 'customFieldName',
							type: 'string',
							default: '',
							placeholder: 'e.g. Cost Center',
							description: 'The label of the custom field, as the form in ServiceOps shows it',
							displayOptions: { show: { field: [CUSTOM_FIELD] } },
						},
						{
							displayName: 'Operator',
							name: 'operator',
							type: 'options',
							options: operators.map(({ name, value }) => ({ name, value })),
							default: 'equal',
							description: 'How to compare',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description:
								'What to compare with. Separate several values by commas. Times take ISO 8601, such as 2026-08-31T14:30.',
							displayOptions: { hide: { operator: ['is_blank', 'is_not_blank'] } },
						},
					],
				},
			],
		},
		{
			displayName: 'Match',
			name: 'match',
			type: 'options',
			options: matchChoices,
			default: 'all',
			description: 'Whether a record must meet all conditions or at least one',
		},
		{
			displayName: 'Qualification (JSON)',
			name: 'qualification',
			type: 'json',
			default: '',
			placeholder: 'e.g. { "type": "FlatQualificationRest", "quals": [] }',
			description:
				'A search in the language of the ServiceOps API, for what conditions cannot express. Records must meet it as well as the conditions.',
		},
	],
});

function conditionsOf({ conditions }: IDataObject): IDataObject[] {
	const rows = isRecord(conditions) ? conditions.condition : undefined;
	return Array.isArray(rows) ? (rows as IDataObject[]) : [];
}

/**
 * Replaces names by the numbers that the search language wants, as far as the server lists them.
 *
 * @returns the filters, with numbers
 * @throws UserError when a name is not in the list, or the login may not read the list
 */
export async function withIds(
	api: Api,
	resource: Resource,
	filters: IDataObject,
): Promise<IDataObject> {
	const condition = await Promise.all(
		conditionsOf(filters).map(
			async (one, index) => await namesToIds(api, resource, one, `Condition ${index + 1}`),
		),
	);
	return { ...filters, conditions: { condition } };
}

async function namesToIds(
	api: Api,
	resource: Resource,
	condition: IDataObject,
	place: string,
): Promise<IDataObject> {
	const field = findChoice(fieldChoices(resource), condition.field);
	const found = resource.search.find(({ name }) => name === field?.value);
	const value = entered(condition.value);
	if (!found?.lookup || value === undefined || typeof value === 'number') return condition;
	const label = `${place}: ${found.displayName}`;
	const wanted = toList(label, value);
	const isNumber = (text: string) => /^\d+$/.test(text);
	if (wanted.every(isNumber)) return condition;
	const entries = await readLookup(api, found.lookup).catch(() => undefined);
	const ids = wanted.map((text) => (isNumber(text) ? text : idOf(text, entries, label)));
	return { ...condition, value: ids.join(',') };
}

function idOf(text: string, entries: Entry[] | undefined, label: string): string {
	if (!entries) {
		throw new UserError(
			`${label}: ServiceOps does not tell this login which number "${text}" has`,
			{
				description:
					'API keys are usually refused there. Enter the number itself; your ServiceOps administrator knows it.',
			},
		);
	}
	const isSame = (name = '') => name.toLowerCase() === text.toLowerCase();
	const matches = entries.filter(({ name, email }) => isSame(name) || isSame(email));
	const [match] = matches;
	if (match && matches.length === 1) return match.id;
	const names = entries
		.map(({ name }) => name)
		.slice(0, 20)
		.join(', ');
	throw new UserError(
		match
			? `${label}: several are called "${text}". Enter the number instead`
			: `${label}: there is no "${text}"`,
		{ description: `ServiceOps has: ${names}.` },
	);
}

/** What to ask the server for, and what to look at afterwards. */
export interface BuiltSearch {
	qualification: Qualification;
	/** Whether a row meets the conditions on times: servers are known to ignore these. */
	keep: (row: Row) => boolean;
	/** For servers that refuse conditions on times: the search without them, if there are any. */
	withoutTimes?: Qualification;
}

/**
 * The search for what was entered under Filters.
 *
 * @param zone IANA name of the workflow's time zone
 * @throws UserError that names the condition
 */
export function toSearch(resource: Resource, filters: IDataObject, zone: string): BuiltSearch {
	const built = conditionsOf(filters).map((condition, index) =>
		toComparison(resource, condition, `Condition ${index + 1}`, zone),
	);
	const own = ownQualification(filters.qualification);
	const combine = (parts: Comparison[], isAny: boolean): Qualification => {
		const quals = parts.map(({ qualification }) => qualification);
		const joined = isAny ? any(quals) : all(quals);
		if (!own) return joined;
		return quals.length === 0 ? own : join(joined, 'AND', own);
	};
	const isAny = toChoice('Match', matchChoices, entered(filters.match) ?? 'all').value === 'any';
	const others = built.filter(({ meets }) => !meets);
	return {
		qualification: combine(built, isAny),
		keep: (row) => isAny || built.every(({ meets }) => meets?.(row) ?? true),
		withoutTimes: isAny || others.length === built.length ? undefined : combine(others, false),
	};
}

interface Comparison {
	qualification: Qualification;
	/** For conditions on times: whether a row meets it, as far as the row tells. */
	meets?: (row: Row) => boolean;
}

/** A row may call a time otherwise than the search does. */
const ROW_NAMES: Record<string, string> = { dueByTime: 'dueBy' };

function meetsTime(name: string, operator: string, wanted: number): (row: Row) => boolean {
	return (row) => {
		const time = Number(row[ROW_NAMES[name] ?? name]);
		if (Number.isNaN(time)) return true;
		return operator === 'after' ? time > wanted : time < wanted;
	};
}

/** Takes the whole body that the API documentation shows, or only the qualification in it. */
function ownQualification(value: unknown): Qualification | undefined {
	const given = entered(value);
	if (given === undefined) return undefined;
	const parsed = parseJson('Qualification (JSON)', given);
	const qualification =
		isRecord(parsed) && isRecord(parsed.qualDetails) ? parsed.qualDetails : parsed;
	if (isRecord(qualification) && Object.keys(qualification).length === 0) return undefined;
	if (!isRecord(qualification) || typeof qualification.type !== 'string') {
		throw new UserError(
			'Qualification (JSON) must be an object with a "type", such as FlatQualificationRest',
		);
	}
	return qualification as Qualification;
}

function toComparison(
	resource: Resource,
	condition: IDataObject,
	place: string,
	zone: string,
): Comparison {
	const { kind, operand, label, name: key } = leftSide(resource, condition, place);
	const operator = toChoice(
		`${place}, Operator`,
		operators,
		entered(condition.operator) ?? 'equal',
	);
	if (!operator.kinds.includes(kind)) {
		throw new UserError(`${place}: "${operator.name}" cannot be used with ${label}`);
	}
	if (operator.operand === 'none') return { qualification: test(operand, operator.value) };

	const value = entered(condition.value);
	const name = `${place}: ${label}`;
	if (value === undefined) throw new UserError(`${name} has no value to compare with`);
	const isList = operator.operand === 'many';
	if (kind === 'time') {
		const time = toTime(name, value, zone);
		return {
			qualification: compare(operand, operator.value, 'LongValueRest', time),
			meets: meetsTime(key, operator.value, time),
		};
	}
	if (kind === 'id') {
		return {
			qualification: isList
				? compare(operand, operator.value, 'ListLongValueRest', toIds(name, value))
				: compare(operand, operator.value, 'LongValueRest', toId(name, value)),
		};
	}
	return {
		qualification: isList
			? compare(operand, operator.value, 'ListStringValueRest', toList(name, value))
			: compare(operand, operator.value, 'StringValueRest', toText(name, value)),
	};
}

function leftSide(resource: Resource, condition: IDataObject, place: string) {
	const given = entered(condition.field) ?? resource.titleField;
	const field = toChoice(`${place}, Field`, fieldChoices(resource), given);
	if (field.value === CUSTOM_FIELD) {
		const label = entered(condition.customFieldName);
		if (typeof label !== 'string') throw new UserError(`${place}: Custom Field Name is empty`);
		return { kind: 'text' as const, operand: customField(label.trim()), label, name: label };
	}
	const { name: label, value: name } = field;
	const operand = name === 'id' ? column('id') : property(`${resource.searchModule}.${name}`);
	const kind = resource.search.find((found) => found.name === name)?.kind ?? 'text';
	return { kind, operand, label, name };
}

/** The search language knows statuses, priorities, people … by number only. */
function toId(label: string, value: unknown): number {
	const number = typeof value === 'string' ? Number(value.trim()) : value;
	if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
	throw new UserError(`${label} must be a number, but it is ${quote(value)}`, {
		description:
			'ServiceOps filters by the numbers that it uses inside, such as 9 for Open. Your administrator knows them.',
	});
}

const toIds = (label: string, value: unknown): number[] =>
	(typeof value === 'number' ? [value] : toList(label, value)).map((entry) => toId(label, entry));
