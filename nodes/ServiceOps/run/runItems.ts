import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { Abandoned, Incomplete } from '../transport/errors';
import type { Api } from '../transport/types';
import { BadInput } from '../values/badInput';
import { inParallel } from '../values/concurrency';
import { describePlan, PlannedWrite } from './dryRun';
import { recallEarlierTries, type EarlierTries } from './earlierTries';
import { toErrorItem, toItemError } from './itemErrors';
import { makeItemGate, type ItemGate } from './itemGate';
import { runInOrder } from './itemOrder';
import { readParameters, type ReadItem } from './itemParameters';
import { keepRecordOrder, type RecordOrder } from './recordOrder';
import { addOtherFaults, addRunSummary } from './runSummary';
import { createTask } from './task';
import type { Task } from './types';

/** What is to be done with each item. */
export interface RunPlan {
	work: (task: Task) => Promise<IDataObject[]>;
	/** What to send the requests of an item with. */
	apiOf: (itemIndex: number) => Api;
	/** How many items to work on at a time, from 1. */
	concurrency: number;
	isDryRun: (parameter: Task['parameter']) => boolean;
}

/** With a fault, part of the results may be there all the same: those of an incomplete list. */
type Outcome =
	| { results: INodeExecutionData[] }
	| { fault: unknown; partial?: INodeExecutionData[] };

/** An item that has been read and waits to continue. */
interface WaitingItem {
	gate: ItemGate;
	outcome: Promise<Outcome>;
	/** The outcome, once it is known. */
	ended?: Outcome;
}

/** What the items of a run share. */
interface Run extends RunPlan {
	context: IExecuteFunctions;
	parametersOf: ReadItem;
	tries: EarlierTries;
	order: RecordOrder;
}

/** How many items are read before n8n gets a chance to run. */
const READ_AT_ONCE = 100;

/**
 * Processes all items of the input. First each is read and converted, up to its first request; if one is invalid, the
 * run ends before anything is sent, unless the node continues on error. Then they continue, several at a time.
 *
 * @returns the results in the order of the input, each paired with its item
 * @throws NodeApiError or NodeOperationError that names the item
 */
export async function runItems(
	context: IExecuteFunctions,
	plan: RunPlan,
): Promise<INodeExecutionData[]> {
	const count = context.getInputData().length;
	const run: Run = {
		...plan,
		context,
		parametersOf: readParameters(context),
		tries: recallEarlierTries(context),
		order: keepRecordOrder(count),
	};
	const items = await readItems(run, count);
	if (!context.continueOnFail()) {
		refuseUnfit(run, items);
		await checkFirst(run, items);
		refuseUnfit(run, items);
	}
	const isCancelled = () => context.getExecutionCancelSignal()?.aborted === true;
	try {
		const results = await runInOrder(
			count,
			plan.concurrency,
			async (itemIndex) => await finishItem(run, items, itemIndex),
			{
				onStop: (fault, { failed }) =>
					addRunSummary(fault, { succeeded: items.filter(isDone).length, failed }),
				isCancelled,
			},
		);
		if (results.every((own) => !own?.some(({ json }) => json.error !== undefined))) {
			run.tries.forget();
		}
		const [first = []] = results;
		return results.length === 1 ? first : results.flat();
	} finally {
		const ended = new Abandoned('The run has ended');
		for (const { gate } of items) gate.refuse(ended);
	}
}

/** Whether an item is done; an earlier try of Retry On Fail may have done it before its turn in this one. */
const isDone = ({ ended }: WaitingItem): boolean => ended !== undefined && 'results' in ended;

/** Starts every item, and waits until each has reached its first request or has ended without one. */
async function readItems(run: Run, count: number): Promise<WaitingItem[]> {
	const items: WaitingItem[] = [];
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		items.push(startItem(run, itemIndex));
		if (itemIndex % READ_AT_ONCE === READ_AT_ONCE - 1) await systemClock.sleep(0);
	}
	await Promise.all(items.map(async ({ gate }) => await gate.arrived));
	return items;
}

function startItem(run: Run, itemIndex: number): WaitingItem {
	const gate = makeItemGate();
	const item: WaitingItem = { gate, outcome: workOn(run, itemIndex, gate) };
	item.outcome = item.outcome.then((outcome) => {
		item.ended = outcome;
		run.order.finish(itemIndex);
		gate.end();
		return outcome;
	});
	return item;
}

/** Never rejects, so that nothing needs to await it. */
async function workOn(run: Run, itemIndex: number, gate: ItemGate): Promise<Outcome> {
	const { context, tries, order } = run;
	const done = tries.resultsOf(itemIndex);
	if (done) return { results: done };
	const files: IBinaryKeyData = {};
	const notices: string[] = [];
	const toResults = (rows: IDataObject[]) =>
		rows.map(
			(json): INodeExecutionData => ({
				json,
				...(Object.keys(files).length > 0 && { binary: files }),
				pairedItem: { item: itemIndex },
			}),
		);
	try {
		const parameters = run.parametersOf(itemIndex);
		const task = createTask(context, tries.withoutRepeats(itemIndex, run.apiOf(itemIndex)), {
			itemIndex,
			parameters,
			isDryRun: run.isDryRun(parameters.parameter),
			files,
			notices,
			gate,
			order,
		});
		const parameter = tries.withSameParameters(itemIndex, parameters.parameter);
		const rows = await run.work({ ...task, parameter });
		const results = toResults(notices.length > 0 ? [...rows, { notes: notices }] : rows);
		tries.keepResults(itemIndex, results);
		return { results };
	} catch (fault) {
		if (fault instanceof PlannedWrite) return { results: toResults([describePlan(fault)]) };
		const partial = fault instanceof Incomplete ? toResults(fault.rows) : undefined;
		return { fault: tries.faultOf(itemIndex, fault), partial };
	}
}

/** Does what items want to have looked up; what cannot be looked up now is left to their turn. */
async function checkFirst({ concurrency }: Run, items: WaitingItem[]): Promise<void> {
	const checks = items.flatMap((item) => item.gate.checks.map((check) => ({ item, check })));
	const checkOne = async (index: number) => {
		const one = checks[index];
		await one?.check().catch((fault: unknown) => {
			if (fault instanceof BadInput) one.item.ended = { fault };
		});
	};
	await inParallel(0, Math.min(1, checks.length), 1, checkOne);
	await inParallel(1, checks.length, concurrency, checkOne);
}

/** @throws NodeOperationError about the first invalid item, which names the others too */
function refuseUnfit({ context }: Run, items: WaitingItem[]): void {
	const unfit = items.flatMap(({ ended }, itemIndex) =>
		ended && 'fault' in ended ? [{ itemIndex, fault: ended.fault }] : [],
	);
	const [first, ...others] = unfit.map(({ itemIndex, fault }) =>
		toItemError(context.getNode(), fault, itemIndex),
	);
	if (!first) return;
	for (const { gate } of items) gate.refuse(new Abandoned('Another item is invalid'));
	addOtherFaults(first, others, items.length);
	throw first;
}

async function finishItem(
	{ context }: Run,
	items: WaitingItem[],
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const item = items[itemIndex];
	if (!item) return [];
	item.gate.open();
	const outcome = await item.outcome;
	if ('results' in outcome) return outcome.results;
	const error = toItemError(context.getNode(), outcome.fault, itemIndex);
	if (!context.continueOnFail()) throw error;
	return [...(outcome.partial ?? []), toErrorItem(error, itemIndex)];
}
