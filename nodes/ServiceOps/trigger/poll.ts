import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { toNodeError } from '../run/nodeError';
import { loadCursor, saveCursor } from './cursor';
import { startFromNow } from './firstPoll';
import { listByTime } from './listByTime';
import { findNews } from './nextPoll';
import { describeWatch, readSearch, readWatch } from './readWatch';
import { findSample } from './sample';

/** How long a poll may take: it has to end well before the next one, and n8n drops polls that take 45 s. */
const BUDGET_MS = 30_000;
/** The part of n8n's own budget that is used. */
const BUDGET_SHARE = 0.8;

/**
 * Polls once.
 *
 * @returns the new events; null when there are none
 * @throws NodeApiError or NodeOperationError; the next poll then starts where this one did
 */
export async function poll(context: IPollFunctions): Promise<IDataObject[] | null> {
	const ownMs = (context.getPollBudgetMs?.() ?? BUDGET_MS) * BUDGET_SHARE;
	const end = systemClock.now() + Math.min(BUDGET_MS, ownMs);
	try {
		const events = await findNewEvents(context, () => systemClock.now() < end);
		return events.length > 0 ? events : null;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

async function findNewEvents(
	context: IPollFunctions,
	hasTimeLeft: () => boolean,
): Promise<IDataObject[]> {
	const watch = readWatch(context);
	const search = await readSearch(context, watch);
	if (context.getMode() === 'manual') {
		const list = listByTime(watch, search, {}, () => true);
		return [await findSample({ watch, search, list })];
	}
	const data = context.getWorkflowStaticData('node');
	const { cursor, isNew } = loadCursor(data, describeWatch(context, watch));
	const list = listByTime(watch, search, cursor.list, hasTimeLeft);
	const state = { watch, search, list, cursor };
	if (isNew) await startFromNow(state);
	const events = isNew ? [] : await findNews(state);
	return saveCursor(data, cursor, isNew) ? events : [];
}
