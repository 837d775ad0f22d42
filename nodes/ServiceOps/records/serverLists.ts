import { asset } from '../resources/asset';
import { request } from '../resources/request';
import { SEARCH_TIMES } from '../resources/searchProperties';
import { PAGE_SIZE } from '../transport/pageSize';
import { all, compare, property } from '../transport/qualification';
import { isNotThere } from '../transport/notThere';
import { searchRequest, type Page, type Row } from '../transport/page';
import type { Api } from '../transport/types';
import { isRecord, textOf } from '../values/json';
import { proveTotal } from './count';
import { pathOf } from './place';
import { readTime } from './rowTimes';
import {
	fine,
	fineIf,
	cannotTell,
	worksAround,
	type Check,
	type Finding,
	type Known,
} from './serverFindings';
import { describeShape, findPage, isSuccess, sendProbe } from './serverProbe';
import { FUTURE_MS } from './timeConditions';

/** How the server finds, orders and pages records, found out on requests (requests.md sections 4 to 6). */
export const listChecks: Check[] = [
	{ check: 'Total count', find: checkTotal },
	{ check: 'Paging by offset', find: checkOffset },
	{ check: 'Largest page', find: checkLargestPage },
	{ check: 'List order', find: checkOrder },
	{ check: 'Sorting', find: checkSorting },
	{ check: 'Search by date', find: checkTimeSearch },
	{ check: 'Get by ID', find: checkGet },
	{ check: 'ID format', find: checkIdFormat },
	{ check: 'Missing record', find: checkMissing },
	{ check: 'Asset search by class', find: checkAssetSearch },
];

/** No record has it: higher than any server counts, yet a valid ID. */
const NO_SUCH_ID = 999_999_999;
/** More rows than a check should request. */
const LARGE_PAGE = 500;

const UNREADABLE = 'The list of requests cannot be read';
const TOO_FEW = 'This account sees too few requests to find out';

async function checkTotal(known: Known): Promise<Finding> {
	const { api, page } = known;
	if (!page) return cannotTell(UNREADABLE, 'No list in the response');
	const { total } = page;
	const inDoubt = 'so the node reads lists to their end, and Count reads the records';
	if (total === undefined) {
		return worksAround(`Lists come without a total, ${inDoubt}`, 'No totalCount in the response');
	}
	const technical = `totalCount ${total}`;
	if (total === 0) return cannotTell(TOO_FEW, technical);
	if (usesOffset(known) === false) {
		return cannotTell(
			'The total cannot be checked, because the server does not page by offset',
			technical,
		);
	}
	const everything = { qualification: all([]), keep: () => true };
	const proven = await proveTotal({ api, resource: request }, everything, total).catch(
		() => undefined,
	);
	return fineIf(
		proven !== undefined,
		'The totals of lists are correct, so Count does not read the records',
		`The totals of lists are wrong, ${inDoubt}`,
		technical,
	);
}

/** The IDs of the rows on a page, as text. */
const idsOn = (page?: Page): string[] => page?.rows.map(({ id }) => textOf(id)) ?? [];

/** Whether the second row came when it was asked for; undefined where that cannot be told. */
function usesOffset({ page, second }: Known): boolean | undefined {
	const [firstId, secondId] = idsOn(page);
	const [shown] = idsOn(findPage(second));
	if (!firstId || !secondId || !shown) return undefined;
	if (shown === secondId) return true;
	return shown === firstId ? false : undefined;
}

function checkOffset(known: Known): Finding {
	const technical = describeShape(known.second);
	if (idsOn(known.page).length < 2) return cannotTell(TOO_FEW, technical);
	switch (usesOffset(known)) {
		case true:
			return fine('Long lists are read page by page', technical);
		case false:
			return worksAround(
				'The server always sends the first page, so the node asks for long lists as one page',
				technical,
			);
		case undefined:
			return cannotTell(
				'The server sent a different row than expected: the order of its lists may change',
				technical,
			);
	}
}

async function checkLargestPage({ api, page }: Known): Promise<Finding> {
	if (!page) return cannotTell(UNREADABLE, 'No list in the response');
	const probe = await sendProbe(api, searchRequest(pathOf(request), 0, LARGE_PAGE));
	const large = findPage(probe);
	if (!large) return cannotTell('The server did not send a large page', describeShape(probe));
	const count = large.rows.length;
	const technical = `${LARGE_PAGE} rows requested, ${count} received`;
	const isCapped = count < LARGE_PAGE && (await hasMore(api, large));
	if (!isCapped) return fine('The server sends pages as large as the node asks for', technical);
	const says = `The server sends at most ${count} records per call`;
	return fineIf(count >= PAGE_SIZE, says, `${says}, so long lists take more calls`, technical);
}

