import {
	NodeApiError,
	NodeOperationError,
	UserError,
	type IBinaryData,
	type IBinaryKeyData,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type NodeParameterValueType,
} from 'n8n-workflow';
import type { Api, FileToSend } from '../transport/types';
import { stopBeforeWrites } from './dryRun';
import type { Task } from './types';
import { entered, toBoolean, toCount } from './values';

/**
 * What an action needs to work on one item of a run.
 *
 * @param files filled with the files that go out with the item's results
 */
export function taskFor(
	context: IExecuteFunctions,
	api: Api,
	itemIndex: number,
	files: IBinaryKeyData,
): Task {
	const { dryRun = false } = context.getNodeParameter('options', itemIndex, {});
	const isDryRun = toBoolean('Dry Run', dryRun);
	return {
		api: isDryRun ? stopBeforeWrites(api) : api,
		zone: context.getTimezone(),
		isDryRun,
		parameter: (name, fallback) =>
			context.getNodeParameter(name, itemIndex, fallback as NodeParameterValueType),
		inputFile: async (label, field) => await inputFile(context, itemIndex, label, field),
		outputFile: async (field, { content, contentType }, name) => {
			const file = await context.helpers.prepareBinaryData(content, name, contentType);
			files[field] = file;
			// n8n 1 does not tell how large a file is in bytes.
			return { ...file, bytes: file.bytes ?? (await sizeOf(context.helpers, file)) };
		},
		warn: (message) =>
			context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' }),
	};
}

async function inputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	field: string,
): Promise<FileToSend> {
	const { helpers } = context;
	const file = findFile(helpers, itemIndex, field);
	if (!file) {
		const others = Object.keys(context.getInputData()[itemIndex]?.binary ?? {}).join(', ');
		throw new UserError(
			`${label}: the input has no file in a field "${field}". ${others ? `It has files in: ${others}` : 'It has no files at all'}`,
		);
	}
	const { id, data, mimeType, fileExtension } = file;
	return {
		name: file.fileName ?? (fileExtension ? `file.${fileExtension}` : 'file'),
		contentType: mimeType,
		size: await sizeOf(helpers, file),
		open: async () => (id ? await helpers.getBinaryStream(id) : Buffer.from(data, 'base64')),
	};
}

/** @returns bytes */
const sizeOf = async (
	helpers: IExecuteFunctions['helpers'],
	{ id, data }: IBinaryData,
): Promise<number> =>
	id ? (await helpers.getBinaryMetadata(id)).fileSize : Buffer.byteLength(data, 'base64');

/** n8n knows where files lie, and throws an error of its own where there is none. */
function findFile(
	helpers: IExecuteFunctions['helpers'],
	itemIndex: number,
	field: string,
): IBinaryData | undefined {
	try {
		return helpers.assertBinaryData(itemIndex, field);
	} catch {
		return undefined;
	}
}

/** An error as n8n shows it: with the item it belongs to, in its text and in its data. */
export function itemError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const isNodeError = error instanceof NodeApiError || error instanceof NodeOperationError;
	const result = isNodeError ? error : new NodeOperationError(node, error as Error, { itemIndex });
	result.message = `${result.message} [item ${itemIndex}]`;
	// n8n keeps its own error objects when they are wrapped again, and forgets the item.
	result.context.itemIndex = itemIndex;
	return result;
}

/**
 * What goes on instead of a result when the node is set to continue: the error, tied to its item. n8n sends an item to
 * the error output only if it has these keys and no other; an `error` beside `json` would make it drop `message`.
 */
export function errorItem(
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
): INodeExecutionData {
	const json: IDataObject = { error: error.message };
	if (error.description) json.message = error.description;
	return { json, pairedItem: { item: itemIndex } };
}

const MAX_CONCURRENCY = 50;

/**
 * The options that hold for the whole run, as the first item gives them.
 *
 * @throws UserError that names the option when it holds no such number
 */
export function readOptions(context: IExecuteFunctions): {
	concurrency: number;
	timeoutMs?: number;
} {
	const options = context.getNodeParameter('options', 0, {});
	const [concurrency, timeout] = [entered(options.concurrency), entered(options.timeout)];
	return {
		concurrency: Math.min(MAX_CONCURRENCY, toCount('Concurrency', concurrency ?? 10)),
		timeoutMs: timeout === undefined ? undefined : toCount('Timeout', timeout),
	};
}

/** Adds to an error that ends a run what became of the other items: some may be done by then. */
export function tellOfOthers(
	error: unknown,
	{ done, failed }: { done: number; failed: number },
): void {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return;
	if (done + failed === 0) return;
	const counts = [
		`${done} other items were carried out`,
		failed > 0 ? `${failed} more failed` : '',
	];
	const others = `Before the run stopped, ${counts.filter(Boolean).join(' and ')}.`;
	error.description = [error.description, others].filter(Boolean).join(' ');
}
