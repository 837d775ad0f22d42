import type { INodeProperties } from 'n8n-workflow';
import type { Field, Resource } from '../resources';
import { wholeRecord } from '../resources/recordFields';
import type { RecordTask } from '../run/types';
import { byName, shownChoices, toChoice, type Choice } from '../values/choice';
import { entered } from '../values/coerce';

const LABEL = 'Count By';
const NAME = 'countBy';
const TOTAL_ONLY = 'nothing';
const NOTHING: CountChoice = { name: 'Nothing (Total Only)', value: TOTAL_ONLY };

interface CountChoice extends Choice {
	/** Undefined for the total only. */
	field?: Field;
}

const choicesOf = (resource: Resource): CountChoice[] => {
	const fields = wholeRecord(resource).filter(({ name }) => resource.countBy?.includes(name));
	const choices = fields.map((field) => ({ name: field.displayName, value: field.name, field }));
	return [NOTHING, ...choices].sort(byName);
};

/** The parameter for the field whose values are counted separately. */
export const countByForm = (resource: Resource): INodeProperties => ({
	displayName: LABEL,
	name: NAME,
	type: 'options',
	options: shownChoices(choicesOf(resource)),
	default: TOTAL_ONLY,
	description: 'Field whose values to count. Returns one item for each value, the largest first.',
});

/**
 * @returns the field whose values are to be counted separately; undefined for the total only
 * @throws BadInput when there is no such field
 */
export const readCountBy = ({
	resource,
	parameter,
}: Pick<RecordTask, 'resource' | 'parameter'>): Field | undefined =>
	toChoice(LABEL, choicesOf(resource), entered(parameter(NAME, TOTAL_ONLY)) ?? TOTAL_ONLY).field;
