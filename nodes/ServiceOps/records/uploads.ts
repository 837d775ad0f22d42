import type { GenericValue, IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { readFilesPath } from '../parameters/attachments';
import type { Task } from '../run/types';
import type { FileToSend } from '../transport/types';
import { isRecord } from '../values/json';
import { checkedBy } from './legacy';

/**
 * Uploads files and adds them to the attachments of a body.
 *
 * @param readExisting reads what is attached already: the server may replace the whole list (requests.md 6.2)
 */
export async function attach(
	task: Task,
	files: FileToSend[],
	body: IDataObject,
	readExisting: () => Promise<unknown> = async () => await Promise.resolve([]),
): Promise<IDataObject> {
	if (files.length === 0) return body;
	const path = readFilesPath(task, 'Upload Path');
	const listed = body.fileAttachments ?? (await readExisting());
	const fileAttachments = Array.isArray(listed) ? [...(listed as GenericValue[])] : [];
	for (const file of files) fileAttachments.push(await uploadUnlessDryRun(task, path, file));
	return { ...body, fileAttachments };
}

async function uploadUnlessDryRun(
	task: Task,
	path: string[],
	file: FileToSend,
): Promise<IDataObject> {
	if (task.isDryRun) return { refFileName: 'known after the upload', realName: file.name };
	const { refFileName, realName } = await checkedBy(
		`Only the upload of ${file.name} is in doubt; the record itself was not written.`,
		upload(task, path, file),
	);
	return { refFileName, realName: realName ?? file.name };
}

/** @returns what the server calls the file: `refFileName` and `realName` */
export async function upload(task: Task, path: string[], file: FileToSend): Promise<IDataObject> {
	const advice = adviceOn('Upload Path', path);
	const answer = await task.api.send({ method: 'POST', path, file, advice });
	const stored: unknown = Array.isArray(answer.body) ? answer.body[0] : answer.body;
	if (isFile(stored)) return stored;
	throw new UserError('ServiceOps took the file, but did not answer with its reference', {
		description: advice,
	});
}

/** What to try when the server refuses, because the address may be the wrong one. */
export const adviceOn = (label: string, path: string[]): string =>
	`The address /${path.join('/')} is an assumption, because the API documentation of ServiceOps does not name the one for files. If your server uses another, enter it as ${label} under Options.`;

/** Whether something is what ServiceOps calls a file that was uploaded before (requests.md 6.7). */
export const isFile = (value: unknown): value is IDataObject =>
	isRecord(value) && typeof value.refFileName === 'string';
