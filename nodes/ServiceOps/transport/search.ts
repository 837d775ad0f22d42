import { UserError, type IDataObject } from 'n8n-workflow';
import type { Accept, Api } from './types';
import { isRecord, textOf } from './json';

/** One node of ServiceOps' search language (requests.md section 5). */
export type Qualification = IDataObject & { type: string };

export type Row = IDataObject;

type ValueType =
	| 'StringValueRest'
	| 'EnumValueRest'
	| 'LongValueRest'
	| 'ListLongValueRest'
	| 'ListStringValueRest';

/** A bare column of the table; only `id` is sure to work (changes-and-others.md C5). */
export const column = (key: string): IDataObject => ({ type: 'DbOperandRest', key });
/** A property of a module, e.g. `request.subject`. */
export const property = (key: string): IDataObject => ({ type: 'PropertyOperandRest', key });
/** A custom field, by the label that people see. */
export const customField = (fieldName: string): IDataObject => ({
	type: 'CustomFieldOperandRest',
	fieldName,
});

export const compare = (
	leftOperand: IDataObject,
	operator: string,
	type: ValueType,
	value: string | number | string[] | number[],
): Qualification => ({
	type: 'RelationalQualificationRest',
	leftOperand,
	operator,
	rightOperand: { type: 'ValueOperandRest', value: { type, value } },
});

/** A test that needs no value, e.g. `is_blank`. */
export const test = (operand: IDataObject, operator: string): Qualification => ({
	type: 'UnaryQualificationRest',
	operand,
	operator,
});

/** All of them; of none: everything. */
export const all = (quals: Qualification[]): Qualification => ({
	type: 'FlatQualificationRest',
	quals,
});

/** Two qualifications, joined. */
export const join = (
	leftQual: Qualification,
	operator: 'AND' | 'OR',
	rightQual: Qualification,
): Qualification => ({ type: 'BinaryQualificationRest', leftQual, operator, rightQual });

/** At least one of them; of none: everything. */
export function any(quals: Qualification[]): Qualification {
	const [first, ...rest] = quals;
	if (!first || rest.length === 0) return all(quals);
	return rest.reduce((left, right) => join(left, 'OR', right), first);
}

export interface Page {
	rows: Row[];
	/** How many records match in all; undefined when the server does not say. */
	total?: number;
}

export interface Search {
	/** Segments behind the server's address, without `search/byqual`. */
	path: string[];
	qualification: Qualification;
	sortBy?: string;
}

/**
 * Reads one page.
 *
 * @param offset how many records to skip
 * @param size how many records to ask for
 * @param accept which answers other than 2xx are no errors; such an answer is returned as undefined
 */
export async function readPage(
	api: Api,
	search: Search,
	offset: number,
	size: number,
	accept: Accept = () => false,
): Promise<Page | undefined> {
	const query: IDataObject = { offset, size };
	if (search.sortBy) query.sort_by = search.sortBy;
	const answer = await api.send(
		{
			method: 'POST',
			path: [...search.path, 'search', 'byqual'],
			query,
			body: { qualDetails: search.qualification },
			isRead: true,
		},
		accept,
	);
	return answer.status < 300 ? toPage(answer.body) : undefined;
}

/** The rows of an answer. One client of the vendor's API met other names than `objectList`, and bare arrays (requests.md section 4). */
export function toPage(body: unknown): Page {
	const record = isRecord(body) ? body : {};
	const list = Array.isArray(body) ? body : (record.objectList ?? record.data);
	const total = record.totalCount ?? record.total;
	if (!Array.isArray(list))
		throw new UserError('The answer of the server is not a list of records');
	const rows = list as Row[];
	return {
		rows,
		total: total === undefined || total === null ? undefined : Number(total),
	};
}

export interface SearchResult {
	rows: Row[];
	/** Set when the server's pages did not add up, with a text for the person. */
	warning?: string;
}

/**
 * Reads page after page until the limit or the end is reached. Servers differ: the total may be missing, pages may be
 * smaller than asked, rows may move between two pages, the offset may be ignored. A page that brings nothing new ends
 * the loop in every case.
 *
 * @param limit how many rows at most; Infinity for all
 * @param pageSize how many rows to ask for at once
 * @param readNext reads one page
 * @param keep which of the rows to return
 */
export async function readAll(
	limit: number,
	pageSize: number,
	readNext: (offset: number, size: number) => Promise<Page>,
	keep: (row: Row) => boolean = () => true,
): Promise<SearchResult> {
	const rows: Row[] = [];
	const seen = new Set<string>();
	let offset = 0;
	// Where rows are left out, asking for just the missing few would end in one call for each of them.
	let dropsRows = false;
	while (rows.length < limit) {
		const page = await readNext(
			offset,
			dropsRows ? pageSize : Math.min(pageSize, limit - rows.length),
		);
		const seenBefore = seen.size;
		for (const row of page.rows) {
			const identity =
				row.id === undefined ? JSON.stringify(row) : `${textOf(row.type)}:${textOf(row.id)}`;
			if (seen.has(identity)) continue;
			seen.add(identity);
			if (!keep(row)) dropsRows = true;
			else if (rows.length < limit) rows.push(row);
		}
		offset += page.rows.length;
		if (page.rows.length === 0) break;
		if (seen.size === seenBefore) {
			const of = page.total === undefined ? '' : ` of ${page.total}`;
			return {
				rows,
				warning: `ServiceOps sent the same rows again, so reading stopped after ${rows.length}${of}. A larger Page Size under Options may bring more.`,
			};
		}
		if (page.total !== undefined && offset >= page.total) break;
	}
	return { rows };
}
