import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { FileToSend } from '../transport/types';
import { BadInput } from '../values/badInput';
import { toText } from '../values/coerce';
import { contentTypeOf, nameOfType } from '../values/fileTypes';
import { isRecord } from '../values/json';

const OCTETS = 'application/octet-stream';

/**
 * A file of an input item.
 *
 * @param label what the parameter that names the field is called in the form
 * @param field the name of the input field, or the file itself, as n8n 2 has it among the other values of an item
 * @throws BadInput when the field has no file
 */
export async function readInputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	field: unknown,
): Promise<FileToSend> {
	const { helpers } = context;
	const file = isBinary(field)
		? field
		: (findShownFile(context, itemIndex, field) ??
			findNamedFile(context, itemIndex, label, toText(label, field).trim()));
	const { id, data, mimeType, fileExtension, fileName } = file;
	const isNamed = fileName !== undefined && fileName.trim() !== '';
	const contentType = contentTypeOf(mimeType, isNamed ? fileName : undefined) ?? OCTETS;
	const usualName = fileExtension ? `file.${fileExtension}` : nameOfType(contentType);
	return {
		name: isNamed ? fileName : usualName,
		contentType,
		size: await measureFile(helpers, file),
		open: async () => (id ? await helpers.getBinaryStream(id) : Buffer.from(data, 'base64')),
	};
}

/** Whether a value is a file of an item: where its content is kept, or the content itself, with its type. */
const isBinary = (value: unknown): value is IBinaryData =>
	isRecord(value) &&
	typeof value.mimeType === 'string' &&
	(typeof value.id === 'string' || typeof value.data === 'string');

/** The names of the fields of an item that contain files, also among its other values, as n8n 2 can have them. */
export function fileFields(context: IExecuteFunctions, itemIndex: number): string[] {
	const item: Partial<INodeExecutionData> = context.getInputData()[itemIndex] ?? {};
	const { json = {}, binary = {} } = item;
	return [...Object.keys(binary), ...Object.keys(json).filter((name) => isBinary(json[name]))];
}

/** The file that an expression such as `{{ $binary.data }}` shows, which n8n does without its content. */
function findShownFile(
	context: IExecuteFunctions,
	itemIndex: number,
	shown: unknown,
): IBinaryData | undefined {
	if (!isRecord(shown) || typeof shown.mimeType !== 'string') return undefined;
	const files = Object.values(context.getInputData()[itemIndex]?.binary ?? {});
	return files.find((file) =>
		Object.entries(shown).every(([key, value]) => file[key as keyof IBinaryData] === value),
	);
}

/** @throws BadInput when the field has no file */
function findNamedFile(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	field: string,
): IBinaryData {
	const file = findFile(context.helpers, itemIndex, field);
	if (file) return file;
	const inJson = context.getInputData()[itemIndex]?.json[field];
	if (isBinary(inJson)) return inJson;
	const others = fileFields(context, itemIndex).join(', ');
	throw new BadInput(
		`${label}: the input has no file in the field "${field}". ${others ? `It has files in: ${others}` : 'It has no files at all'}`,
	);
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