/** Whether there are rows after the first ones. */
async function hasMore(api: Api, { rows }: Page): Promise<boolean> {
	const next = findPage(await sendProbe(api, searchRequest(pathOf(request), rows.length, 1)));
	const seen = new Set(rows.map(({ id }) => textOf(id)));
	return next?.rows.some(({ id }) => !seen.has(textOf(id))) === true;
}

/** Whether numbers only rise, or only fall. */
const isSorted = (numbers: number[]): boolean =>
	[1, -1].some((sign) =>
		numbers.every((next, at) => at === 0 || (next - (numbers[at - 1] ?? 0)) * sign >= 0),
	);

function checkOrder({ page }: Known): Finding {
	const ids = idsOn(page).map(Number);
	const technical = 'Judged by the IDs on the first page';
	if (ids.length < 2) return cannotTell(TOO_FEW, technical);
	return fineIf(
		isSorted(ids),
		`The server lists the ${(ids[0] ?? 0) < (ids[1] ?? 0) ? 'oldest' : 'newest'} records first`,
		'The server does not sort lists, so the node sorts them where it matters',
		technical,
	);
}

/** Judged by a time in which the list is not in order anyway. */
async function checkSorting({ api, page }: Known): Promise<Finding> {
	const rows = page?.rows ?? [];
	for (const event of ['updated', 'created'] as const) {
		const timesOn = (list: Row[]) => list.map((row) => readTime(request, row, event));
		if (isSorted(timesOn(rows))) continue;
		const sortBy = SEARCH_TIMES[event];
		const probe = await sendProbe(
			api,
			searchRequest(pathOf(request), 0, rows.length, undefined, sortBy),
		);
		const sorted = findPage(probe);
		const technical = `sort_by ${sortBy}: ${describeShape(probe)}`;
		return fineIf(
			sorted !== undefined && isSorted(timesOn(sorted.rows)),
			'The server sorts lists as the node asks',
			'The server does not sort lists, so the node sorts them where it matters',
			technical,
		);
	}
	return cannotTell(
		'The list is already in order, so it does not show whether the server sorts',
		'Judged by the times on the first page',
	);
}

async function checkTimeSearch({ api }: Known): Promise<Finding> {
	const operand = property(`${request.searchModule}.${SEARCH_TIMES.created}`);
	const later = compare(operand, 'after', 'LongValueRest', FUTURE_MS);
	const probe = await sendProbe(api, searchRequest(pathOf(request), 0, 1, all([later])));
	const technical = describeShape(probe);
	if (!probe) return cannotTell('The server did not answer', technical);
	const rows = findPage(probe)?.rows;
	const inDoubt =
		'conditions on dates, so the node reads more records and compares the dates itself';
	if (!rows) return worksAround(`The server rejects ${inDoubt}`, technical);
	return fineIf(
		rows.length === 0,
		'The server applies conditions on dates',
		`The server ignores ${inDoubt}`,
		technical,
	);
}

async function checkGet({ api, page }: Known): Promise<Finding> {
	const [id] = idsOn(page);
	if (!id) return cannotTell(TOO_FEW, 'No row');
	const probe = await sendProbe(api, { method: 'GET', path: [...pathOf(request), id] });
	const isSame = isSuccess(probe) && isRecord(probe.body) && textOf(probe.body.id) === id;
	return fineIf(
		isSame,
		'Single records can be read',
		'Single records cannot be read directly, so the node searches for them',
		describeShape(probe),
	);
}

function checkIdFormat({ page }: Known): Finding {
	const ids = page?.rows.map(({ id }) => id) ?? [];
	const technical = 'Judged by the IDs on the first page';
	if (ids.length === 0) return cannotTell(TOO_FEW, technical);
	return fineIf(
		ids.every((id) => typeof id === 'number'),
		'IDs are numbers',
		'IDs are text: compare them as text in expressions',
		technical,
	);
}

async function checkMissing({ api }: Known): Promise<Finding> {
	const probe = await sendProbe(api, { method: 'GET', path: [...pathOf(request), NO_SUCH_ID] });
	const technical = describeShape(probe);
	if (!probe) return cannotTell('The server did not answer', technical);
	return fineIf(
		isNotThere(probe),
		'The server says when a record does not exist',
		'The server does not say clearly when a record does not exist, so the node searches for it',
		technical,
	);
}

async function checkAssetSearch({ api }: Known): Promise<Finding> {
	const model = asset.types?.options[0]?.model ?? '';
	const probe = await sendProbe(api, searchRequest([...pathOf(asset), model], 0, 1));
	const technical = describeShape(probe);
	if (!probe) return cannotTell('The server did not answer', technical);
	return fineIf(
		isSuccess(probe),
		'Assets are searched by class',
		'Assets cannot be searched by class, so the node searches all of them',
		technical,
	);
}
