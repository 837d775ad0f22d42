import {
	updateDisplayOptions,
	type IDataObject,
	type IHttpRequestMethods,
	type INodeProperties,
} from 'n8n-workflow';
import { writingOptionsForm } from '../parameters/options';
import type { Task } from '../run/types';
import { toPage } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { readAll } from '../transport/paging';
import { all } from '../transport/qualification';
import type { ApiRequest } from '../transport/types';
import { toSegments } from '../values/apiPath';
import { BadInput } from '../values/badInput';
import { toChoice } from '../values/choice';
import { entered, toBoolean } from '../values/coerce';
import { isRecord, toObject } from '../values/json';
import type { Module } from './types';

const methods = (['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const).map((value) => ({
	name: value,
	value,
}));

const labels = {
	method: 'Method',
	path: 'Path',
	query: 'Query Parameters (JSON)',
	body: 'Body (JSON)',
	allPages: 'Return All Pages',
};

/** The end of search paths: they read, although they are called with POST. */
const SEARCH_PATH = 'search/byqual';

const always: INodeProperties[] = [
	{
		displayName: labels.method,
		name: 'method',
		type: 'options',
		options: methods,
		default: 'GET',
		description: `HTTP method. GET only reads, and so does POST to a path that ends in ${SEARCH_PATH}.`,
	},
	{
		displayName: labels.path,
		name: 'path',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. /api/v1/request/65',
		description: 'Path after the Server URL of the credential',
	},
	{
		displayName: labels.query,
		name: 'query',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "offset": 0, "size": 25 }',
		description: 'Query parameters, as an object',
	},
];

const withBody: INodeProperties = {
	displayName: labels.body,
	name: 'body',
	type: 'json',
	default: '',
	placeholder: 'e.g. { "statusName": "Resolved" }',
	description: 'Request body, as an object',
};

const allPages: INodeProperties = {
	displayName: labels.allPages,
	name: 'returnAllPages',
	type: 'boolean',
	default: false,
	description: `Whether to read every page and return each record as an item. For paths that end in ${SEARCH_PATH}.`,
};

/** Calls whatever the node does not offer, with the node's login, retries and errors. */
export const customApiRequest: Module = {
	name: 'api',
	displayName: 'Custom API Request',
	actions: [
		{
			name: 'request',
			displayName: 'Request',
			action: 'Make custom API request',
			description: 'Call any path of the ServiceOps API',
			result: [],
			form: [
				...always,
				...updateDisplayOptions({ show: { method: ['DELETE', 'PATCH', 'POST', 'PUT'] } }, [
					withBody,
				]),
				...updateDisplayOptions({ show: { method: ['POST'] } }, [allPages]),
				writingOptionsForm(),
			],
			run: runRequest,
		},
	],
};

async function runRequest(task: Task): Promise<IDataObject[]> {
	const request = readRequest(task);
	if (readAllPages(task, request)) return await readPages(task, request);
	const { body } = await task.api.send(request);
	if (Array.isArray(body)) return body as IDataObject[];
	return [isRecord(body) ? body : {}];
}

/** @throws BadInput that names the parameter */
function readRequest({ parameter }: Task): ApiRequest {
	const method: IHttpRequestMethods = toChoice(
		labels.method,
		methods,
		parameter('method', 'GET'),
	).value;
	const path = toSegments(labels.path, parameter('path', ''));
	const query = toObject(labels.query, entered(parameter('query', '')) ?? {});
	const given = method === 'GET' ? undefined : entered(parameter('body', ''));
	const body = given === undefined ? undefined : toObject(labels.body, given);
	const isRead = method === 'POST' && path.slice(-2).join('/') === SEARCH_PATH;
	return { method, path, query, body: isRead ? (body ?? everything) : body, isRead };
}

/** n8n drops an empty body, so "everything" has to be spelled out. */
const everything = { qualDetails: all([]) };

/** @throws BadInput when the path does not return pages */
function readAllPages({ parameter }: Task, { method, isRead }: ApiRequest): boolean {
	if (method !== 'POST') return false;
	const isWanted = toBoolean(labels.allPages, parameter('returnAllPages', false));
	if (isWanted && !isRead) {
		throw new BadInput(`${labels.allPages} requires a path that ends in ${SEARCH_PATH}`);
	}
	return isWanted;
}

async function readPages({ api, warn }: Task, request: ApiRequest): Promise<IDataObject[]> {
	const { rows, warning } = await readAll(
		{ limit: Infinity, pageSize: PAGE_SIZE, pagesInFlight: api.pagesInFlight },
		async (offset, size) => {
			const query = { ...request.query, offset, size };
			return toPage((await api.send({ ...request, query })).body);
		},
	);
	if (warning) warn(warning);
	return rows;
}
