import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { FilteredSearch } from '../records/filteredSearch';
import type { Resource } from '../resources';
import type { RecordTask } from '../run/types';
import { all, any, join, type Qualification } from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { byDisplayName, toChoice } from '../values/choice';
import { entered } from '../values/coerce';
import { isRecord } from '../values/json';
import { lookUpNames } from './conditionNames';
import { conditionForm, toComparison, type Comparison, type Condition } from './conditions';
import { kindForm, readKind } from './kindFilter';
import { qualificationForm, readQualification } from './qualificationJson';
import { quickFilterForms, readQuickFilters } from './quickFilters';
import type { RowTest } from './rowConditions';

const matchChoices = [
	{ name: 'All Conditions', value: 'all' },
	{ name: 'Any Condition', value: 'any' },
];

const conditionsForm = (resource: Resource): INodeProperties => ({
	displayName: 'Conditions',
	name: 'conditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Condition',
	default: {},
	options: [{ displayName: 'Condition', name: 'condition', values: conditionForm(resource) }],
});

const matchForm: INodeProperties = {
	displayName: 'Match',
	name: 'match',
	type: 'options',
	options: matchChoices,
	default: 'all',
	description:
		'Whether a record must meet all conditions or at least one of them. Other filters always apply.',
};

/** Asks which records to return: by quick filters, by conditions, or in the search language of the API. */
export const filtersForm = (resource: Resource): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		...quickFilterForms(resource),
		...kindForm(resource),
		conditionsForm(resource),
		matchForm,
		qualificationForm,
	].sort(byDisplayName),
});

/**
 * Builds the search for what was entered under Filters; names are looked up on the server.
 *
 * @param filters the value of the collection
 * @throws BadInput that names the condition
 */
export async function readFilters(
	{ api, resource, zone }: Pick<RecordTask, 'api' | 'resource' | 'zone'>,
	filters: IDataObject,
): Promise<FilteredSearch> {
	const lookUp = async (conditions: Condition[]) =>
		await Promise.all(conditions.map(async (one) => await lookUpNames(api, resource, one)));
	const [quick, conditions] = await Promise.all([
		lookUp(readQuickFilters(resource, filters)),
		lookUp(readConditions(filters)),
	]);
	const isWantedKind = readKind({ api, resource }, filters);
	return toSearch(resource, filters, zone, { quick, conditions, isWantedKind });
}

function readConditions({ conditions }: IDataObject): Condition[] {
	const rows = isRecord(conditions) ? conditions.condition : undefined;
	const all = Array.isArray(rows) ? (rows as IDataObject[]) : [];
	return all.map((values, index) => ({ values, place: `Condition ${index + 1}: ` }));
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
	given: { quick: Condition[]; conditions: Condition[]; isWantedKind?: RowTest } = {
		quick: readQuickFilters(resource, filters),
		conditions: readConditions(filters),
	},
): FilteredSearch {
	const compareAll = (conditions: Condition[]) =>
		conditions.map((condition) => toComparison(resource, condition, zone));
	const isAny = toChoice('Match', matchChoices, entered(filters.match) ?? 'all').value === 'any';
	const quick = compareAll(given.quick);
	const conditions = compareAll(given.conditions);
	const group = isAny ? groupOf(conditions) : undefined;
	const required = isAny ? quick : [...quick, ...conditions];
	const own = readQualification(filters);
	const { isWantedKind } = given;
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
	const meetsAll =
		(comparisons: Comparison[], meetsGroup: RowTest | undefined): RowTest =>
		(row, order) =>
			(isWantedKind?.(row) ?? true) &&
			comparisons.every(({ meets }) => meets?.(row, order) ?? true) &&
			(meetsGroup?.(row, order) ?? true);
	const untimed = group?.isTimed ? undefined : group;
	const butTimes = checked.filter(({ appliedBy }) => appliedBy !== 'both');
	const hasTimes = withoutTimes.length < required.length || group?.isTimed;
	return {
		qualification: toQualification(required, group?.qual),
		keep: meetsAll(checked, group?.meets),
		keepButTimes: meetsAll(butTimes, untimed?.meets),
		withoutTimes: hasTimes ? toQualification(withoutTimes, untimed?.qual) : undefined,
		...((byName.length > 0 || isWantedKind) && { isByRows: true }),
		...(byName.length > 0 && { note: describeByName(byName) }),
	};
}

interface Group {
	/** For the server. */
	qual?: Qualification;
	/** For rows, where the server cannot tell one of the conditions, or may ignore it. */
	meets?: RowTest;
	/** Whether servers may ignore a condition of it that rows can tell. */
	isTimed?: boolean;
}

/** Several conditions of which one is enough. */
function groupOf(conditions: Comparison[]): Group | undefined {
	if (conditions.length === 0) return undefined;
	const meets: RowTest = (row, order) => conditions.some((one) => one.meets?.(row, order));
	const untold = conditions.find((one) => !one.meets);
	if (conditions.every(({ appliedBy }) => appliedBy !== 'rows')) {
		const qual = any(conditions.map(({ quals }) => toOne(quals)));
		const isTimed = !untold && conditions.some(({ appliedBy }) => appliedBy === 'both');
		return isTimed ? { qual, meets, isTimed } : { qual };
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

const describeByName = (comparisons: Comparison[]): string =>
	`ServiceOps gave no IDs for ${[...new Set(comparisons.map(({ label }) => label))].join(', ')}, so the node read the records and compared the names itself`;
