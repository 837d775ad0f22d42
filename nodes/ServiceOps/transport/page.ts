import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../values/json';
import { OddAnswer, Rejected } from './errors';
import { all, type Qualification } from './qualification';
import type { Accept, Api, ApiAnswer, ApiRequest } from './types';

export type Row = IDataObject;

export interface Page {
	rows: Row[];
	/** How many records match in total; undefined when the server does not say. */
	total?: number;
}

interface Search {
	/** Segments behind the server's address, without `search/byqual`. */
	path: string[];
	qualification: Qualification;
	sortBy?: string;
}

/**
 * A request for one page of a list.
 *
 * @param path segments behind the server's address, without `search/byqual`
 */
export const searchRequest = (
	path: string[],
	offset: number,
	size: number,
	qualification: Qualification = all([]),
	sortBy?: string,
): ApiRequest => ({
	method: 'POST',
	path: [...path, 'search', 'byqual'],
	query: { offset, size, ...(sortBy && { sort_by: sortBy }) },
	body: { qualDetails: qualification },
	isRead: true,
});

/**
 * Reads one page.
 *
 * @param offset how many records to skip
 * @param size how many records to request
 * @param accept which responses other than 2xx are not errors; such a response is returned as undefined
 */
export async function readPage(
	api: Api,
	search: Search,
	offset: number,
	size: number,
	accept: Accept = () => false,
): Promise<Page | undefined> {
	const send = async (most: number) =>
		await api.send(
			searchRequest(search.path, offset, most, search.qualification, search.sortBy),
			accept,
		);
	const asked = Math.min(size, largestSize.get(api.known) ?? size);
	const answer = await send(asked).catch(async (error: unknown) => {
		const allowed = sizeNamedIn(error, asked);
		if (allowed < 1) throw error;
		largestSize.set(api.known, allowed);
		return await send(allowed);
	});
	return answer.status < 300 ? pageIn(answer) : undefined;
}

/** How many records the server of a run sends at most, where it refuses to be asked for more. */
const largestSize = new WeakMap<Set<string>, number>();

/** The largest page that a refusal names, if it is about that: `size must be at most 50`. */
function sizeNamedIn(error: unknown, asked: number): number {
	if (!(error instanceof Rejected) || !/size|limit|page/i.test(error.message)) return 0;
	const numbers = (error.message.match(/\d+/g) ?? []).map(Number);
	return Math.max(0, ...numbers.filter((number) => number < asked));
}

/** Names of lists and totals that clients met (requests.md sections 4 and 6.8); the vendor's examples have the first. */
const LIST_KEYS = ['objectList', 'data', 'content', 'requests', 'result', 'items'];
const TOTAL_KEYS = ['totalCount', 'total', 'totalElements'];
const ENVELOPE_KEYS = [...LIST_KEYS, ...TOTAL_KEYS];

/**
 * The rows of an answer: a bare list, or one in an envelope, where an only list of things with an ID may have any name. A
 * list that is null, or not there at all, has no rows.
 *
 * @throws OddAnswer when the answer is not a list
 */
export function toPage(body: unknown): Page {
	if (body === null) return { rows: [] };
	// Entries that are not records would break what reads their fields.
	if (Array.isArray(body)) return { rows: body.filter(isRecord) };
	if (!isRecord(body) || 'id' in body) throw notAList();
	const keys = Object.keys(body);
	const others = Object.values(body).filter(Array.isArray);
	const [other] = others.length > 1 || LIST_KEYS.some((name) => name in body) ? [] : others;
	const isList = other?.every((row) => isRecord(row) && 'id' in row);
	if (keys.length > 0 && !isList && !keys.some((name) => ENVELOPE_KEYS.includes(name))) {
		throw notAList();
	}
	const list: unknown = isList ? other : LIST_KEYS.map((name) => body[name]).find(Boolean);
	if (isRecord(list)) return toPage(list);
	if (list !== undefined && !Array.isArray(list)) throw notAList();
	const total = TOTAL_KEYS.map((name) => toTotal(body[name])).find((one) => one !== undefined);
	return { rows: list ? toPage(list).rows : [], total };
}

/** The rows of an answer: none where the server says that there is no content. */
export const pageIn = ({ status, body }: ApiAnswer): Page => toPage(status === 204 ? null : body);

const notAList = () => new OddAnswer('ServiceOps did not return a list of records');

function toTotal(value: unknown): number | undefined {
	const total = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}
