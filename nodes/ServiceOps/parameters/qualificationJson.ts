import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Qualification } from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { entered } from '../values/coerce';
import { isRecord, parseJson } from '../values/json';

const LABEL = 'Qualification (JSON)';
const NAME = 'qualification';

/** The parameter for a search in the language of the API. */
export const qualificationForm: INodeProperties = {
	displayName: LABEL,
	name: NAME,
	type: 'json',
	default: '',
	placeholder: 'e.g. { "type": "FlatQualificationRest", "quals": [] }',
	description:
		'A search in the ServiceOps API search language, for what conditions cannot express. Records must match it in addition to the conditions.',
};

/**
 * Accepts the whole body that the API documentation shows, or only the qualification in it.
 *
 * @param filters the value of the collection
 * @returns undefined when nothing was entered
 * @throws BadInput when it is not a qualification
 */
export function readQualification(filters: IDataObject): Qualification | undefined {
	const given = entered(filters[NAME]);
	if (given === undefined) return undefined;
	const parsed = parseJson(LABEL, given);
	const qualification =
		isRecord(parsed) && isRecord(parsed.qualDetails) ? parsed.qualDetails : parsed;
	if (isRecord(qualification) && Object.keys(qualification).length === 0) return undefined;
	if (!isRecord(qualification) || typeof qualification.type !== 'string') {
		throw new BadInput(`${LABEL} must be an object with a "type", such as FlatQualificationRest`);
	}
	return qualification as Qualification;
}
