import type { INodeProperties } from 'n8n-workflow';
import type { Task } from '../run/types';
import { BadInput } from '../values/badInput';
import { byDisplayName } from '../values/choice';
import { toObject } from '../values/json';
import { extraFields } from './extraFields';
import { checkNames, notOffered } from './fields';

/*
 * n8n drops from a collection what the form does not have. A misspelled filter would let all records through, a misspelled Dry Run
 * would write; so nothing that is there may go unnoticed.
 */

/** Texts and lists have a length, so this is all that n8n leaves of one that is given for a whole collection. */
const LENGTH = 'length';

/** Adds to the collections of a form what tells that n8n has dropped their content. */
export const withTellTales = (form: INodeProperties[]): INodeProperties[] =>
	form.map((parameter) => {
		if (parameter.type !== 'collection') return parameter;
		const options = (parameter.options ?? []) as INodeProperties[];
		const tellTale = notOffered({ ...parameter, displayName: 'Length', name: LENGTH });
		return { ...parameter, options: [...options, tellTale].sort(byDisplayName) };
	});

/** The collections of a form, with the names that each may contain. */
function namesIn(form: INodeProperties[]): Map<string, { displayName: string; names: string[] }> {
	const collections = new Map<string, { displayName: string; names: string[] }>();
	for (const { name, displayName, type, options = [] } of form) {
		if (type !== 'collection') continue;
		const known = collections.get(name)?.names ?? [];
		collections.set(name, { displayName, names: [...known, ...options.map((one) => one.name)] });
	}
	return collections;
}

/**
 * Checks that the collections of a form contain nothing but what the form has.
 *
 * @throws BadInput that names what there is not
 */
export function refuseUnknownNames(
	form: INodeProperties[],
	{ parameter }: Pick<Task, 'parameter'>,
): void {
	for (const [name, { displayName, names }] of namesIn(form)) {
		const values = toObject(displayName, parameter(name, {}));
		if (LENGTH in values) {
			throw new BadInput(
				`${displayName} is a single expression, text or list, which n8n ignores. Use an expression for each entry of ${displayName}`,
			);
		}
		// The others are checked with their fields.
		if (names.includes(extraFields.name)) continue;
		const advice = `${displayName} can contain ${names.join(', ')}`;
		checkNames(values, new Set(names), advice);
	}
}
