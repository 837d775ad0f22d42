import type { IDataObject } from 'n8n-workflow';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';
import { allEntries, conversationPath, readConversation } from './conversationEntries';
import { readRecord } from './find';
import type { Place } from './place';
import { filesOf } from './uploads';

/** A file that is attached to a record, or to an entry of its conversation. */
export interface AttachedFile {
	refFileName: string;
	/** What people call it. */
	realName: string;
	/** The ID of the entry; absent for a file of the record itself. */
	entryId?: string;
}

/** Where to look for the files of a record. */
export interface FileSources {
	record: boolean;
	conversation: boolean;
}

/**
 * The files of a record and of its conversation: the record's own first, then those of the entries, the oldest first; each once.
 *
 * @throws NotFound when there is no such record
 */
export async function listAttachedFiles(
	place: Place,
	id: string,
	sources: FileSources,
): Promise<AttachedFile[]> {
	const files: AttachedFile[] = [];
	if (sources.record) files.push(...filesIn(await readRecord(place, id)));
	if (sources.conversation && place.resource.hasConversation) {
		const path = conversationPath(place.resource, id);
		const { rows } = await readConversation(place, path, allEntries);
		for (const row of rows) {
			files.push(...filesIn(row).map((file) => ({ ...file, entryId: textOf(row.id) })));
		}
	}
	const seen = new Set<string>();
	return files.filter(({ refFileName }) => !seen.has(refFileName) && seen.add(refFileName));
}

/** How a server lists files was not seen; requests.md 6.7 shows what is sent. */
const filesIn = (row: Row): AttachedFile[] =>
	filesOf(row).map((file) => ({ refFileName: textOf(file.refFileName), realName: nameOf(file) }));

const nameOf = ({ realName, fileName, name, refFileName }: IDataObject): string =>
	[realName, fileName, name, refFileName].map(textOf).find((text) => text.trim() !== '') ?? '';
