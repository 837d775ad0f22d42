import type { IDataObject } from 'n8n-workflow';
import { remember } from '../../../credentials/boundedMemory';
import { OddAnswer } from '../transport/errors';
import type { Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { any, compare } from '../transport/qualification';
import { textOf } from '../values/json';
import type { Place } from './place';
import { askById } from './readById';
import { freshest } from './recentlyWritten';
import { searchRecords } from './search';

/*
 * Finding records by the value of a field. What "equal" means differs: servers may ignore case and accents, treat it
 * as "contains", or ignore the condition. So the returned rows are compared again, and an incomplete list never counts
 * as "none".
 */

/** More rows than this cannot be the result of a search for one value. */
const MOST_ROWS = 10_000;

/** How many records to read for a field that lists do not show. */
const MOST_READ = 100;

/** A field and the value to look for. */
export interface Wanted {
	/** The field in the search language. */
	operand: IDataObject;
	value: string;
	/** Other forms of the value, for servers that compare exactly. */
	alike?: string[];
	/** The value of the field in a row. */
	valueIn: (row: Row) => unknown;
	/** Brings values that are written differently into one form. */
	canonical?: (text: string) => string;
	/** Whether some servers cannot search by the field. */
	mayBeUnsearchable?: boolean;
	/** Whether a row of a list shows the field at all; every row does when absent. */
	isShownIn?: (row: Row) => boolean;
}

/**
 * The records whose field has exactly the value; if there are none, those that the server treats as equal although
 * they differ in case, accents or spaces.
 *
 * @throws OddAnswer when the server's list is too long or incomplete to tell
 */
export async function findEqual(place: Place, wanted: Wanted): Promise<Row[]> {
	const { operand, value, alike = [] } = wanted;
	const texts = [...new Set([value, value.trim(), ...alike])];
	const qualification = any(
		texts.map((text) => compare(operand, 'equal', 'StringValueRest', text)),
	);
	const { rows, warning, isUnproven } = await searchRecords(place, qualification, {
		limit: MOST_ROWS,
		pageSize: PAGE_SIZE,
		proveEnd: true,
		isEnough: (some) => pickEqual(some, wanted).exact.length > 0,
	});
	const fresh = await Promise.all(
		rows.map(async (row) => await freshest(place, textOf(row.id), row)),
	);
	const there = fresh.filter((row) => row !== undefined);
	const matches = pickEqual(await withField(place, there, wanted), wanted);
	if (matches.exact.length > 0) return matches.exact;
	const isWhole = warning === undefined || isUnproven;
	if (!isWhole || rows.length >= MOST_ROWS) throw incomplete(place, warning);
	return matches.alike;
}

/** The rows with the field: lists may not show it (requests.md 6.4), and what was found by a value is not none because of that. */
async function withField(place: Place, rows: Row[], { valueIn }: Wanted): Promise<Row[]> {
	const isBlank = (row: Row) => textOf(valueIn(row)) === '';
	const [first, ...others] = rows;
	if (!first || !rows.every(isBlank)) return rows;
	const read = async (row: Row) => (await askById(place, textOf(row.id))) ?? row;
	const whole = await read(first);
	if (isBlank(whole)) return rows;
	if (rows.length > MOST_READ) throw incomplete(place, NOT_SHOWN);
	return [whole, ...(await Promise.all(others.map(read)))];
}

/** The advice where only a record that is read shows a field. */
export const NOT_SHOWN = 'Its lists do not show the field. Match on another one.';

/** The error when a list of the server is not complete. */
export function incomplete({ resource }: Place, description: string | undefined): OddAnswer {
	return new OddAnswer(
		`ServiceOps did not return all ${resource.plural} that may match, so the node cannot tell whether there is one`,
		{ description },
	);
}

/** The rows that have exactly the value, and those that have one that servers may treat as equal. */
export function pickEqual(rows: Row[], wanted: Wanted): { exact: Row[]; alike: Row[] } {
	const { value, valueIn, canonical = (text) => text } = wanted;
	const found = rows.filter((row) => textOf(row.id) !== '');
	return {
		exact: found.filter((row) => canonical(textOf(valueIn(row))) === canonical(value)),
		alike: found.filter((row) => foldValue(wanted, valueIn(row)) === foldValue(wanted, value)),
	};
}

/** A value of the field in the one form that all have that servers may treat as equal. */
export const foldValue = ({ canonical = (text) => text }: Wanted, value: unknown): string =>
	foldText(canonical(textOf(value)));

/** A text without what servers ignore when they compare: case, accents, leading and trailing spaces; and without invisible marks. */
export function foldText(text: string): string {
	const folded =
		folds.get(text) ??
		text
			.normalize('NFKD')
			.replace(/[\p{M}\p{Cf}]/gu, '')
			.toLowerCase()
			.replace(/\s+/g, ' ')
			.trim();
	remember(folds, text, folded, MOST_FOLDS);
	return folded;
}

/** Folding takes its time, and what this process has written a moment ago is compared with every value that is looked for. */
const folds = new Map<string, string>();
const MOST_FOLDS = 1_000;
