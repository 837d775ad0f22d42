import { toNodeError } from '../run/nodeError';
import { UserError, type IDataObject, type IPollFunctions } from 'n8n-workflow';
import { readFilters } from '../parameters/filters';
import type { FilteredSearch } from '../records/filteredSearch';
import { toBoolean, toList } from '../values/coerce';
import { connect } from '../transport/client';
import { CREDENTIAL } from '../transport/session';
import { textOf } from '../values/json';
import { floorOf, kept, load, newCursor, prune, save, type Cursor } from './cursor';
import { eventsOf, noteEntries, noteStatus, versionFor, type Watch } from './events';
import { findWatched, hasConversation, type TriggerEvent } from './form';
import { isRefusal, readWaiting } from './boundarySearch';
import { toObject } from '../values/json';
import { readType } from '../parameters/record';
import { type Page, type Row } from '../transport/page';
import { hasTextTimes, identityOf, readTime } from '../records/version';
import { OrderChanged, type Learnt, type List } from './sortedPages';
import { isOfResource, searchPage } from '../records/search';

/** A poll must end long before the next one; n8n drops polls that take 45 s. */
const BUDGET_MS = 30_000;
const TIMEOUT_MS = 15_000;
/** How many records one poll hands on; the rest waits for the next one. */
const MAX_RECORDS = 1000;
/** New conversations: how many of the latest records a poll looks into besides those that changed. */
const LOOKED_AT = 25;
/** So many entries that came with a change of their record, and the server is taken to count them as changes ... */
const SURE_AFTER = 5;
/** ... which every so many polls is checked all the same. */
const DOUBTED_EVERY = 30;
/** How many records have their conversations or statuses noted when the trigger starts. */
const NOTED_AT_START = { newConversation: 20, statusChanged: 1000 };

