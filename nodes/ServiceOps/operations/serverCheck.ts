import type { IDataObject } from 'n8n-workflow';
import { optionsForm } from '../parameters/options';
import { pathOf } from '../records/place';
import {
	describeShape,
	findPage,
	isSuccess,
	searchRequest,
	sendProbe,
	type Probe,
} from '../records/serverProbe';
import type { Field } from '../resources';
import { asset } from '../resources/asset';
import { requestStatuses } from '../resources/lookups';
import { request } from '../resources/request';
import type { Page } from '../transport/page';
import { all, compare, property } from '../transport/qualification';
import type { Api } from '../transport/types';
import { isRecord, textOf } from '../values/json';
import type { Module } from './types';

const result: Field[] = [
	{ name: 'question', displayName: 'Question', kind: 'text' },
	{ name: 'answer', displayName: 'Answer', kind: 'text' },
	{ name: 'detail', displayName: 'Detail', kind: 'text' },
];

/**
 * Reports how the connected server behaves where the API documentation leaves it open (requests.md 4 to 6). It only reads,
 * makes at most ten requests per run, and reveals no host, person or content of a record, so that the table can go into a
 * bug report as it is.
 */
export const serverCheck: Module = {
	name: 'server',
	displayName: 'Server',
	actions: [
		{
			name: 'check',
			displayName: 'Check',
			action: 'Check server',
			description: 'Report how this server behaves. Reads only, and reveals no names or records.',
			result,
			form: [optionsForm()],
			run: async ({ api }) => await api.once('server check', async () => await runChecks(api)),
		},
	],
};

/** What is known when a check starts. */
interface Findings {
	api: Api;
	/** The response to the first call, which lists requests. */
	first: Probe;
	/** The list in that response, if there is one. */
	page?: Page;
}

interface Answer {
	answer: string;
	detail: string;
}

interface Check {
	question: string;
	find: (known: Findings) => Answer | Promise<Answer>;
}

const checks: Check[] = [
	{ question: 'List of requests', find: checkList },
	{ question: 'Version hints', find: findVersion },
	{ question: 'Total count in lists', find: checkTotal },
	{ question: 'List order', find: findOrder },
	{ question: 'ID format', find: findIdFormat },
	{ question: 'Paging by offset', find: checkOffset },
	{ question: 'Largest page', find: findLargestPage },
	{ question: 'Get by ID', find: checkGet },
	{ question: 'Name lists', find: checkNameLists },
	{ question: 'Search by date', find: checkTimeSearch },
	{ question: 'Asset search by class', find: checkAssetSearch },
	{ question: 'Response for a missing record', find: checkMissing },
];

async function runChecks(api: Api): Promise<IDataObject[]> {
	const first = await sendProbe(api, searchRequest(pathOf(request), 0, 25));
	const known = { api, first, page: findPage(first) };
	const rows: IDataObject[] = [];
	// If nothing answers, the other checks would only repeat that.
	for (const { question, find } of first ? checks : checks.slice(0, 1)) {
		rows.push({ question, ...(await find(known)) });
	}
	return rows;
}

const WORKS = 'Works';
const FAILS = 'Does not work';
const IGNORED = 'Ignored';
const UNKNOWN = 'Unknown';
const JUDGED_BY_IDS = 'Judged by the IDs on the first page';

/** No record has it: higher than any server counts, yet a valid ID. */
const NO_SUCH_ID = 999_999_999;
/** The year 2100: nothing was created after it. */
const FUTURE_MS = 4_102_444_800_000;
/** More rows than a check should request. */
const LARGE_PAGE = 500;

function checkList({ first, page }: Findings): Answer {
	return { answer: page ? WORKS : FAILS, detail: describeShape(first) };
}

/** The API does not reveal its version, but web servers and gateways may. */
function findVersion({ first }: Findings): Answer {
	const hints = Object.entries(first?.headers ?? {})
		.filter(([name]) => /^(server|x-powered-by)$|version/i.test(name))
		.map(([name, value]) => `${name}: ${textOf(value)}`)
		.filter((hint) =>
			/^[\w-]+: [A-Za-z][\w/-]{0,30}(\/[\d.]{1,20})?$|^[\w-]+: v?\d[\d.]{0,20}$/.test(hint),
		);
	return { answer: hints.join('; ') || 'None', detail: 'Taken from the headers of a response' };
}

function checkTotal({ page }: Findings): Answer {
	const total = page?.total;
	const detail = total === undefined ? 'No totalCount in the response' : `${total} requests`;
	if (!page) return { answer: UNKNOWN, detail };
	return { answer: total === undefined ? 'Missing' : 'Present', detail };
}

const idsOn = (page?: Page): unknown[] => (page?.rows ?? []).map(({ id }) => id);

