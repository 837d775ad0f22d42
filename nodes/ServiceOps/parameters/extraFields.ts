import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { RecordType } from '../resources';
import { BadInput } from '../values/badInput';
import { entered } from '../values/coerce';
import { isRecord, toObject } from '../values/json';

const LABEL = 'Extra Fields (JSON)';

/** The parameter for whatever the form does not offer. */
export const extraFields: INodeProperties = {
	displayName: LABEL,
	name: 'extraFields',
	type: 'json',
	default: '',
	placeholder: 'e.g. { "companyName": "Example Company" }',
	description:
		'Fields that the form does not offer, by their ServiceOps API names. They override the fields above.',
};

/**
 * @param given the value of the parameter
 * @throws BadInput when it is not a JSON object, or names another type of record
 */
export function readExtraFields(given: unknown, type: RecordType | undefined): IDataObject {
	const extra = { ...toObject(LABEL, entered(given) ?? {}) };
	if (type && extra.type !== undefined) {
		if (extra.type !== type.value) {
			throw new BadInput(`${LABEL} must not change the type of the record`);
		}
		delete extra.type;
	}
	return extra;
}

/** Extra Fields win; custom fields entered in both places are combined. */
export function mergeExtraFields(body: IDataObject, extra: IDataObject = {}): IDataObject {
	const merged = { ...body, ...extra };
	if (isRecord(body.customField) && isRecord(extra.customField)) {
		merged.customField = { ...body.customField, ...extra.customField };
	}
	return merged;
}
