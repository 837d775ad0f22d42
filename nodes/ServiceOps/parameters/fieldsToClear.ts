import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { noneFor } from '../records/emptyFields';
import type { Field } from '../resources';
import type { Task } from '../run/types';
import { withArticle } from '../values/article';
import { BadInput } from '../values/badInput';
import { adviseOn, byName, findChoice, type Choice } from '../values/choice';
import { toList } from '../values/coerce';
import { checkType, type Conversion } from './fields';
import { optionsIn } from './options';

const LABEL = 'Fields to Clear';
const NAME = 'fieldsToClear';

const canBeCleared = (field: Field): boolean =>
	!field.required && !field.isNeverEmpty && noneFor(field) !== undefined;

const choicesFrom = (fields: Field[]): Choice[] =>
	fields
		.filter(canBeCleared)
		.map(({ displayName, name }) => ({ name: displayName, value: name }))
		.sort(byName);

/** The option for the fields that an update empties. */
export const fieldsToClear = (fields: Field[]): INodeProperties => ({
	displayName: LABEL,
	name: NAME,
	type: 'multiOptions',
	default: [],
	description: 'Fields to empty',
	options: choicesFrom(fields),
});

/** The names of the fields that were chosen. */
export const readFieldsToClear = (
	{ parameter }: Pick<Task, 'parameter'>,
	fields: Field[],
): string[] =>
	toList(LABEL, optionsIn(parameter)[NAME] ?? []).map(
		(name) => findChoice(choicesFrom(fields), name)?.value ?? name,
	);

/**
 * What clears the named fields, as far as it is known before anything is sent (`records/emptyFields.ts`).
 *
 * @throws BadInput when there is no such field, or it cannot be cleared
 */
export function toCleared(conversion: Conversion, fields: Field[], names: string[]): IDataObject {
	return Object.fromEntries(
		names.map((name) => {
			const field = fields.find((candidate) => candidate.name === name && canBeCleared(candidate));
			if (!field) {
				throw new BadInput(
					`${LABEL}: ${withArticle(conversion.resource.noun)} has no field "${name}" that can be cleared. ${adviseOn(choicesFrom(fields))}`,
				);
			}
			checkType(conversion, field.displayName, field.types);
			return [name, noneFor(field)];
		}),
	);
}
