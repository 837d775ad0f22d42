import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isPossiblyDone, type ServiceOpsError } from '../transport/errors';
import { isRead, type Api, type ApiAnswer, type ApiRequest } from '../transport/types';
import type { Task } from './types';

/*
 * n8n's Retry On Fail runs the whole node again with all items, even if a single item failed. What an earlier try has
 * done is remembered here, so that no write is sent twice: the results of completed items, and for the others the
 * outcome of each of their writes. What an earlier try has possibly done is reported as such again.
 */

/** The outcome of a write in an earlier try. */
type WriteOutcome = { answer: ApiAnswer } | { error: ServiceOpsError };

interface ItemMemory {
	results?: INodeExecutionData[];
	writes: Map<string, WriteOutcome>;
	/** What the form held, by the name of the parameter and its fallback. */
	parameters: Map<string, unknown>;
	/** Why it was possibly done. */
	doubt?: ServiceOpsError;
}

const emptyMemory = (): ItemMemory => ({ writes: new Map(), parameters: new Map() });

export interface EarlierTries {
	/** The results of an item that an earlier try has completed. */
	resultsOf(itemIndex: number): INodeExecutionData[] | undefined;
	/** Remembers that an item is completed. */
	keepResults(itemIndex: number, results: INodeExecutionData[]): void;
	/**
	 * Reads the parameters of an item as the first try has read them: with an expression such as `$now`, a write would
	 * otherwise look like another one in each try.
	 */
	withSameParameters(itemIndex: number, read: Task['parameter']): Task['parameter'];
	/** Sends the writes of an item, except those that an earlier try has completed or possibly completed. */
	withoutRepeats(itemIndex: number, api: Api): Api;
	/** What to say of an item that failed: in which try it was possibly done, rather than why a later one failed. */
	faultOf(itemIndex: number, fault: unknown): unknown;
	/** Forgets everything, because there will be no further try. */
	forget(): void;
}

/** The same object for all tries of a run, and a new one for each pass of a loop. */
const memories = new WeakMap<object, Map<number, ItemMemory>>();

/** What earlier tries of this run of the node have done; remembers nothing if n8n will not try again. */
export function recallEarlierTries(context: IExecuteFunctions): EarlierTries {
	const node = context.getNode();
	const run = context.getExecuteData();
	// As a tool, the node runs within an agent's run, and the agent may call it twice on purpose.
	if (node.retryOnFail !== true || run?.node?.name !== node.name) return nothingRemembered;
	const items = memories.get(run) ?? new Map<number, ItemMemory>();
	memories.set(run, items);
	const memoryOf = (itemIndex: number): ItemMemory => {
		const memory = items.get(itemIndex) ?? emptyMemory();
		items.set(itemIndex, memory);
		return memory;
	};
	return {
		resultsOf: (itemIndex) => items.get(itemIndex)?.results,
		keepResults: (itemIndex, results) => items.set(itemIndex, { ...emptyMemory(), results }),
		withSameParameters: (itemIndex, read) => (name, fallback) => {
			const { parameters } = memoryOf(itemIndex);
			const key = JSON.stringify([name, fallback]);
			if (!parameters.has(key)) parameters.set(key, read(name, fallback));
			return parameters.get(key);
		},
		withoutRepeats: (itemIndex, api) => rememberWrites(api, memoryOf(itemIndex).writes),
		faultOf: (itemIndex, fault) => {
			const memory = memoryOf(itemIndex);
			if (isPossiblyDone(fault)) memory.doubt ??= fault;
			return memory.doubt ?? lostWrite(memory) ?? fault;
		},
		forget: () => memories.delete(run),
	};
}

const nothingRemembered: EarlierTries = {
	resultsOf: () => undefined,
	keepResults: () => undefined,
	withSameParameters: (_itemIndex, read) => read,
	withoutRepeats: (_itemIndex, api) => api,
	faultOf: (_itemIndex, fault) => fault,
	forget: () => undefined,
};

function lostWrite({ writes }: ItemMemory): ServiceOpsError | undefined {
	for (const outcome of writes.values()) if ('error' in outcome) return outcome.error;
	return undefined;
}

function rememberWrites(api: Api, outcomes: Map<string, WriteOutcome>): Api {
	const sentInThisTry = new Map<string, number>();
	return {
		...api,
		send: async (request, accept) => {
			if (isRead(request)) return await api.send(request, accept);
			const content = describeWrite(request);
			const ordinal = sentInThisTry.get(content) ?? 0;
			sentInThisTry.set(content, ordinal + 1);
			const key = `${ordinal} ${content}`;
			const earlier = outcomes.get(key);
			if (earlier && 'error' in earlier) throw earlier.error;
			if (earlier) return earlier.answer;
			return await sendAndRemember(outcomes, key, async () => await api.send(request, accept));
		},
	};
}

async function sendAndRemember(
	outcomes: Map<string, WriteOutcome>,
	key: string,
	send: () => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
	const answer = await send().catch((error: unknown) => {
		if (isPossiblyDone(error)) outcomes.set(key, { error });
		throw error;
	});
	if (answer.status < 300) outcomes.set(key, { answer });
	return answer;
}

const describeWrite = ({ method, path, query, body, file }: ApiRequest): string =>
	JSON.stringify([method, path, query, body, file && [file.name, file.size]]);
