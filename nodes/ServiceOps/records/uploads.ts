import type { IDataObject } from 'n8n-workflow';
import { fileAttachments } from '../resources/fields';
import type { Task } from '../run/types';
import { OddAnswer } from '../transport/errors';
import { possiblyDone } from '../transport/interpret';
import type { FileToSend } from '../transport/types';
import { isRecord } from '../values/json';
import { shownList } from './shownList';

/** Files to send, and where to send them. */
export interface Upload {
	files: FileToSend[];
	/** Segments behind the server's address. */
	path: string[];
	/** What the path is called in the form. */
	pathLabel: string;
}

/**
 * Uploads files and adds them to the attachments of a body.
 *
 * @param readExisting reads what is already attached, because the server may replace the whole list (requests.md 6.2)
 */
export async function attachFiles(
	task: Task,
	upload: Upload,
	body: IDataObject,
	readExisting: () => Promise<unknown> = async () => await Promise.resolve([]),
): Promise<IDataObject> {
	if (upload.files.length === 0) return body;
	const listed = body[fileAttachments.name] ?? (await readExisting());
	const shown = shownList(listed);
	// A text that is not JSON, such as "none", lists no file.
	const attached = typeof listed === 'string' ? shown.filter(isRecord) : [...shown];
	for (const file of upload.files) {
		const stored = await uploadUnlessDryRun(task, upload, file);
		// An earlier try of Retry On Fail may have attached it.
		if (task.isDryRun || !attached.some((one) => isSameFile(one, stored))) attached.push(stored);
	}
	return { ...body, [fileAttachments.name]: attached };
}

const isSameFile = (one: unknown, { refFileName }: IDataObject): boolean =>
	isFile(one) && one.refFileName === refFileName;

async function uploadUnlessDryRun(
	task: Task,
	upload: Upload,
	file: FileToSend,
): Promise<IDataObject> {
	if (task.isDryRun) return { refFileName: 'known after the upload', realName: file.name };
	const howToCheck = `Only the upload of ${file.name} is uncertain. The record itself was not written.`;
	const { refFileName, realName } = await uploadFile(task, upload, file, howToCheck);
	return { refFileName, realName: realName ?? file.name };
}

/**
 * @param howToCheck how to find out whether a file was stored, if the response gets lost
 * @returns what the server calls the file: `refFileName` and `realName`
 * @throws OddAnswer when the server does not say
 */
export async function uploadFile(
	{ api }: Pick<Task, 'api'>,
	{ path, pathLabel }: Pick<Upload, 'path' | 'pathLabel'>,
	file: FileToSend,
	howToCheck?: string,
): Promise<IDataObject> {
	const advice = adviseOnPath(pathLabel, path);
	const answer = await api.send({ method: 'POST', path, file, advice, howToCheck });
	const { body = {} } = answer;
	// Alone, in a list, or in a list inside an envelope.
	const all: unknown[] = [body, ...(Object.values(body as object) as unknown[])].flat();
	const stored = all.find(isFile);
	if (stored) return stored;
	throw new OddAnswer(
		`ServiceOps accepted the file, but did not return its reference. ${possiblyDone}`,
		{
			description: advice,
			possiblyDone: true,
		},
	);
}

/** What to try when the server rejects the upload, because the path may be wrong. */
export const adviseOnPath = (label: string, path: string[]): string =>
	`The ServiceOps API documentation does not state the path for files. If your server does not use /${path.join('/')}, set ${label} under Options.`;

/** The files that a record or an entry lists. */
export function filesOf(row: IDataObject): IDataObject[] {
	const listed: unknown = row[fileAttachments.name];
	return (shownList(listed) as unknown[]).filter(isFile);
}

/** Whether a value is a ServiceOps reference to a file that was uploaded before (requests.md 6.7). */
export const isFile = (value: unknown): value is IDataObject =>
	isRecord(value) && typeof value.refFileName === 'string';
