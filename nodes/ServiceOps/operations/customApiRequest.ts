import { UserError, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';
import { isRecord } from '../transport/json';
import { all, readAll, toPage } from '../transport/search';
import { writingOptionsForm } from './commonForm';
import type { Module, Task } from './types';
import { entered, toBoolean, toObject, toText } from './values';

const methods = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const satisfies IHttpRequestMethods[];
const PAGE_SIZE = 100;

/** Calls whatever the node does not offer, with its login, its repeats and its errors. */
export const customApiRequest: Module = {
	name: 'api',
	displayName: 'Custom API Request',
	actions: [
		{
			name: 'request',
			displayName: 'Request',
			action: 'Make a custom API request',
			description: 'Call any path of the ServiceOps API on the server of the credential',
			result: [],
			form: [
				{
					displayName: 'Method',
					name: 'method',
					type: 'options',
					options: methods.map((name) => ({ name, value: name })),
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
	const path = parsePath(task.parameter('path', ''));
	const query = toObject('Query Parameters (JSON)', entered(task.parameter('query', '')) ?? {});
	const given = method === 'GET' ? undefined : entered(task.parameter('body', ''));
	const body = given === undefined ? undefined : toObject('Body (JSON)', given);
	const isRead = method === 'POST' && path.at(-1) === 'byqual' && path.at(-2) === 'search';
	const search = { method, path, body: isRead ? (body ?? everything) : body, isRead };

	if (method === 'POST' && toBoolean('Return All Pages', task.parameter('returnAllPages', false))) {
		if (!isRead) throw new UserError('Return All Pages needs a path that ends in search/byqual');
		const { rows, warning } = await readAll(Infinity, PAGE_SIZE, async (offset, size) =>
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

function readMethod(task: Task): IHttpRequestMethods {
	const given = toText('Method', task.parameter('method', 'GET'));
	const method = methods.find((candidate) => candidate === given.trim().toUpperCase());
	if (!method) throw new UserError(`Method: there is no "${given}"`);
	return method;
}

/**
 * The segments of a path. Nothing in it may lead to another host or out of the path.
 *
 * @throws UserError when it could
 */
function parsePath(value: unknown): string[] {
	const text = toText('Path', entered(value) ?? '').trim();
	const wrong = (reason: string) =>
		new UserError(`Path ${reason}. Enter it like this: /api/v1/request/65`);
	if (text === '') throw wrong('is empty');
	if (/^[a-z][a-z0-9+.-]*:/i.test(text) || text.startsWith('//') || text.includes('\\')) {
		throw wrong('must not name a server: requests go to the Server URL of the credential');
	}
	if (/[?#]/.test(text))
		throw wrong('contains ? or #. Put parameters into Query Parameters (JSON)');
	const segments = text
		.split('/')
		.filter((segment) => segment !== '')
		.map(decode);
	if (
		segments.length === 0 ||
		segments.some((segment) => ['.', '..'].includes(segment) || /[/\\]/.test(segment))
	) {
		throw wrong('contains a step such as .. that leads elsewhere');
	}
	return segments;
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
