import { ServiceOpsError } from '../transport/errors';
import { type IDataObject } from 'n8n-workflow';
import type { Field } from '../resources';
import { requestStatuses } from '../resources/lookups';
import { isRecord, textOf } from '../values/json';
import type { Api, ApiAnswer, ApiRequest } from '../transport/types';
import { optionsForm } from '../parameters/options';
import type { Module } from './types';
import { all, compare, property, type Qualification } from '../transport/qualification';
import { toPage, type Page } from '../transport/page';

const result: Field[] = [
	{ name: 'question', displayName: 'Question', kind: 'text' },
	{ name: 'answer', displayName: 'Answer', kind: 'text' },
	{ name: 'detail', displayName: 'Detail', kind: 'text' },
];

/**
 * Tells how the connected server settles what the API documentation leaves open (shared reading: requests.md 4 to 6).
 * It only reads, makes at most ten requests per run, and names no host, person or content of a record, so that the
 * table can go into a bug report as it is.
 */
export const serverCheck: Module = {
	name: 'server',
	displayName: 'Server',
	actions: [
		{
			name: 'check',
			displayName: 'Check',
			action: 'Check server',
			description:
				'Find out how this ServiceOps server behaves. Only reads, and shows no record, name or address, so the result can go into a bug report.',
			result,
			form: [optionsForm()],
			run: async ({ api }) => await api.once('server check', async () => await check(api)),
		},
	],
};

interface Finding extends IDataObject {
	question: string;
	answer: string;
	detail: string;
}

/** Pages larger than this are nothing that a check should ask for. */
const LARGE_PAGE = 500;
const REQUEST = ['api', 'v1', 'request'];
/** No record has it: above what any server counts to, and still a valid ID. */
const NO_SUCH_ID = 999_999_999;
/** The year 2100: nothing was created after it. */
const FUTURE = 4_102_444_800_000;

/** An answer of any status; undefined when none came, be it the network, the login, or no API at all. */
type Probe = ApiAnswer | undefined;

async function ask(api: Api, request: ApiRequest): Promise<Probe> {
	return await api.send(request, () => true).catch(toProbe);
}

/** What the server said stays out of it: texts may quote names and addresses. */
function toProbe(error: unknown): Probe {
	const status = error instanceof ServiceOpsError ? (error.status ?? 0) : 0;
	return status > 0 ? { status, body: undefined } : undefined;
}

const search = (
	offset: number,
	size: number,
	qualification: Qualification = all([]),
	path = REQUEST,
): ApiRequest => ({
	method: 'POST',
	path: [...path, 'search', 'byqual'],
	query: { offset, size },
	body: { qualDetails: qualification },
	isRead: true,
});

const isSuccess = (probe: Probe): probe is ApiAnswer =>
	probe !== undefined && probe.status >= 200 && probe.status < 300;

/** The page in an answer, if it is one. */
function pageOf(probe: Probe): Page | undefined {
	if (!isSuccess(probe)) return undefined;
	try {
		return toPage(probe.body);
	} catch {
		return undefined;
	}
}

/** The look of an answer, by its keys and never by its values. */
function shapeOf(probe: Probe): string {
	if (!probe) return 'No answer: the connection or the login failed. Test the credential';
	const { status, body } = probe;
	const prefix = `HTTP status ${status}`;
	if (Array.isArray(body)) return `${prefix}, a list`;
	if (isRecord(body)) {
		const keys = Object.keys(body).filter((key) => /^[a-z]\w{0,29}$/i.test(key));
		return `${prefix}, an object with ${keys.slice(0, 10).join(', ') || 'no keys'}`;
	}
	if (typeof body !== 'string' || body === '') return `${prefix}, no readable body`;
	return `${prefix}, ${body.trimStart().startsWith('<') ? 'a web page' : 'text that is no JSON'}`;
}

const found = (question: string, answer: string, detail: string): Finding => ({
	question,
	answer,
	detail,
});

async function check(api: Api): Promise<Finding[]> {
	const first = await ask(api, search(0, 25));
	const page = pageOf(first);
	const list = found('List of requests', page ? 'Works' : 'Does not work', shapeOf(first));
	if (!first) return [list];
	const missing = await ask(api, { method: 'GET', path: [...REQUEST, NO_SUCH_ID] });
	return [
		list,
		versionHints(first),
		...aboutRows(page),
		await paging(api, page),
		await pageCap(api, page),
		await readById(api, page),
		await lookups(api),
		await searchByTime(api),
		await assetSearch(api),
		found('Answer for a missing record', statusOf(missing), shapeOf(missing)),
	];
}

const statusOf = (probe: Probe): string => (probe ? `HTTP ${probe.status}` : 'No answer');

