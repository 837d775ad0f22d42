import type { GenericValue, IDataObject } from 'n8n-workflow';
import { BadInput } from './badInput';
import { refuse } from './refuse';
import { trimEnds } from './visible';

/** An ID as text: servers send numbers or text. Empty for anything else. */
export function textOf(value: unknown): string {
	return ['string', 'number', 'bigint'].includes(typeof value) ? String(value) : '';
}

/** Whether a value is an object with keys, as the API's records are. */
export function isRecord(value: unknown): value is Record<string, GenericValue> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const AS_JSON = 'Write values in it as {{ JSON.stringify($json.name) }}, without quotes around it.';

/**
 * The value of a JSON field; anything but text is taken as is.
 *
 * @throws BadInput that names the field
 */
export function parseJson(label: string, value: unknown): GenericValue {
	if (typeof value !== 'string') return value as GenericValue;
	// Models put JSON into a block of code.
	const text = trimEnds(value);
	const [, inBlock = text] = /^```\w*\s([^]*)```$/.exec(text) ?? [];
	const { parsed, fault } = tryParse(inBlock);
	if (fault !== undefined) {
		throw new BadInput(`${label} is not valid JSON: ${fault}`, { description: AS_JSON });
	}
	return parsed;
}

/** JavaScript has 53 bits for a number. */
function refuseRounded(_key: string, value: unknown): unknown {
	if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
		throw new RangeError(`${value} is too long for a number. Put it in quotes`);
	}
	return value;
}

function tryParse(text: string): { parsed?: GenericValue; fault?: string } {
	try {
		return { parsed: JSON.parse(text, refuseRounded) as GenericValue };
	} catch (error) {
		return { fault: error instanceof Error ? error.message : 'it cannot be read' };
	}
}

/** @throws BadInput that names the field when it is not a JSON object */
export function toObject(label: string, value: unknown): IDataObject {
	const parsed = parseJson(label, value);
	return isRecord(parsed) ? parsed : refuse(label, 'a JSON object', value);
}

/** The named keys of an object, in this order; those that it does not have are left out. */
export const pick = (row: IDataObject, names: string[]): IDataObject =>
	Object.fromEntries(
		names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]),
	);

/** All of an object, the named keys first. */
export const withKeysFirst = (names: string[], row: IDataObject): IDataObject => ({
	...pick(row, names),
	...row,
});

/** An object without the named keys. */
export const omit = (row: IDataObject, names: string[]): IDataObject =>
	Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
