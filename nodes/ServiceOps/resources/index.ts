import { asset } from './asset';
import { change } from './change';
import { ci } from './ci';
import { problem } from './problem';
import { release } from './release';
import { request } from './request';
import { serviceRequest } from './serviceRequest';
import type { Resource } from './types';
import { requester, technician } from './users';

/** Every module of records that the node knows. */
export const resources: Resource[] = [
	asset,
	change,
	ci,
	problem,
	release,
	request,
	requester,
	serviceRequest,
	technician,
];

/** The modules that a trigger can watch, in the order of their labels. */
export const watchableResources: Resource[] = resources
	.filter(({ canBeWatched }) => canBeWatched)
	.sort((a, b) => a.displayName.localeCompare(b.displayName));

/** Resources as choices of a form. */
export function toChoices(chosen: Resource[]) {
	return chosen.map((resource) => ({
		name: resource.displayName,
		value: resource.name,
		resource,
	}));
}

/** The same as choices of a form, or of a call from outside. */
export const watchableChoices = toChoices(watchableResources);

/** A resource by its name, if the node knows it. */
export const findResource = (wanted: unknown): Resource | undefined =>
	resources.find(({ name }) => name === wanted);

export type {
	DueTime,
	Field,
	FieldTable,
	Lookup,
	OperationName,
	PropertyGroup,
	QuickFilter,
	RecordType,
	Resource,
	RowTimes,
	SearchProperty,
	SharedPath,
	TextComparison,
} from './types';
