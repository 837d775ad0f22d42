import type { INodeProperties } from 'n8n-workflow';
import type { Field, Resource } from '../resources';
import { wholeRecord } from '../resources/recordFields';
import type { RecordTask } from '../run/types';
import { byName, type Choice } from '../values/choice';
import { choiceParameter, type ChoiceParameter } from './choiceParameter';

const NOTHING = 'nothing';

interface CountChoice extends Choice {
	/** Undefined for the total only. */
	field?: Field;
}

const choicesOf = (resource: Resource): CountChoice[] => {
	const fields = wholeRecord(resource).filter(({ name }) => resource.countBy?.includes(name));
	const choices = fields.map((field) => ({ name: field.displayName, value: field.name, field }));
	return [{ name: 'Nothing (Total Only)', value: NOTHING }, ...choices].sort(byName);
};

const countBy = (resource: Resource): ChoiceParameter<CountChoice> =>
	choiceParameter(
		'countBy',
		'Count By',
		choicesOf(resource),
		NOTHING,
		'Returns one item for each value of this field, the largest count first',
	);

/** The parameter for the field whose values are counted separately. */
export const countByForm = (resource: Resource): INodeProperties => countBy(resource).form;

/**
 * @returns the field whose values are to be counted separately; undefined for the total only
 * @throws BadInput when there is no such field
 */
export const readCountBy = ({
	resource,
	parameter,
}: Pick<RecordTask, 'resource' | 'parameter'>): Field | undefined =>
	countBy(resource).read(parameter).field;