function findOrder({ page }: Findings): Answer {
	const ids = idsOn(page).map(Number);
	const steps = ids.slice(1).map((id, index) => Math.sign(id - (ids[index] ?? 0)));
	return { answer: describeOrder(steps), detail: JUDGED_BY_IDS };
}

function describeOrder(steps: number[]): string {
	if (steps.length === 0) return UNKNOWN;
	if (steps.every((step) => step > 0)) return 'Oldest first';
	return steps.every((step) => step < 0) ? 'Newest first' : 'Neither newest nor oldest first';
}

function findIdFormat({ page }: Findings): Answer {
	const ids = idsOn(page);
	const format = ids.every((id) => typeof id === 'number') ? 'Numbers' : 'Text';
	return { answer: ids.length === 0 ? UNKNOWN : format, detail: JUDGED_BY_IDS };
}

async function checkOffset({ api, page }: Findings): Promise<Answer> {
	const [first, second] = idsOn(page).map(textOf);
	if (!first || !second) {
		return { answer: UNKNOWN, detail: 'Fewer than two requests are visible to this account' };
	}
	const probe = await sendProbe(api, searchRequest(pathOf(request), 1, 1));
	const [shown] = idsOn(findPage(probe)).map(textOf);
	const answer = shown === second ? WORKS : shown === first ? IGNORED : UNKNOWN;
	return { answer, detail: describeShape(probe) };
}

async function findLargestPage({ api, page }: Findings): Promise<Answer> {
	if (!page) return { answer: UNKNOWN, detail: 'The list of requests cannot be read' };
	const probe = await sendProbe(api, searchRequest(pathOf(request), 0, LARGE_PAGE));
	const large = findPage(probe);
	if (!large) return { answer: UNKNOWN, detail: describeShape(probe) };
	const count = large.rows.length;
	const detail = `${LARGE_PAGE} requests requested, ${count} received`;
	if (count === large.total)
		return { answer: `At least ${count}`, detail: `${detail}, which is all` };
	const isCapped = count < LARGE_PAGE && (await hasMore(api, large));
	return { answer: isCapped ? String(count) : `At least ${count}`, detail };
}

/** Whether there are rows after the first ones. */
async function hasMore(api: Api, { rows, total }: Page): Promise<boolean> {
	if (total !== undefined) return true;
	const next = findPage(await sendProbe(api, searchRequest(pathOf(request), rows.length, 1)));
	const seen = new Set(rows.map(({ id }) => textOf(id)));
	return next?.rows.some(({ id }) => !seen.has(textOf(id))) === true;
}

async function checkGet({ api, page }: Findings): Promise<Answer> {
	const [id] = idsOn(page).map(textOf);
	if (!id) return { answer: UNKNOWN, detail: 'No request is visible to this account' };
	const probe = await sendProbe(api, { method: 'GET', path: [...pathOf(request), id] });
	const isSame = isSuccess(probe) && isRecord(probe.body) && textOf(probe.body.id) === id;
	return { answer: isSame ? WORKS : FAILS, detail: describeShape(probe) };
}

async function checkNameLists({ api }: Findings): Promise<Answer> {
	const path = ['api', ...requestStatuses.path.slice(0, -2)];
	const probe = await sendProbe(api, searchRequest(path, 0, 1));
	const answer = `${isSuccess(probe) ? 'Readable' : 'Not readable'} with this account`;
	return { answer: probe ? answer : UNKNOWN, detail: describeShape(probe) };
}

async function checkTimeSearch({ api }: Findings): Promise<Answer> {
	const [time] = request.search.filter(({ kind }) => kind === 'time');
	const operand = property(`${request.searchModule}.${time?.name}`);
	const later = compare(operand, 'after', 'LongValueRest', FUTURE_MS);
	const probe = await sendProbe(api, searchRequest(pathOf(request), 0, 1, all([later])));
	const rows = findPage(probe)?.rows;
	const answer = rows ? (rows.length === 0 ? WORKS : IGNORED) : 'Rejected';
	return { answer: probe ? answer : UNKNOWN, detail: describeShape(probe) };
}

async function checkAssetSearch({ api }: Findings): Promise<Answer> {
	const model = asset.types?.options[0]?.model ?? '';
	const probe = await sendProbe(api, searchRequest([...pathOf(asset), model], 0, 1));
	const answer = isSuccess(probe) ? WORKS : FAILS;
	return { answer: probe ? answer : UNKNOWN, detail: describeShape(probe) };
}

async function checkMissing({ api }: Findings): Promise<Answer> {
	const probe = await sendProbe(api, { method: 'GET', path: [...pathOf(request), NO_SUCH_ID] });
	return { answer: probe ? `HTTP ${probe.status}` : 'No response', detail: describeShape(probe) };
}
