import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';
import type { Api } from '../transport/types';
import { isAgentTool } from './agentTool';
import { filesOf, measureFile, readInputFile } from './binaryFiles';
import { stopBeforeWrites } from './dryRun';
import type { ItemGate } from './itemGate';
import type { RecordOrder } from './recordOrder';
import type { Task } from './types';

/** The parts of a task besides its run. */
interface Item {
	itemIndex: number;
	parameters: Pick<Task, 'parameter' | 'raw'>;
	/** Whether writes are only planned and shown. */
	isDryRun: boolean;
	/** Filled with the files that are returned with the item's results. */
	files: IBinaryKeyData;
	/** Filled with what an AI agent has to know besides the results. */
	notices: string[];
	/** Where the item waits before its first request. */
	gate: ItemGate;
	order: RecordOrder;
}

/** Creates the task for one item of a run. */
export const createTask = (
	context: IExecuteFunctions,
	api: Api,
	{ itemIndex, parameters, isDryRun, files, notices, gate, order }: Item,
): Task => ({
	api: gate.guard(isDryRun ? stopBeforeWrites(api) : api),
	zone: context.getTimezone(),
	isDryRun,
	...parameters,
	inputFile: async (label, field) => await readInputFile(context, itemIndex, label, field),
	inputFileFields: () => Object.keys(filesOf(context, itemIndex)),
	includeInputFiles: () => {
		Object.assign(files, { ...filesOf(context, itemIndex), ...files });
	},
	outputFile: async (field, { content, contentType }, name) => {
		const file = await context.helpers.prepareBinaryData(content, name, contentType);
		files[field] = file;
		// n8n 1 does not provide the size of a file in bytes.
		return { ...file, bytes: file.bytes ?? (await measureFile(context.helpers, file)) };
	},
	inRecordOrder: async (record, work) => {
		await gate.pass();
		return await order.inOrder(itemIndex, `${api.server} ${record}`, work);
	},
	checkFirst: (check) => gate.checks.push(async () => await check(api)),
	warn: (message, tellsAgents = false) => {
		// What holds for many items is said once.
		if (!message || api.known.has(message)) return;
		api.known.add(message);
		if (tellsAgents && isAgentTool(context.getNode())) notices.push(message);
		context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
	},
});
