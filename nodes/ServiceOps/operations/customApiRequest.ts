import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { choiceParameter } from '../parameters/choiceParameter';
import { writingOptionsForm } from '../parameters/options';
import { showFor } from '../parameters/showFor';
import type { Task } from '../run/types';
import { NotFound } from '../transport/errors';
import { isPathUnknown } from '../transport/notThere';
import { toPage } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { readAll } from '../transport/paging';
import { all } from '../transport/qualification';
import { checkTotalsBy } from '../transport/checkTotals';
import type { ApiRequest, ReceivedFile } from '../transport/types';
import { toPath, toSegments } from '../values/apiPath';
import { BadInput } from '../values/badInput';
import { entered, toBoolean } from '../values/coerce';
import { isRecord, parseJson, toObject } from '../values/json';
import type { Module } from './types';

const labels = {
	method: 'Method',
	path: 'Path',
	query: 'Query Parameters (JSON)',
	body: 'Body (JSON)',
	allPages: 'Return All Pages',
};

/** Where a file of an answer goes. */
const FILE_FIELD = 'data';

/** The end of search paths: they read, although they are called with POST. */
const SEARCH_PATH = 'search/byqual';

const httpMethod = choiceParameter(
	'method',
	labels.method,
	(['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const).map((value) => ({ name: value, value })),
	'GET',
	`HTTP method. GET only reads, and so does POST to a path that ends in ${SEARCH_PATH}.`,
);

const askedAlways: INodeProperties[] = [
	httpMethod.form,
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
	description: 'Request body, as an object or array',
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
				...askedAlways,
				...showFor({ method: ['DELETE', 'PATCH', 'POST', 'PUT'] }, [withBody]),
				...showFor({ method: ['POST'] }, [allPages]),
				writingOptionsForm(),
			],
			run: runRequest,
		},
	],
};

async function runRequest(task: Task): Promise<IDataObject[]> {
	const request = readRequest(task);
	if (readAllPages(task, request)) return await readPages(task, request);
	let file: IDataObject | undefined;
	const receive = async (received: ReceivedFile) =>
		(file = await keepFile(task, request, received));
	const receiveText = (data: string) => ({ data });
	const { status, body } = await task.api.send({ ...request, receive, receiveText }, isPathUnknown);
	if (status >= 400) throw nothingThere(request, status);
	return file ? [file] : toItems(body);
}

/** The item for a file, which is returned under the usual name. */
async function keepFile(
	task: Task,
	{ path }: ApiRequest,
	file: ReceivedFile,
): Promise<IDataObject> {
	const fileName = file.name ?? String(path[path.length - 1]);
	const { mimeType, bytes } = await task.outputFile(FILE_FIELD, file, fileName);
	return { fileName, mimeType, bytes };
}

/** Whatever the server answers, as items: records as they are, all other values under `data`. */
function toItems(body: unknown): IDataObject[] {
	if (body === undefined) return [{ success: true }];
	return (Array.isArray(body) ? (body as unknown[]) : [body]).map((value) =>
		isRecord(value) ? value : { data: value as IDataObject },
	);
}

function nothingThere({ method, path }: ApiRequest, status: number): NotFound {
	const place = toPath(path);
	return new NotFound(
		status === 405
			? `ServiceOps does not take ${method} at ${place}. Check ${labels.method} and ${labels.path}`
			: `There is nothing at ${place}. Check ${labels.path}`,
		{ status },
	);
}

/** @throws BadInput that names the parameter */
function readRequest({ parameter }: Task): ApiRequest {
	const method = httpMethod.read(parameter).value;
	const path = toSegments(labels.path, parameter('path', ''));
	const query = readQuery(parameter('query', ''));
	const given = method === 'GET' ? undefined : entered(parameter('body', ''));
	const body = given === undefined ? undefined : readBody(given);
	const isRead = method === 'POST' && path.slice(-2).join('/') === SEARCH_PATH;
	return { method, path, query, body: isRead ? (body ?? everything) : body, isRead };
}

/** Without what is empty: other requests leave it out too. */
function readQuery(given: unknown): IDataObject {
	const query = Object.entries(toObject(labels.query, entered(given) ?? {}));
	return Object.fromEntries(query.filter(([, value]) => value !== null && value !== undefined));
}

function readBody(given: unknown): IDataObject {
	const body = parseJson(labels.body, given);
	if (Array.isArray(body) || isRecord(body)) return body as IDataObject;
	throw new BadInput(`${labels.body} must be a JSON object or array`);
}

/** What a search without a body searches for. */
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
	const search = async (body: ApiRequest['body'], offset: number, size: number) => {
		const query = { ...request.query, offset, size };
		return toPage((await api.send({ ...request, body, query })).body);
	};
	const { rows, warning } = await readAll(
		{
			limit: Infinity,
			pageSize: PAGE_SIZE,
			pagesInFlight: api.pagesInFlight,
			known: api.known,
		},
		async (offset, size) => await search(request.body, offset, size),
		checkTotalsBy(async (qualDetails, offset, size) => await search({ qualDetails }, offset, size)),
	);
	warn(warning);
	return rows;
}
