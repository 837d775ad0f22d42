import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { FilteredSearch } from '../records/filteredSearch';
import type { Place } from '../records/place';
import type { Resource } from '../resources';
import type { RecordTask } from '../run/types';
import { all, any, join, type Qualification } from '../transport/qualification';
import { BadInput, checkAll } from '../values/badInput';
import { byDisplayName } from '../values/choice';
import { entered, filled } from '../values/coerce';
import { isRecord, parseJson, toObject } from '../values/json';
import { isNothing } from '../values/located';
import { originOf } from '../values/origin';
import { refuse } from '../values/refuse';
import { choiceParameter } from './choiceParameter';
import { lookUpNames } from './conditionNames';
import { conditionForm, toComparison, type Comparison, type Condition } from './conditions';
import { checkNames } from './fields';
import { watchIgnored } from './ignoredConditions';
import { kindForm, readKind } from './kindFilter';
import { qualificationForm, readQualification } from './qualificationJson';
import { quickFilterForms, readQuickFilters, toOperand } from './quickFilters';
import { watchNames } from './namesInRows';
import type { RowTest } from './rowConditions';

/** The parameter with the filters. */
const FILTERS = 'filters';

const CONDITIONS = 'Conditions';

const conditionsForm = (resource: Resource): INodeProperties => ({
	displayName: CONDITIONS,
	name: 'conditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Condition',
	default: {},
	options: [{ displayName: 'Condition', name: 'condition', values: conditionForm(resource) }],
});

const matchMode = choiceParameter(
	'match',
	'Match',
	[
		{ name: 'All Conditions', value: 'all' },
		{ name: 'Any Condition', value: 'any' },
	],
	'all',
	'Whether a record must meet all conditions or at least one of them. Other filters always apply.',
);

/** Asks which records to return: by quick filters, by conditions, or in the search language of the API. */
export const filtersForm = (resource: Resource): INodeProperties => ({
	displayName: 'Filters',
	name: FILTERS,
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		...quickFilterForms(resource),
		...kindForm(resource),
		conditionsForm(resource),
		matchMode.form,
		qualificationForm,
	].sort(byDisplayName),
});

/** The error about an expression that gives nothing where that would change what happens. */
export const noValueOf = (label: string, consequence = ''): BadInput =>
	new BadInput(`${label} is empty: its expression gives no value${consequence}`, {
		description:
			"Check the expression. If it may have no value, write it like this: {{ $json.status || '' }}.",
	});

/**
 * The filters of an item.
 *
 * @throws BadInput that names a filter whose expression gives nothing: without it, all records would be returned
 */
export function readGivenFilters({
	parameter,
	raw,
	resource,
}: Pick<RecordTask, 'parameter' | 'raw' | 'resource'>): IDataObject {
	const filters = toObject('Filters', parameter(FILTERS, {}));
	const written = raw(FILTERS);
	const isGiven = (name: string) => Object.hasOwn(filters, name);
	const isWhole = originOf(written, []) !== 'literal';
	const check = ({ name, displayName }: INodeProperties) => {
		if (filled(filters[name]) !== undefined || (isWhole && !isGiven(name))) return;
		if (originOf(written, [name]) !== 'expression') return;
		throw noValueOf(displayName, `. Without this filter, all ${resource.plural} would match`);
	};
	checkAll((filtersForm(resource).options as INodeProperties[]).map((form) => () => check(form)));
	const isLeftOut = ({ value }: IDataObject, index: number) =>
		(filled(value) === undefined || isNothing(value)) &&
		originOf(written, ['conditions', 'condition', index, 'value']) === 'optional';
	const given = readRows(filters.conditions);
	const condition = given.filter((row, index) => !isLeftOut(row, index));
	return { ...filters, ...(given.length > 0 && { conditions: { condition } }) };
}

/**
 * Builds the search for what was entered under Filters; names are looked up on the server.
 *
 * @param filters the value of the collection
 * @throws BadInput that names the condition
 */
export async function readFilters(
	place: Place & Pick<RecordTask, 'zone'>,
	filters: IDataObject,
): Promise<FilteredSearch> {
	const { api, resource, zone } = place;
	const lookUp = async (conditions: Condition[]) =>
		await Promise.all(conditions.map(async (one) => await lookUpNames(api, resource, one)));
	const [quick, conditions] = await Promise.all([
		lookUp(readQuickFilters(resource, filters)),
		lookUp(readConditions(filters)),
	]);
	const isWantedKind = readKind({ api, resource }, filters);
	return toSearch(resource, filters, zone, { quick, conditions, isWantedKind, place });
}

const readConditions = ({ conditions }: IDataObject): Condition[] =>
	readRows(conditions).map((row, index) => ({
		values: { ...row, value: toOperand(row.value) as IDataObject[string] },
		place: `Condition ${index + 1}: `,
	}));

/** A key that is misspelled would leave its default, and so make another condition. */
const CONDITION_NAMES = new Set(['field', 'customFieldName', 'operator', 'value', 'valueTo']);

