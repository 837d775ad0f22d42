import type { IDataObject } from 'n8n-workflow';
import { firstKeys, simplifyRow } from '../parameters/output';
import { foldText } from '../records/equalRecords';
import { eventIdOf } from '../records/eventId';
import { turnedName } from '../records/people';
import type { Row } from '../transport/page';
import { textOf, withKeysFirst } from '../values/json';
import type { Watch } from './watch';

/**
 * Creates the item that starts the workflow.
 *
 * @param version what distinguishes this event from others about the record
 * @param details what the item has besides the record
 */
export function toEventItem(
	watch: Watch,
	row: Row,
	version: string,
	details: IDataObject,
): IDataObject {
	const { resource, isSimplified } = watch;
	const record = isSimplified ? simplifyRow(resource, row) : row;
	const eventId = eventIdOf(watch, row, version);
	return withKeysFirst(firstKeys(resource, isSimplified), { ...details, eventId, ...record });
}

/**
 * Whether one of these names is among those whose changes do not count. A name may contain commas, as in `Doe, Jane`,
 * names are separated by commas too, and Jane Doe is the same person.
 */
export function isIgnored({ ignoredNames }: Watch, ...names: unknown[]): boolean {
	const ignored = inPieces(ignoredNames.join(','));
	const shown = names.map((name) => textOf(name).trim()).filter(Boolean);
	return shown.flatMap(ordersOf).some((name) => ignored.includes(inPieces(name)));
}

/** Of several first names or surnames, either all or one may stand behind the comma. */
const ordersOf = (name: string): string[] => [
	name,
	turnedName(name) ?? name,
	name.replace(/^(\S+) (.+)$/, '$2,$1'),
	name.replace(/^(.+) (\S+)$/, '$2,$1'),
];

const inPieces = (text: string): string => `,${text.split(',').map(foldText).join(',')},`;
