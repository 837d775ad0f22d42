import { foldText } from '../records/equalRecords';
import { shownList } from '../records/shownList';
import { textOf } from '../values/json';
import type { Row } from '../transport/page';
import type { DateOrder } from '../values/rowTime';

/*
 * Conditions applied to the rows that the server returned, for what it cannot search by. Texts compare as servers do:
 * case and accents do not count.
 */

/** Whether a row meets a condition. */
export type RowTest = (row: Row, order?: DateOrder) => boolean;

type TextTest = (text: string, wanted: string[]) => boolean;

const isIn: TextTest = (text, wanted) => wanted.includes(text);
const isBlank: TextTest = (text) => text === '';
const negated =
	(test: TextTest): TextTest =>
	(text, wanted) =>
		!test(text, wanted);
const contains: TextTest = (text, [part = '']) => text.includes(part);

const textTests: Record<string, TextTest> = {
	contains,
	end_with: (text, [part = '']) => text.endsWith(part),
	equal: isIn,
	in: isIn,
	is_blank: isBlank,
	is_not_blank: negated(isBlank),
	not_contains: negated(contains),
	not_equal: negated(isIn),
	not_in: negated(isIn),
	start_with: (text, [part = '']) => text.startsWith(part),
};

/** What has to hold for every text; of the others, one that meets the condition is enough. */
const FOR_ALL = ['is_blank', 'not_contains', 'not_equal', 'not_in'];

/**
 * A test of the text in a row.
 *
 * @param read the texts of the row that may meet the condition, such as the name and the email of a person
 * @param operator its value, e.g. `equal`
 * @returns undefined when the operator is not about text
 */
export function testTexts(
	read: (row: Row) => unknown[],
	operator: string,
	wanted: string[],
): RowTest | undefined {
	const test = textTests[operator];
	if (!test) return undefined;
	const folded = wanted.map(foldText);
	const isForAll = FOR_ALL.includes(operator);
	return (row) => {
		const texts = read(row).map((value) => foldText(textOf(value)));
		return isForAll
			? texts.every((text) => test(text, folded))
			: texts.some((text) => test(text, folded));
	};
}

/** A test of a list in a row: whether it has all that is wanted. */
export function testList(read: (row: Row) => unknown, operator: string, wanted: string[]): RowTest {
	const folded = wanted.map(foldText);
	return (row) => {
		const list = shownList(read(row)).map((entry) => foldText(textOf(entry)));
		if (operator === 'is_blank') return list.length === 0;
		if (operator === 'is_not_blank') return list.length > 0;
		return folded.every((one) => list.includes(one));
	};
}
