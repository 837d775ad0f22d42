import { UserError } from 'n8n-workflow';
import { Resource } from '../resources/types';
import type { RecordTask } from '../run/types';
import { Row } from '../transport/page';
import { entered, ID } from '../values/coerce';
import { textOf } from '../values/json';
import { show } from '../values/refuse';

/** Where records are looked for. */
export type Place = Pick<RecordTask, 'api' | 'resource' | 'type'> &
	Partial<Pick<RecordTask, 'warn'>>;

/*
 * Reading, finding and deleting single records, whatever the server offers for it. Asset classes are the reason for
 * most of the care here: the same id may stand for a laptop and for a licence.
 */

export const home = (resource: Resource): string[] => ['api', 'v1', ...resource.path];

/** What records are called in messages, e.g. `Hardware asset`. */
export function nounOf({ resource, type }: Place): string {
	return type?.model ? `${type.displayName} ${resource.noun}` : resource.noun;
}

/** Prefixes can be set by administrators, so only the shape is checked: prefix, hyphen, number. */
const KEY = /^(?=[^-]*\p{L})[\p{L}\p{N}_]{1,20}([ -][\p{L}\p{N}_]{1,20}){0,4}-\d{1,15}$/u;

const EMAIL = /^[^\s@/]{1,64}@[^\s@/]{1,255}$/;

function parseKey({ keyForm }: Resource, text: string): string | undefined {
	if (keyForm === 'email') return EMAIL.test(text) ? text : undefined;
	const key = text.replace(/\s*-\s*/g, '-');
	if (!KEY.test(key)) return undefined;
	return keyForm === 'upper' ? key.toUpperCase() : key;
}

/** How a record is named. */
export type Reference = { id: string } | { key: string };

/**
 * Takes apart what a person gives for a record: `65` and `INC-46` both work, in every mode of the picker.
 *
 * @throws UserError when it is neither
 */
export function parseReference(resource: Resource, value: unknown): Reference {
	const given = entered(value);
	const text = (textOf(given) || (given === undefined ? '' : show(given))).trim();
	if (text === '')
		throw new UserError(
			`${resource.displayName}: choose one from the list, or enter its ID or key`,
		);
	if (ID.test(text)) return { id: text };
	const key = parseKey(resource, text);
	if (key !== undefined) return { key };
	throw new UserError(
		`${resource.displayName}: "${text.slice(0, 80)}" is neither an ID such as 65 nor a key such as ${resource.keyExample}`,
	);
}

export function label({ resource }: Place, row: Row): string {
	const parts = [row[resource.keyField], row[resource.titleField], row.type];
	return parts.map(textOf).filter(Boolean).join(' / ');
}
