import type { IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import type { Field } from '../resources/types';
import type { Conversion } from './body';
import { checkType } from './body';

/** Fields that an update may clear: those that have a value to mean "none". */
export const canBeCleared = (field: Field): boolean =>
	!field.required && ['text', 'longText', 'email', 'choice', 'list', 'date'].includes(field.kind);

/**
 * What clears the named fields. The API documentation does not say how; unset fields come back as empty text or an
 * empty list, so these are sent.
 */
export function clearing(conversion: Conversion, fields: Field[], names: string[]): IDataObject {
	return Object.fromEntries(
		names.map((name) => {
			const field = fields.find((candidate) => candidate.name === name && canBeCleared(candidate));
			if (!field)
				throw new UserError(
					`Fields to Clear: a ${conversion.resource.noun} has no field "${name}" that can be cleared`,
				);
			checkType(conversion, field.displayName, field.types);
			return [name, field.kind === 'list' ? [] : ''];
		}),
	);
}