/**
 * The rows of the collection; expressions also give them as a list, or as JSON text.
 *
 * @throws BadInput when it is anything else: a condition that is left out would let other records through
 */
function readRows(conditions: unknown): IDataObject[] {
	const given = parseJson(CONDITIONS, entered(conditions) ?? []);
	const inside = isRecord(given)
		? (given.condition ?? (Object.keys(given).length === 0 ? [] : given))
		: given;
	const inner = parseJson(CONDITIONS, inside);
	const rows: unknown = isRecord(inner) ? [inner] : inner;
	if (Array.isArray(rows) && rows.every(isRecord)) {
		rows.forEach((row, index) =>
			checkNames(row, CONDITION_NAMES, `Condition ${index + 1} takes field, operator and value`),
		);
		return rows;
	}
	return refuse(CONDITIONS, 'a list of objects with field, operator and value', conditions);
}

/**
 * Builds the search without asking the server.
 *
 * @param zone IANA name of the workflow's time zone
 * @param given what was looked up; by default, the conditions as they were entered
 * @throws BadInput that names the condition
 */
export function toSearch(
	resource: Resource,
	filters: IDataObject,
	zone: string,
	given: { quick: Condition[]; conditions: Condition[]; isWantedKind?: RowTest; place?: Place } = {
		quick: readQuickFilters(resource, filters),
		conditions: readConditions(filters),
	},
): FilteredSearch {
	const compareAll = (conditions: Condition[]) =>
		conditions.map((condition) => toComparison(resource, condition, zone));
	const isAny = matchMode.read((name) => filters[name]).value === 'any';
	const quick = compareAll(given.quick);
	const conditions = compareAll(given.conditions);
	const group = isAny ? groupOf(conditions) : undefined;
	const required = isAny ? quick : [...quick, ...conditions];
	const own = readQualification(filters);
	const toQualification = (comparisons: Comparison[], joined: Qualification | undefined) =>
		combine(
			comparisons.flatMap((one) => one.quals),
			joined,
			own,
		);
	const checked = required.filter(({ appliedBy }) => appliedBy !== 'server');
	const withoutTimes = required.filter(({ appliedBy }) => appliedBy !== 'both');
	const byName = [...required, ...(isAny ? conditions : [])].filter(
		({ appliedBy }) => appliedBy === 'rows',
	);
	const names = watchNames(byName);
	const meetsAll =
		(comparisons: Comparison[], meetsGroup: RowTest | undefined): RowTest =>
		(row, order) =>
			(given.isWantedKind?.(row) ?? true) &&
			comparisons.every(({ meets }) => meets?.(row, order) ?? true) &&
			(meetsGroup?.(row, order) ?? true);
	const untimed = group?.isTimed ? undefined : group;
	const butTimes = checked.filter(({ appliedBy }) => appliedBy !== 'both');
	const hasTimes = withoutTimes.length < required.length || group?.isTimed;
	const search: FilteredSearch = {
		qualification: toQualification(required, group?.qual),
		keep: names.noting(meetsAll(checked, group?.meets)),
		keepButTimes: names.noting(meetsAll(butTimes, untimed?.meets)),
		withoutTimes: hasTimes ? toQualification(withoutTimes, untimed?.qual) : undefined,
		...((byName.length > 0 || given.isWantedKind) && { isByRows: true }),
		...(byName.length > 0 && names.described),
	};
	return watchIgnored(search, given.place, required, group?.byServer);
}

interface Group {
	/** For the server. */
	qual?: Qualification;
	/** For rows, where the server cannot tell one of the conditions, or may ignore it. */
	meets?: RowTest;
	/** Whether servers may ignore a condition of it that rows can tell. */
	isTimed?: boolean;
	/** The conditions, if the server alone is to apply them. */
	byServer?: Comparison[];
}

/** Several conditions of which one is enough. */
function groupOf(conditions: Comparison[]): Group | undefined {
	if (conditions.length === 0) return undefined;
	const meets: RowTest = (row, order) => conditions.some((one) => one.meets?.(row, order));
	const untold = conditions.find((one) => !one.meets);
	if (conditions.every(({ appliedBy }) => appliedBy !== 'rows')) {
		const qual = any(conditions.map(({ quals }) => toOne(quals)));
		const isTimed = !untold && conditions.some(({ appliedBy }) => appliedBy === 'both');
		return isTimed ? { qual, meets, isTimed } : { qual, byServer: conditions };
	}
	if (untold) {
		throw new BadInput(
			`Match: "Any Condition" does not work with an ID of ${untold.label} here. Enter the name`,
		);
	}
	return { meets };
}

const toOne = (quals: Qualification[]): Qualification =>
	quals.reduce((left, right) => join(left, 'AND', right));

function combine(
	quals: Qualification[],
	group: Qualification | undefined,
	own: Qualification | undefined,
): Qualification {
	const joined = group && quals.length === 0 ? group : all(group ? [...quals, group] : quals);
	if (!own) return joined;
	return quals.length === 0 && !group ? own : join(joined, 'AND', own);
}
