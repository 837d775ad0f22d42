import type { IDataObject } from 'n8n-workflow';
import type { Task } from '../run/types';
import { OddAnswer } from '../transport/errors';
import type { ReceivedFile } from '../transport/types';
import { contentTypeOf, withExtension } from '../values/fileTypes';
import { isRecord } from '../values/json';
import { adviseOnPath } from './uploads';

/** A file on the server, and how it is to be output. */
export interface Download {
	refFileName: string;
	/** The name of the output field. */
	field: string;
	/** The name of the file, given what the server calls it in its response; undefined if nothing names it. */
	nameOf: (received: string | undefined) => string | undefined;
}

/** Where the server keeps files. */
export interface FilesPlace {
	/** Segments behind the server's address. */
	path: string[];
	/** What the path is called in the form. */
	pathLabel: string;
}

/**
 * Downloads a file into a field of the output.
 *
 * @throws OddAnswer when the response is not a file
 */
export async function downloadFile(
	task: Pick<Task, 'api' | 'outputFile'>,
	{ path, pathLabel }: FilesPlace,
	{ refFileName, field, nameOf }: Download,
): Promise<IDataObject> {
	const receive = async (file: ReceivedFile): Promise<IDataObject> => {
		const name = nameOf(file.name) ?? withExtension(refFileName, file.contentType);
		const contentType = contentTypeOf(file.contentType, name);
		const { mimeType, bytes } = await task.outputFile(field, { ...file, contentType }, name);
		return { refFileName, realName: name, mimeType, bytes };
	};
	const answer = await task.api.send({
		method: 'GET',
		path: [...path, refFileName],
		receive,
		advice: adviseOnPath(pathLabel, path),
	});
	const file = isRecord(answer.body) ? answer.body.file : undefined;
	if (isRecord(file)) return file;
	throw new OddAnswer(`ServiceOps did not return the file ${refFileName}`);
}
