import type { INodeProperties } from 'n8n-workflow';
import type { Task } from '../run/types';
import { BadInput } from '../values/badInput';
import { byDisplayName } from '../values/choice';
import { filled } from '../values/coerce';
import { isRecord } from '../values/json';
import { originOf } from '../values/origin';
import { extraFields } from './extraFields';
import { checkNames, notOffered } from './fields';
import { noValueOf } from './filters';

/*
 * n8n drops from a collection what the form does not have. A misspelled filter would let all records through, a misspelled Dry Run
 * would write; so nothing that is there may go unnoticed.
 */

/** Texts and lists have a length, so this is all that n8n leaves of one that is given for a whole collection. */
const LENGTH = 'length';

/** The name in n8n of what holds other parameters in rows or groups. */
const HOLDS_OTHERS = /collection$/i;

/**
 * n8n drops rows and groups that are a single expression, and takes an expression for all rows apart. Of parameters with one name,
 * it takes the last one; hidden ones are kept as they are, so one behind each keeps whatever was entered.
 */
const keptForm = (parameter: INodeProperties): INodeProperties[] => {
	const { type, displayOptions } = parameter;
	return HOLDS_OTHERS.test(type)
		? [parameter, { ...notOffered(parameter), ...(displayOptions && { displayOptions }) }]
		: [parameter];
};

/** Adds to a form what keeps rows and groups as they were entered, and tells that n8n has dropped the content of a collection. */
export const withTellTales = (form: INodeProperties[]): INodeProperties[] =>
	form.flatMap((parameter) => {
		if (parameter.type !== 'collection') return keptForm(parameter);
		const options = ((parameter.options ?? []) as INodeProperties[]).flatMap(keptForm);
		const tellTale = notOffered({ ...parameter, displayName: 'Length', name: LENGTH });
		return [{ ...parameter, options: [...options, tellTale].sort(byDisplayName) }];
	});

/** The parameter with the options. */
const OPTIONS = 'options';

/** The collections of a form, with the names that each may contain. */
function namesIn(
	form: INodeProperties[],
): Map<string, { displayName: string; names: Set<string> }> {
	const collections = new Map<string, { displayName: string; names: Set<string> }>();
	for (const { name, displayName, type, options = [] } of form) {
		if (type !== 'collection') continue;
		const known = collections.get(name)?.names ?? [];
		const names = new Set([...known, ...options.map((one) => one.name)]);
		collections.set(name, { displayName, names });
	}
	return collections;
}

/**
 * Checks that the collections of a form contain nothing but what the form has, and that no expression for a choice or an option
 * gives nothing: its default would be taken without a word.
 *
 * @param form without its tell-tales, which are not for people
 * @throws BadInput that names what there is not
 */
export function checkGiven(form: INodeProperties[], task: Pick<Task, 'parameter' | 'raw'>): void {
	for (const parameter of form) {
		if (parameter.type === 'options') checkFilled(task, parameter, [parameter.name]);
		if (parameter.name !== OPTIONS) continue;
		for (const option of (parameter.options ?? []) as INodeProperties[])
			checkFilled(task, option, [OPTIONS, option.name]);
	}
	for (const [name, { displayName, names }] of namesIn(form)) {
		// As it is written: reading it would evaluate all its expressions once more for each item.
		const written = task.raw(name);
		const values = isRecord(written) ? written : {};
		if (LENGTH in values) {
			throw new BadInput(
				`${displayName} is a single expression, text or list, which n8n ignores. Use an expression for each entry of ${displayName}`,
			);
		}
		// The others are checked with their fields.
		if (names.has(extraFields.name)) continue;
		checkNames(values, names, `${displayName} can contain ${[...names].join(', ')}`);
	}
}

function checkFilled(
	{ parameter, raw }: Pick<Task, 'parameter' | 'raw'>,
	{ displayName }: INodeProperties,
	[name = '', ...path]: string[],
): void {
	if (originOf(raw(name), path) !== 'expression') return;
	const [key] = path;
	const value = parameter(name, {});
	const given = key === undefined ? value : isRecord(value) && value[key];
	if (filled(given) === undefined) throw noValueOf(displayName);
}
