import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { QuickFilter, Resource } from '../resources';
import { filled, NAME_KEYS } from '../values/coerce';
import { toLocated } from '../values/located';
import { trimEnds } from '../values/visible';
import type { Condition } from './conditions';
import { fieldParameter, isListed } from './fields';

/** The parameters for the conditions that are offered on their own. */
export const quickFilterForms = (resource: Resource): INodeProperties[] =>
	resource.quickFilters.map((filter) => quickFilterForm(resource, filter));

function quickFilterForm(
	resource: Resource,
	{ name, displayName, operator }: QuickFilter,
): INodeProperties {
	const field = resource.fields.find((candidate) => candidate.name === name);
	if (field && isListed(field)) {
		const description = `Only ${resource.plural} with this ${displayName.toLowerCase()}; separate several with commas`;
		return fieldParameter(resource, { ...field, displayName, description });
	}
	if (operator === 'after') {
		return {
			displayName,
			name,
			type: 'dateTime',
			default: '',
			description:
				'In the time zone of the workflow. An expression can also give today or 7 days ago.',
		};
	}
	return {
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder: field?.placeholder ?? `e.g. ${resource.keyExample}`,
		description: `Only ${resource.plural} with this text in it`,
	};
}

/** A name; AI agents and other nodes also give the whole object that they have read. */
const nameIn = (value: unknown): unknown => toLocated(value, ['email', ...NAME_KEYS]);

/** What a condition compares with. */
export const toOperand = (given: unknown): unknown =>
	Array.isArray(given) ? given.map(nameIn) : nameIn(given);

/**
 * The quick filters that were filled in, as conditions; each holds in addition to all others.
 *
 * @param filters the value of the collection
 */
export const readQuickFilters = (resource: Resource, filters: IDataObject): Condition[] =>
	resource.quickFilters.flatMap(({ name, displayName: label, search, operator = 'in' }) => {
		const given = toOperand(filled(filters[name]));
		if (given === undefined) return [];
		// A copied word brings spaces along.
		const value = typeof given === 'string' ? trimEnds(given) : given;
		const values = { field: search, operator, value } as IDataObject;
		return [{ values, place: '', label }];
	});
