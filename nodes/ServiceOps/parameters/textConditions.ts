import type { IDataObject } from 'n8n-workflow';
import { toKey } from '../records/reference';
import type { Resource } from '../resources';
import { compare, type Qualification } from '../transport/qualification';
import { toList, toText } from '../values/coerce';
import { trimEnds, withoutMarks } from '../values/visible';
import type { Operator } from './operators';

/** The operators that compare with several texts, by those that compare with one in the same way. */
const ofSeveral = new Map([
	['equal', 'in'],
	['not_equal', 'not_in'],
]);

/**
 * The texts that a condition compares with.
 *
 * @param keysOf the resource whose keys it compares, which are written as the server has them
 * @throws BadInput that names the condition
 */
export function toTexts(
	name: string,
	{ operand }: Operator,
	value: unknown,
	keysOf?: Resource,
): string[] {
	const texts = operand === 'many' ? toList(name, value) : [withoutEndBreaks(toText(name, value))];
	return keysOf ? texts.map((text) => toKey(keysOf, text)) : texts;
}

/** A text without the line break that a cell or a file ends in. */
function withoutEndBreaks(text: string): string {
	const inner = trimEnds(text);
	return /[\r\n]/.test(text.replace(inner, '')) ? inner : text;
}

/**
 * A condition on texts in the search language. Texts that were pasted with invisible marks stand for those without as well.
 *
 * @param texts at least one
 */
export function compareTexts(
	operand: IDataObject,
	operator: Operator,
	texts: string[],
): Qualification {
	const { value } = operator;
	const clean = texts.map(withoutMarks);
	const all = [...new Set([...clean, ...texts])];
	const isOne = operator.operand === 'one';
	const several = isOne ? ofSeveral.get(value) : value;
	if (isOne && (all.length === 1 || several === undefined)) {
		return compare(operand, value, 'StringValueRest', clean[0] ?? '');
	}
	const isEach = operator.kinds.includes('list');
	return compare(operand, several ?? value, 'ListStringValueRest', isEach ? clean : all);
}
