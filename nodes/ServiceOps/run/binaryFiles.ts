import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { FileToSend } from '../transport/types';
import { BadInput } from '../values/badInput';

/**
 * A file of an input item.
 *
 * @param label what the parameter that names the field is called in the form
 * @throws BadInput when the field has no file
 */
export async function readInputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	field: string,
): Promise<FileToSend> {
	const { helpers } = context;
	const file = findFile(helpers, itemIndex, field);
	if (!file) {
		const others = Object.keys(context.getInputData()[itemIndex]?.binary ?? {}).join(', ');
		throw new BadInput(
			`${label}: the input has no file in the field "${field}". ${others ? `It has files in: ${others}` : 'It has no files at all'}`,
		);
	}
	const { id, data, mimeType, fileExtension } = file;
	return {
		name: file.fileName ?? (fileExtension ? `file.${fileExtension}` : 'file'),
		contentType: mimeType,
		size: await measureFile(helpers, file),
		open: async () => (id ? await helpers.getBinaryStream(id) : Buffer.from(data, 'base64')),
	};
}

/** @returns bytes */
export const measureFile = async (
	helpers: IExecuteFunctions['helpers'],
	{ id, data }: IBinaryData,
): Promise<number> =>
	id ? (await helpers.getBinaryMetadata(id)).fileSize : Buffer.byteLength(data, 'base64');

/** n8n knows where files are kept, and throws its own error if there is none. */
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
