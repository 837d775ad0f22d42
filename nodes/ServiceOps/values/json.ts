import type { GenericValue } from 'n8n-workflow';
import { IDataObject, UserError } from 'n8n-workflow';
import { refuse } from './refuse';

/** An id as text: servers send numbers or texts. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Whether a value is an object with keys, as the API's records are. */
export function isRecord(value: unknown): value is Record<string, GenericValue> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseJson(label: string, value: unknown): GenericValue {
	if (typeof value !== 'string') return value as GenericValue;
	const { parsed, fault } = tryParse(value);
	if (fault !== undefined) throw new UserError(`${label} is not valid JSON: ${fault}`);
	return parsed;
}

function tryParse(text: string): { parsed?: GenericValue; fault?: string } {
	try {
		return { parsed: JSON.parse(text) as GenericValue };
	} catch (error) {
		return { fault: error instanceof Error ? error.message : 'it cannot be read' };
	}
}

export function toObject(label: string, value: unknown): IDataObject {
	const parsed = parseJson(label, value);
	return isRecord(parsed) ? parsed : refuse(label, 'a JSON object', value);
}
