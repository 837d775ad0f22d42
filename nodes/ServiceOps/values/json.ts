import type { GenericValue } from 'n8n-workflow';

/** An id as text: servers send numbers or texts. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Whether a value is an object with keys, as the API's records are. */
export function isRecord(value: unknown): value is Record<string, GenericValue> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
