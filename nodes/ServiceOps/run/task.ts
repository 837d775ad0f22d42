import {
	type IBinaryKeyData,
	type IExecuteFunctions,
	type NodeParameterValueType,
} from 'n8n-workflow';
import type { Api } from '../transport/types';
import { toBoolean } from '../values/coerce';
import { inputFile, sizeOf } from './binaryFiles';
import { stopBeforeWrites } from './dryRun';
import { type Task } from './types';

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
