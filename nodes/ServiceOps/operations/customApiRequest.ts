import { UserError, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';
import { isRecord } from '../values/json';
import { readAll } from '../transport/paging';
import { writingOptionsForm } from '../parameters/options';
import { toSegments } from '../values/apiPath';
import type { Module } from './types';
import { entered, toBoolean } from '../values/coerce';
import { toChoice } from '../values/choice';
import { toObject } from '../values/json';
import { type Task } from '../run/types';
import { all } from '../transport/qualification';
import { toPage } from '../transport/page';

const methods = (['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const).map((value) => ({
	name: value,
	value,
}));
const PAGE_SIZE = 100;

/** Calls whatever the node does not offer, with its login, its repeats and its errors. */
export const customApiRequest: Module = {
	name: 'api',
	displayName: 'Custom API Request',
	actions: [
		{
			name: 'request',
			displayName: 'Request',
			action: 'Make custom API request',
			description: 'Call any path of the ServiceOps API on the server of the credential',
			result: [],
			form: [
				{
					displayName: 'Method',
					name: 'method',
					type: 'options',
					options: methods,
					default: 'GET',
					description:
						'What to do. GET only reads, also POST to a path that ends in search/byqual.',
				},
				{
					displayName: 'Path',
					name: 'path',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. /api/v1/request/65',
					description: 'The path behind the Server URL of the credential',
				},
				{
					displayName: 'Query Parameters (JSON)',
					name: 'query',
					type: 'json',
					default: '{}',
					placeholder: 'e.g. { "offset": 0, "size": 25 }',
					description: 'Parameters that follow the path, as an object',
				},
				{
					displayName: 'Body (JSON)',
					name: 'body',
					type: 'json',
					default: '',
					placeholder: 'e.g. { "statusName": "Resolved" }',
					description: 'What to send, as an object',
					displayOptions: { show: { method: ['DELETE', 'PATCH', 'POST', 'PUT'] } },
				},
				{
					displayName: 'Return All Pages',
					name: 'returnAllPages',
					type: 'boolean',
					default: false,
					description:
						'Whether to read page after page and return each record as an item. For paths that end in search/byqual.',
					displayOptions: { show: { method: ['POST'] } },
				},
				writingOptionsForm(),
			],
			run: runRequest,
		},
	],
};

async function runRequest(task: Task): Promise<IDataObject[]> {
	const method = readMethod(task);
	const path = toSegments('Path', task.parameter('path', ''));
	const query = toObject('Query Parameters (JSON)', entered(task.parameter('query', '')) ?? {});
	const given = method === 'GET' ? undefined : entered(task.parameter('body', ''));
	const body = given === undefined ? undefined : toObject('Body (JSON)', given);
	const isRead = method === 'POST' && path.at(-1) === 'byqual' && path.at(-2) === 'search';
	const search = { method, path, body: isRead ? (body ?? everything) : body, isRead };

	if (method === 'POST' && toBoolean('Return All Pages', task.parameter('returnAllPages', false))) {
		if (!isRead) throw new UserError('Return All Pages needs a path that ends in search/byqual');
		const { rows, warning } = await readAll(
			{ limit: Infinity, pageSize: PAGE_SIZE, pagesInFlight: task.api.pagesInFlight },
			async (offset, size) =>
				toPage((await task.api.send({ ...search, query: { ...query, offset, size } })).body),
		);
		if (warning) task.warn(warning);
		return rows;
	}
	const answer = await task.api.send({ ...search, query });
	if (Array.isArray(answer.body)) return answer.body as IDataObject[];
	return [isRecord(answer.body) ? answer.body : {}];
}

/** n8n drops an empty body, so "everything" has to be said in full. */
const everything = { qualDetails: all([]) };

const readMethod = (task: Task): IHttpRequestMethods =>
	toChoice('Method', methods, task.parameter('method', 'GET')).value;