/** Nothing in the API tells the version; web servers and gateways may leave traces. */
function versionHints(probe: Probe): Finding {
	const hints = Object.entries(probe?.headers ?? {})
		.filter(([name]) => /^(server|x-powered-by)$|version/i.test(name))
		.map(([name, value]) => `${name}: ${textOf(value)}`)
		.filter((hint) =>
			/^[\w-]+: [A-Za-z][\w/-]{0,30}(\/[\d.]{1,20})?$|^[\w-]+: v?\d[\d.]{0,20}$/.test(hint),
		);
	return found('Version hints', hints.join('; ') || 'None', 'Taken from the headers of an answer');
}

function aboutRows(page?: Page): Finding[] {
	const ids = (page?.rows ?? []).map(({ id }) => id);
	const isNumber = ids.every((id) => typeof id === 'number');
	return [
		found(
			'Total in lists',
			!page ? UNKNOWN : page.total === undefined ? 'Missing' : 'Present',
			page?.total === undefined ? 'No totalCount in the answer' : `${page.total} requests`,
		),
		found('Order of lists', orderOf(ids.map(Number)), JUDGED_BY),
		found('Form of IDs', ids.length === 0 ? UNKNOWN : isNumber ? 'Numbers' : 'Text', JUDGED_BY),
	];
}

const UNKNOWN = 'Unknown';
const JUDGED_BY = 'Judged by the IDs of the first page';

function orderOf(ids: number[]): string {
	const steps = ids.slice(1).map((id, index) => Math.sign(id - (ids[index] ?? 0)));
	if (steps.length === 0) return UNKNOWN;
	if (steps.every((step) => step > 0)) return 'Oldest first';
	return steps.every((step) => step < 0) ? 'Newest first' : 'Neither newest nor oldest first';
}

async function paging(api: Api, page?: Page): Promise<Finding> {
	const question = 'Offset of lists';
	const [first, second] = page?.rows ?? [];
	if (!first || !second) return found(question, UNKNOWN, 'Fewer than two requests can be seen');
	const probe = await ask(api, search(1, 1));
	const shown = textOf(pageOf(probe)?.rows[0]?.id);
	const answers: Array<[unknown, string]> = [
		[second.id, 'Counts records'],
		[first.id, 'Is ignored'],
	];
	const known = answers.find(([id]) => textOf(id) === shown)?.[1];
	return found(question, known ?? UNKNOWN, shapeOf(probe));
}

async function pageCap(api: Api, page?: Page): Promise<Finding> {
	const question = 'Largest page';
	const probe = page && (await ask(api, search(0, LARGE_PAGE)));
	const large = pageOf(probe);
	if (!large)
		return found(question, UNKNOWN, page ? shapeOf(probe) : 'There is no list to ask for');
	const count = large.rows.length;
	const detail = `${LARGE_PAGE} requests asked for, ${count} received`;
	if (count >= LARGE_PAGE) return found(question, `At least ${LARGE_PAGE}`, detail);
	if (count === large.total)
		return found(question, `At least ${count}`, `${detail}, which are all`);
	if (large.total !== undefined) return found(question, String(count), detail);
	const next = pageOf(await ask(api, search(count, 1)));
	const seen = new Set(large.rows.map(({ id }) => textOf(id)));
	const hasMore = next?.rows.some(({ id }) => !seen.has(textOf(id))) === true;
	return found(question, hasMore ? String(count) : `At least ${count}`, detail);
}

async function readById(api: Api, page?: Page): Promise<Finding> {
	const question = 'Read by ID';
	const id = textOf(page?.rows[0]?.id);
	if (id === '') return found(question, UNKNOWN, 'No request can be seen');
	const probe = await ask(api, { method: 'GET', path: [...REQUEST, id] });
	const isSame = isSuccess(probe) && isRecord(probe.body) && textOf(probe.body.id) === id;
	return found(question, isSame ? 'Works' : 'Does not work', shapeOf(probe));
}

async function lookups(api: Api): Promise<Finding> {
	const { path } = requestStatuses;
	const probe = await ask(api, search(0, 1, all([]), ['api', ...path.slice(0, -2)]));
	const answer = isSuccess(probe) ? 'Open to this login' : 'Closed to this login';
	return found('Lists of names', probe ? answer : UNKNOWN, shapeOf(probe));
}

async function searchByTime(api: Api): Promise<Finding> {
	const later = compare(property('request.createdTime'), 'after', 'LongValueRest', FUTURE);
	const probe = await ask(api, search(0, 1, all([later])));
	const rows = pageOf(probe)?.rows;
	const answer = rows ? (rows.length === 0 ? 'Works' : 'Is ignored') : 'Is refused';
	return found('Search by time', probe ? answer : UNKNOWN, shapeOf(probe));
}

async function assetSearch(api: Api): Promise<Finding> {
	const byClass = ['api', 'v1', 'asset', 'asset_hardware'];
	const probe = await ask(api, search(0, 1, all([]), byClass));
	const answer = isSuccess(probe) ? 'Works' : 'Does not work';
	return found('Search of assets by class', probe ? answer : UNKNOWN, shapeOf(probe));
}
