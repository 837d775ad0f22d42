import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../values/json';
import { OddAnswer } from './errors';
import type { Qualification } from './qualification';
import type { Accept, Api } from './types';

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

/**
 * The rows of an answer. One client of the vendor's API met other names than `objectList`, and bare arrays (requests.md section 4).
 *
 * @throws OddAnswer when there is no list in it
 */
export function toPage(body: unknown): Page {
	const record = isRecord(body) ? body : {};
	const list = Array.isArray(body) ? body : (record.objectList ?? record.data);
	const total = record.totalCount ?? record.total;
	if (!Array.isArray(list))
		throw new OddAnswer('ServiceOps did not return a list of records');
	const rows = list as Row[];
	return {
		rows,
		total: total === undefined || total === null ? undefined : Number(total),
	};
}
