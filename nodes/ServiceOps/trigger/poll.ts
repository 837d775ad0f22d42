import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { OPEN_DATE_ORDER } from '../records/rowTimes';
import { toNodeError } from '../run/nodeError';
import { reasonOf } from '../transport/errors';
import { loadCursor, saveCursor, saveFacts } from './cursor';
import { alignDates, DatesReread } from './dates';
import { horizonOf } from './dueEvents';
import { startFromNow } from './firstPoll';
import { isInterruption, unlessInterrupted } from './interruptions';
import { listByTime } from './listByTime';
import { findNews } from './nextPoll';
import type { Poll } from './pollState';
import { addNamesOfIgnored, describeWatch, readSearch, readWatch } from './readWatch';
import { findSample } from './sample';

/** How long a poll may take: it has to end well before the next one, and n8n drops polls that take too long. */
const BUDGET_MS = 30_000;
/** The part of n8n's own budget that is used. */
const BUDGET_SHARE = 0.8;
/** How much longer the last request of a poll may take. */
const GRACE_MS = 10_000;
/** How many polls in a row may end at a rate limit with nothing done before that is an error. */
const MAX_HELD_UP = 10;

/**
 * Polls once.
 *
 * @returns the new events; null when there are none
 * @throws NodeApiError or NodeOperationError; the next poll then starts where this one did
 */
export async function poll(context: IPollFunctions): Promise<IDataObject[] | null> {
	const ownMs = (context.getPollBudgetMs?.() ?? BUDGET_MS) * BUDGET_SHARE;
	const budgetMs = Math.min(BUDGET_MS, ownMs);
	const end = systemClock.now() + budgetMs;
	try {
		const events = await findNewEvents(
			context,
			budgetMs + graceOf(ownMs),
			() => systemClock.now() < end,
		);
		return events.length > 0 ? events : null;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Where n8n allows less than usual, the last request has what is left of that. */
const graceOf = (ownMs: number): number => Math.min(GRACE_MS, ownMs * (1 / BUDGET_SHARE - 1) * 0.8);

async function findNewEvents(
	context: IPollFunctions,
	deadlineMs: number,
	hasTimeLeft: () => boolean,
	mayReread = true,
): Promise<IDataObject[]> {
	const watch = readWatch(context, deadlineMs);
	await addNamesOfIgnored(watch);
	const search = await readSearch(context, watch);
	if (context.getMode() === 'manual') {
		const list = listByTime(watch, search, {}, () => true);
		const find = async () => await findSample({ watch, search, list });
		return [await find().catch(async (error: unknown) => await findAgain(error, find))];
	}
	const data = context.getWorkflowStaticData('node');
	const { cursor, isNew } = loadCursor(data, describeWatch(context, watch));
	alignDates(cursor);
	const list = listByTime(watch, search, cursor.list, hasTimeLeft);
	const state: Poll = { watch, search, list, cursor };
	const end = async (): Promise<IDataObject[]> => {
		const events = await goOn(state);
		cursor.heldUp = 0;
		return saveCursor(data, cursor, isNew) ? events : [];
	};
	return await end().catch(async (error: unknown) => {
		const heldUp = cursor.heldUp + 1;
		const mayGoOn = isInterruption(error) && heldUp < MAX_HELD_UP;
		saveFacts(data, cursor, isNew, mayGoOn ? heldUp : 0);
		if (mayGoOn) {
			watch.log(`The next poll goes on where this one stopped: ${reasonOf(error)}`);
			return [];
		}
		const again = async () => await findNewEvents(context, deadlineMs, hasTimeLeft, false);
		if (!mayReread) throw error;
		return await findAgain(error, again);
	});
}

/**
 * Looks again if dates turned out to be written the other way round; what is known of that has been kept.
 *
 * @throws any other error
 */
async function findAgain<T>(error: unknown, find: () => Promise<T>): Promise<T> {
	if (error instanceof DatesReread) return await find();
	throw error;
}

/** Starts from now, or finds what has happened since the last poll. */
async function goOn(state: Poll): Promise<IDataObject[]> {
	const { watch, cursor } = state;
	const isStarted = cursor.lacks === 'nothing';
	if (isStarted) return await findNews(state);
	await startFromNow(state);
	if (cursor.list.isDateOrderOpen) watch.log(OPEN_DATE_ORDER);
	if (!watch.due) return [];
	if (cursor.due.since < 0) cursor.due.since = horizonOf(watch);
	return (await unlessInterrupted(findNews(state))) ?? [];
}
