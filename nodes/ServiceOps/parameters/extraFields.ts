import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { entered } from '../values/coerce';
import { isRecord, toObject } from '../values/json';

export const extraFields: INodeProperties = {
	displayName: 'Extra Fields (JSON)',
	name: 'extraFields',
	type: 'json',
	default: '',
	placeholder: 'e.g. { "companyName": "Example Company" }',
	description:
		'Anything that the form does not offer, under the names of the ServiceOps API. It is merged last and wins over the fields above.',
};

/** Extra Fields win; custom fields given in both places are put together. */
export function mergeExtra(body: IDataObject, entry: unknown): IDataObject {
	const given = entered(entry);
	if (given === undefined) return body;
	const extra = toObject('Extra Fields (JSON)', given);
	if (body.type !== undefined && extra.type !== undefined && extra.type !== body.type) {
		throw new UserError('Extra Fields (JSON) must not change the type of the record');
	}
	const merged = { ...body, ...extra };
	if (isRecord(body.customField) && isRecord(extra.customField)) {
		merged.customField = { ...body.customField, ...extra.customField };
	}
	return merged;
}
