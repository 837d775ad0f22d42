import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { FilteredSearch } from '../records/filteredSearch';
import type { Resource } from '../resources';
import type { RecordTask } from '../run/types';
import { all, any, join, type Qualification } from '../transport/qualification';
import { toChoice } from '../values/choice';
import { entered } from '../values/coerce';
import { isRecord } from '../values/json';
import { namesToIds } from './conditionNames';
import { conditionForm, toComparison, type Comparison } from './conditions';
import { qualificationForm, readQualification } from './qualificationJson';

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
	description: 'Whether a record must meet all conditions or at least one of them',
};

/** Asks which records to return: by conditions, or in the search language of the API. */
export const filtersForm = (resource: Resource): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [conditionsForm(resource), matchForm, qualificationForm],
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
	const condition = await Promise.all(
		readConditions(filters).map(
			async (one, index) => await namesToIds(api, resource, one, placeOf(index)),
		),
	);
	return toSearch(resource, { ...filters, conditions: { condition } }, zone);
}

const placeOf = (index: number): string => `Condition ${index + 1}`;

function readConditions({ conditions }: IDataObject): IDataObject[] {
	const rows = isRecord(conditions) ? conditions.condition : undefined;
	return Array.isArray(rows) ? (rows as IDataObject[]) : [];
}

/**
 * Like `readFilters`, when no name has to be looked up.
 *
 * @param zone IANA name of the workflow's time zone
 * @throws BadInput that names the condition
 */
export function toSearch(resource: Resource, filters: IDataObject, zone: string): FilteredSearch {
	const built = readConditions(filters).map((condition, index) =>
		toComparison(resource, condition, placeOf(index), zone),
	);
	const own = readQualification(filters);
	const isAny = toChoice('Match', matchChoices, entered(filters.match) ?? 'all').value === 'any';
	const others = built.filter(({ meets }) => !meets);
	return {
		qualification: combine(built, isAny, own),
		keep: (row) => isAny || built.every(({ meets }) => meets?.(row) ?? true),
		withoutTimes: isAny || others.length === built.length ? undefined : combine(others, false, own),
	};
}

function combine(
	comparisons: Comparison[],
	isAny: boolean,
	own: Qualification | undefined,
): Qualification {
	const quals = comparisons.map(({ qualification }) => qualification);
	const joined = isAny ? any(quals) : all(quals);
	if (!own) return joined;
	return quals.length === 0 ? own : join(joined, 'AND', own);
}
