import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Place } from '../records/place';
import { isOfResource } from '../records/search';
import { findResource, type Resource } from '../resources';
import { choiceParameter } from './choiceParameter';
import type { RowTest } from './rowConditions';

/** The resource whose records are listed together with those of this one. */
const otherOf = ({ alsoLists }: Resource): Resource | undefined => findResource(alsoLists);

const kindChoice = (resource: Resource, other: Resource) =>
	choiceParameter(
		'kind',
		'Kind',
		[
			{ name: 'All', value: 'all' },
			{ name: `${resource.displayName}s Only`, value: resource.name },
			{ name: `${other.displayName}s Only`, value: other.name },
		],
		'all',
		`ServiceOps lists ${other.plural} among the ${resource.plural}`,
	);

/** The filter for lists that the server mixes. */
export function kindForm(resource: Resource): INodeProperties[] {
	const other = otherOf(resource);
	return other ? [kindChoice(resource, other).form] : [];
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
	if (!other) return undefined;
	const { value } = kindChoice(resource, other).read((name) => filters[name]);
	if (value === 'all') return undefined;
	const isOther: RowTest = (row) => isOfResource({ api, resource: other }, row);
	return value === other.name ? isOther : (row) => !isOther(row);
}
