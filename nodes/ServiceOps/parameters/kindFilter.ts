import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Place } from '../records/place';
import { isOfResource } from '../records/search';
import { findResource, type Resource } from '../resources';
import { toChoice } from '../values/choice';
import { entered } from '../values/coerce';
import type { RowTest } from './rowConditions';

const LABEL = 'Kind';
const NAME = 'kind';

/** The resource whose records are listed together with those of this one. */
const otherOf = ({ alsoLists }: Resource): Resource | undefined => findResource(alsoLists);

const choicesFor = (resource: Resource, other: Resource) => [
	{ name: 'All', value: 'all' },
	{ name: `${resource.displayName}s Only`, value: resource.name },
	{ name: `${other.displayName}s Only`, value: other.name },
];

/** The filter for lists that the server mixes. */
export function kindForm(resource: Resource): INodeProperties[] {
	const other = otherOf(resource);
	if (!other) return [];
	return [
		{
			displayName: LABEL,
			name: NAME,
			type: 'options',
			options: choicesFor(resource, other),
			default: 'all',
			description: `ServiceOps lists ${other.plural} among the ${resource.plural}`,
		},
	];
}

/**
 * Reads the filter.
 *
 * @param filters the value of the collection
 * @returns undefined when records of any kind are wanted
 * @throws BadInput when there is no such kind
 */
export function readKind(
	{ api, resource }: Pick<Place, 'api' | 'resource'>,
	filters: IDataObject,
): RowTest | undefined {
	const other = otherOf(resource);
	const given = entered(filters[NAME]);
	if (!other || given === undefined) return undefined;
	const { value } = toChoice(LABEL, choicesFor(resource, other), given);
	if (value === 'all') return undefined;
	const isOther: RowTest = (row) => isOfResource({ api, resource: other }, row);
	return value === other.name ? isOther : (row) => !isOther(row);
}
