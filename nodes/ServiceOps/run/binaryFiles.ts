import type {
	IBinaryData,
	IBinaryKeyData,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import type { FileToSend } from '../transport/types';
import { BadInput } from '../values/badInput';
import { toText } from '../values/coerce';
import { contentTypeOf, nameOfType } from '../values/fileTypes';
import { isRecord } from '../values/json';
import { ownValue } from '../values/own';

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

/** Where n8n 2 keeps files whose workflow has the Binary Mode "combined" (BINARY_IN_JSON_PROPERTY of n8n-workflow 2.41). */
const FILES = '_files';

/** The files of an item by field: those beside its other values, and those among them. */
export function filesOf(context: IExecuteFunctions, itemIndex: number): IBinaryKeyData {
	const item: Partial<INodeExecutionData> = context.getInputData()[itemIndex] ?? {};
	const { json = {}, binary } = item;
	const combined = json[FILES];
	const among = { ...json, ...(isRecord(combined) && combined) };
	return {
		...Object.fromEntries(
			Object.entries(among).filter((entry): entry is [string, IBinaryData] => isBinary(entry[1])),
		),
		...binary,
	};
}

/** The file that an expression such as `{{ $binary.data }}` shows, which n8n does without its content. */
function findShownFile(
	context: IExecuteFunctions,
	itemIndex: number,
	shown: unknown,
): IBinaryData | undefined {
	if (!isRecord(shown) || typeof shown.mimeType !== 'string') return undefined;
	return Object.values(filesOf(context, itemIndex)).find((file) =>
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
	const files = filesOf(context, itemIndex);
	const file = ownValue(files, field) ?? findFile(context.helpers, itemIndex, field);
	if (file) return file;
	const others = Object.keys(files).join(', ');
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

/** n8n also takes a path such as `_files.data`, and throws its own error if there is no file. */
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
