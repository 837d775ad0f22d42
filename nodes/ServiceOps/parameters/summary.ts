import type { INodeProperties } from 'n8n-workflow';
import { allEntries, conversationPath, readConversation } from '../records/conversationEntries';
import type { Field, Resource } from '../resources';
import { AUTHOR_FIELDS, entryKinds, TEXT_FIELD } from '../resources/conversation';
import { ID_FIELD, simplifiedRecord } from '../resources/recordFields';
import type { RecordTask, Task } from '../run/types';
import { ifError, isDenied, NotFound } from '../transport/errors';
import type { Row } from '../transport/page';
import { toCount } from '../values/coerce';
import { plainText } from '../values/htmlText';
import { toIsoTime } from '../values/isoTime';
import { textOf } from '../values/json';
import { writeSummary, type SummaryEntry } from '../values/summaryText';
import { optionsIn } from './options';

const LABEL = 'Summary';
const NAME = 'summary';
const USUAL_LENGTH = 8_000;

/** The option for a record as one text. */
export const summaryOption: INodeProperties = {
	displayName: LABEL,
	name: NAME,
	type: 'number',
	typeOptions: { minValue: 1 },
	default: USUAL_LENGTH,
	description:
		'Adds the record and its conversation as text of at most this many characters. The oldest entries are left out first.',
};

/**
 * @returns the most characters of the summary; undefined when none is wanted
 * @throws BadInput when it is not a whole number of at least 1
 */
export function readSummaryLength({ parameter }: Pick<Task, 'parameter'>): number | undefined {
	const given = optionsIn(parameter)[NAME];
	if (given === undefined || given === false) return undefined;
	return given === true ? USUAL_LENGTH : toCount(LABEL, given);
}

/**
 * Writes a record and its conversation as one text: fields by their labels, the oldest entry first.
 *
 * @param id of the record
 * @param limit the most characters
 */
export async function summarize(
	task: RecordTask,
	{ id, row }: { id: string; row: Row },
	limit: number,
): Promise<string> {
	const { resource } = task;
	const { keyField, titleField } = resource;
	const names = [row[keyField], row[titleField]].map(textOf).filter(Boolean);
	const long = resource.fields.find(({ kind }) => kind === 'longText');
	return writeSummary(
		{
			title: [...new Set(names)].join(': ') || `${resource.displayName} ${id}`,
			facts: factsOf(resource, row),
			description: long ? plainText(textOf(row[long.name])) : '',
			...(resource.hasConversation && (await readEntries(task, id))),
		},
		limit,
	);
}

const factsOf = (resource: Resource, row: Row) =>
	simplifiedRecord(resource)
		.filter(
			({ wireName }) => ![ID_FIELD, resource.keyField, resource.titleField].includes(wireName),
		)
		.map((field) => ({ label: field.displayName, value: toFact(field, row[field.wireName]) }))
		.filter(({ value }) => value !== '');

function toFact(field: Field, value: unknown): string {
	if (Array.isArray(value)) {
		const facts = value.map((one) => toFact(field, one));
		return facts.filter(Boolean).join(', ');
	}
	if (typeof value === 'boolean') return value ? 'Yes' : 'No';
	const isTime = field.kind === 'time' || field.kind === 'date';
	return textOf(isTime ? toIsoTime(value) : value);
}

/** A record can be summed up although its conversation may not be read; that is said. */
async function readEntries(
	task: RecordTask,
	id: string,
): Promise<{ entries?: SummaryEntry[]; note?: string }> {
	const path = conversationPath(task.resource, id);
	return await readConversation(task, path, allEntries).then(
		({ rows }) => ({ entries: rows.map(toEntry) }),
		ifError((error) => isDenied(error) || error instanceof NotFound, {
			note: 'This account cannot read the conversation.',
		}),
	);
}

function toEntry(row: Row): SummaryEntry {
	const type = textOf(row.conversationType);
	const kind = entryKinds.find(({ wire }) => wire.conversationType === type);
	const author = AUTHOR_FIELDS.map((field) => textOf(row[field])).find(Boolean);
	const heading = [textOf(toIsoTime(row.createdTime)), kind?.listName ?? type, author];
	return {
		heading: heading.filter(Boolean).join(', '),
		text: plainText(textOf(row[TEXT_FIELD])),
	};
}