/** One poll: the new events, or null when there are none. */
export async function poll(context: IPollFunctions): Promise<IDataObject[] | null> {
	const end = Date.now() + Math.min(BUDGET_MS, (context.getPollBudgetMs?.() ?? BUDGET_MS) * 0.8);
	const mayGoOn = () => Date.now() < end;
	try {
		const watch = readForm(context);
		const search = await readSearch(context, watch);
		if (context.getMode() === 'manual') return [await sample(watch, search)];
		const data = context.getWorkflowStaticData('node');
		const { cursor, isNew } = load(data, watched(context, watch));
		const found = isNew
			? await start(watch, search, cursor, mayGoOn)
			: await advance(watch, search, cursor, mayGoOn);
		if (!save(data, cursor, isNew)) return null;
		return found.length > 0 ? found : null;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

function readForm(context: IPollFunctions): Watch {
	const parameter = (name: string, fallback?: unknown): unknown =>
		context.getNodeParameter(name, fallback);
	const resource = findWatched(parameter('resource'));
	if (!resource) throw new UserError('Resource: this one cannot be watched');
	const options = toObject('Options', parameter('options', {}));
	const event = parameter('event') as TriggerEvent;
	if (event === 'newConversation' && !hasConversation(resource)) {
		throw new UserError(`Trigger On: ${resource.plural} have no conversations`);
	}
	return {
		api: connect(context, { timeoutMs: TIMEOUT_MS }),
		resource,
		type: readType(resource, { parameter }),
		event,
		isSimple: toBoolean('Simplify', parameter('simplify', true)),
		ignored: toList('Ignore Changes By', options.ignoreChangesBy ?? '').map((name) =>
			name.toLowerCase(),
		),
		withConversation:
			hasConversation(resource) &&
			toBoolean('Include Last Conversation', options.includeLastConversation ?? false),
	};
}

/** What makes a cursor void when it changes. Conditions count as they were entered: an expression may hold the time. */
function watched(context: IPollFunctions, { resource, type, event }: Watch): string {
	const { parameters, credentials } = context.getNode();
	const credential = credentials?.[CREDENTIAL]?.id ?? '';
	return JSON.stringify([resource.name, type?.value, event, parameters.filters ?? {}, credential]);
}

async function readSearch(
	context: IPollFunctions,
	{ api, resource }: Watch,
): Promise<FilteredSearch> {
	const given = toObject('Filters', context.getNodeParameter('filters', {}));
	return await readFilters({ api, resource, zone: context.getTimezone() }, given);
}

const fieldOf = ({ event }: Watch) => (event === 'created' ? 'created' : 'updated');

/** One page of the list by time; what the server was asked in vain is left out from then on. */
async function readRows(
	watch: Watch,
	{ qualification, withoutTimes }: FilteredSearch,
	learnt: Learnt,
	offset: number,
	size: number,
): Promise<Page> {
	const sortBy = `${fieldOf(watch)}Time`;
	if (withoutTimes && learnt.refusesTimes)
		return await searchPage(watch, withoutTimes, offset, size, sortBy);
	return await searchPage(watch, qualification, offset, size, sortBy).catch(
		async (error: unknown) => {
			if (!withoutTimes || !isRefusal(error)) throw error;
			learnt.refusesTimes = true;
			return await searchPage(watch, withoutTimes, offset, size, sortBy);
		},
	);
}

const listOf = (
	watch: Watch,
	search: FilteredSearch,
	cursor: Pick<Cursor, 'learnt'>,
	mayGoOn: () => boolean,
): List => ({
	readPage: async (offset, size) => await readRows(watch, search, cursor.learnt, offset, size),
	timeOf: (row) => readTime(row, fieldOf(watch)),
	learnt: cursor.learnt,
	mayGoOn,
});

/** Reads once more where the server turned out to have turned its lists round. */
async function readList(...given: Parameters<typeof readWaiting>): ReturnType<typeof readWaiting> {
	return await readWaiting(...given).catch(async (error: unknown) => {
		if (!(error instanceof OrderChanged)) throw error;
		return await readWaiting(...given);
	});
}

/** The newest rows: one page of them, found without reading the others. */
async function newestRows(list: List): Promise<Row[]> {
	const { rows } = await list.readPage(0, 100);
	const { learnt } = list;
	await readList(list, Infinity, 1, () => false, false);
	if (learnt.order !== 'ascending') return rows;
	const last = await list.readPage(Math.max(0, (learnt.end ?? 0) - 100), 100);
	return last.rows.reverse();
}

/** The latest record, as an example; moves nothing. */
async function sample(watch: Watch, search: FilteredSearch): Promise<IDataObject> {
	const list = listOf(watch, search, { learnt: {} }, () => true);
	const row = (await newestRows(list)).find((one) => isOfResource(watch, one) && search.keep(one));
	const cursor = newCursor('');
	if (!row) {
		throw new UserError(`ServiceOps has no ${watch.resource.noun} that meets the conditions`, {
			description: 'There is nothing to show. Create one, or change the conditions.',
		});
	}
	const found = await eventsOf(watch, cursor, { ...row });
	const [event] = found.slice(-1);
	if (event) return event;
	const like = { ...watch, event: 'createdOrUpdated' as const };
	const [shown = {}] = await eventsOf({ ...like, ignored: [] }, cursor, row);
	return { ...shown, event: watch.event };
}

/** The first poll: everything that is there counts as dealt with. */
async function start(
	watch: Watch,
	search: FilteredSearch,
	cursor: Cursor,
	mayGoOn: () => boolean,
): Promise<IDataObject[]> {
	const list = listOf(watch, search, cursor, mayGoOn);
	const rows = await newestRows(list);
	const isText = rows.some(hasTextTimes);
	cursor.newest = Math.max(0, ...rows.map(list.timeOf));
	cursor.startedAt = Math.max(0, ...rows.map((row) => readTime(row, 'created')));
	const waiting = await readList(list, floorOf(cursor, isText), Infinity, () => false, false);
	for (const row of waiting.rows) {
		see(watch, list, cursor, row);
		noteStatus(watch, cursor, row);
	}
	prune(cursor, isText);
	if (watch.event === 'statusChanged') {
		await noteOlder(watch, list, cursor, NOTED_AT_START.statusChanged);
	}
	if (watch.event === 'newConversation') {
		for (const row of rows.slice(0, NOTED_AT_START.newConversation)) {
			await noteEntries(watch, cursor, row);
		}
		cursor.largestEntry = Math.max(0, ...Object.values(cursor.entries));
	}
	return [];
}

/** Notes the statuses of the records before those just read, so that their next change can be told. */
async function noteOlder(watch: Watch, list: List, cursor: Cursor, count: number): Promise<void> {
	const isAscending = list.learnt.order === 'ascending';
	let offset = isAscending ? (list.learnt.hint ?? 0) : 0;
	for (let noted = 0; noted < count && list.mayGoOn(); ) {
		const { rows } = await list.readPage(offset, 100);
		for (const row of rows) {
			if (kept(cursor.statuses, textOf(row.id)) === undefined) noteStatus(watch, cursor, row);
		}
		noted += rows.length;
		if (rows.length === 0 || (isAscending && offset === 0)) return;
		offset = isAscending ? Math.max(0, offset - rows.length) : offset + rows.length;
	}
}

function see(watch: Watch, list: List, cursor: Cursor, row: Row): void {
	const time = list.timeOf(row);
	cursor.seen[identityOf(row)] = [time, versionFor(watch, row)];
	cursor.newest = Math.max(cursor.newest, time);
}

/** Every later poll: what has come since, the oldest first, as much as fits. */
async function advance(
	watch: Watch,
	search: FilteredSearch,
	cursor: Cursor,
	mayGoOn: () => boolean,
): Promise<IDataObject[]> {
	const list = listOf(watch, search, cursor, mayGoOn);
	const isText = watch.resource.readOnlyFields.some(({ name }) => name === 'updatedDate');
	const floor = floorOf(cursor, isText);
	const isNews = (row: Row) =>
		list.timeOf(row) >= floor && cursor.seen[identityOf(row)]?.[1] !== versionFor(watch, row);
	const { rows, isComplete } = await readList(list, floor, MAX_RECORDS, isNews, cursor.isQuiet);
	const news = rows.filter(isNews);
	const found: IDataObject[] = [];
	const before = { ...cursor };
	let done = 0;
	for (const row of news.slice(0, MAX_RECORDS)) {
		if (done > 0 && !mayGoOn()) break;
		if (isOfResource(watch, row) && search.keep(row)) {
			// Of a record that is new here, an entry proves nothing.
			const isKnown = kept(cursor.entries, textOf(row.id)) !== undefined;
			const events = await eventsOf(watch, before, row);
			if (isKnown && events.length > 0 && cursor.entriesThatTouch >= 0) cursor.entriesThatTouch++;
			found.push(...events);
		}
		see(watch, list, cursor, row);
		done++;
	}
	cursor.isQuiet = isComplete && news.length === 0;
	prune(cursor, isText);
	if (watch.event === 'newConversation' && mustLookRound(cursor)) {
		found.push(...(await lookRound(watch, list, cursor)));
	}
	return found;
}

const mustLookRound = ({ entriesThatTouch, revision }: Cursor): boolean =>
	entriesThatTouch < SURE_AFTER || revision % DOUBTED_EVERY === 0;

/** A server may not count an entry as a change of its record: looks through the latest records in turns. */
async function lookRound(watch: Watch, list: List, cursor: Cursor): Promise<IDataObject[]> {
	const rows = (await newestRows(list)).filter((row) => isOfResource(watch, row));
	const from = cursor.turn < rows.length ? cursor.turn : 0;
	const found: IDataObject[] = [];
	let looked = 0;
	for (const row of rows.slice(from, from + LOOKED_AT)) {
		if (!list.mayGoOn()) break;
		const events = await eventsOf(watch, cursor, row);
		if (events.length > 0) cursor.entriesThatTouch = -1;
		found.push(...events);
		looked++;
	}
	cursor.turn = from + looked;
	return found;
}
