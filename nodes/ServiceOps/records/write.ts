import { recordIn } from '../../../credentials/serverAnswer';
import { ifError, OddAnswer, partlyDone } from '../transport/errors';
import { possiblyDone } from '../transport/interpret';
import type { Row } from '../transport/page';
import { isRecord, textOf } from '../values/json';
import { quote } from '../values/refuse';
import { alreadyHas } from './difference';
import { sendEmptied } from './emptyFields';
import { foldText } from './equalRecords';
import { readRecord } from './find';
import { checkById, checkByTitle } from './howToCheck';
import { sendMended } from './mend';
import { labelOf, nounOf, pathOf, type Place } from './place';
import { isRecordWanted } from './readById';
import { rememberWritten } from './recentlyWritten';
import { isCertainRefusal } from './refusal';
import { shownList } from './shownList';

const SEE_OTHER = 303;

/**
 * Sends a new record and returns it as the server has it; without an ID if the response does not say which it is.
 *
 * @throws OddAnswer when the response is empty, as a proxy may have answered
 */
export const createRecord = async (place: Place, body: Row): Promise<Row> =>
	await sendMended(place, body, async (mended) => await postRecord(place, mended));

async function postRecord(place: Place, body: Row): Promise<Row> {
	const { api, resource } = place;
	const path = pathOf({ path: resource.createPath ?? resource.path });
	const howToCheck = checkByTitle(resource, body);
	const request = { method: 'POST', path, body, howToCheck } as const;
	// Some servers show where the new record is, instead of the record.
	const answer = await api.send(request, ({ status }) => status === SEE_OTHER);
	const only = recordIn(answer.body);
	const row = isRecord(only) ? only : typeof only === 'number' ? { id: only } : {};
	const located = /\/(\d+)\/?$/.exec(textOf(answer.headers?.location))?.[1];
	const id = textOf(row.id) || located;
	const isShown = isWhole(place, row) && !resource.readsAfterCreate;
	const known = isShown ? row : { ...body, id: Number(id), ...row };
	if (id) rememberWritten(place, id, known, isShown ? row : undefined);
	if (id) return isShown ? row : await readAfterWrite(place, id, known);
	if (answer.status === SEE_OTHER || (answer.status === 200 && answer.body === undefined)) {
		throw new OddAnswer(`The server's answer is empty. ${possiblyDone}`, {
			description: howToCheck,
			possiblyDone: true,
		});
	}
	place.warn?.(`ServiceOps created the ${resource.noun}, but did not return it. ${howToCheck}`);
	return body;
}

/** Whether a response shows the record, and not just its ID beside a message. */
const isWhole = ({ resource: { fields, readOnlyFields } }: Place, row: Row): boolean =>
	[...fields, ...readOnlyFields].some(({ name }) => name !== 'id' && name in row);

/**
 * Sends changes to a record and returns the updated record.
 *
 * @param emptied the names of fields in the body that are to be emptied
 */
export async function patchRecord(
	place: Place,
	id: string,
	body: Row,
	emptied: string[] = [],
): Promise<Row> {
	// If resources share a path, the ID may be that of another one, so look before writing.
	if (place.resource.sharedPath) await readRecord(place, id);
	const row = await sendMended(
		place,
		body,
		async (mended) =>
			await sendEmptied(
				place,
				mended,
				emptied,
				async (complete) => await sendPatch(place, id, complete),
			),
	);
	const finish = async () =>
		await replaceLists(place, id, body, await emptyKept(place, id, body, emptied, row));
	return await finish().catch((error: unknown) => {
		throw partlyDone(error, 'Some of the changes were made before');
	});
}

/** Servers may accept one form of "none" and yet keep what a field has; those fields are sent once more in the other. */
async function emptyKept(
	place: Place,
	id: string,
	body: Row,
	emptied: string[],
	row: Row,
): Promise<Row> {
	const isKept = (name: string, current: Row) => !alreadyHas(current[name], null);
	const kept = place.resource.fields.filter(
		({ name }) => emptied.includes(name) && isKept(name, row),
	);
	if (kept.length === 0) return row;
	const other = Object.fromEntries(
		kept.map((field) => [field.name, body[field.name] === null ? '' : null]),
	);
	const after = await sendPatch(place, id, { ...typeOf(body), ...other }).catch(
		ifError(isCertainRefusal, row),
	);
	const left = kept.filter(({ name }) => isKept(name, after));
	const labels = left.map(({ displayName }) => displayName).join(', ');
	if (labels !== '') place.warn?.(`ServiceOps did not empty ${labels}`);
	return after;
}

/** The type of a record, which every write contains. */
const typeOf = ({ type }: Row): Row => (type === undefined ? {} : { type });

async function sendPatch(place: Place, id: string, body: Row): Promise<Row> {
	const answer = await place.api.send({
		method: 'PATCH',
		path: [...pathOf(place.resource), id],
		body,
		howToCheck: checkById(id),
	});
	const isShown = isRecordWanted(place, id, answer.body) && isWhole(place, answer.body);
	const known = { id: Number(id), ...body };
	rememberWritten(place, id, known, isShown ? (answer.body as Row) : undefined);
	if (isShown) return await confirm(place, id, body, answer.body as Row);
	if (place.type?.model && isRecord(answer.body) && typeof answer.body.type === 'string') {
		throw new OddAnswer(
			`ServiceOps changed ${labelOf(place, answer.body)} instead of the ${nounOf(place)} ${id}. Check both records`,
			{ possiblyDone: true },
		);
	}
	return await readAfterWrite(place, id, known);
}

/** Servers may answer with the record as it was, or leave out a change without a word: then it is read, and said. */
async function confirm(place: Place, id: string, sent: Row, shown: Row): Promise<Row> {
	if (othersThan(place, sent, shown).length === 0) return shown;
	const row = await readRecord(place, id).catch(() => shown);
	const others = othersThan(place, sent, row).join(', ');
	if (others !== '') place.warn?.(`ServiceOps accepted the update, but ${others}`);
	return row;
}

/** The choices of a record, such as its status, that are others than was sent. */
const othersThan = ({ resource }: Place, sent: Row, row: Row): string[] =>
	resource.fields.flatMap(({ name, displayName, kind, sends, compare }) => {
		const [is, shall] = [textOf(row[name]), textOf(sent[name])];
		const isOther = kind === 'choice' && !sends && is !== '' && shall !== '';
		const isSame = foldText(is) === foldText(shall) || alreadyHas(is, shall, compare);
		return isOther && !isSame ? [`${displayName} is ${quote(is)}`] : [];
	});

/** Some servers add what is sent to the list that they have: there, the list is emptied before it is sent again. */
async function replaceLists(place: Place, id: string, body: Row, row: Row): Promise<Row> {
	const grown = place.resource.fields.filter(
		({ name, kind }) => kind === 'list' && hasMore(row[name], body[name]),
	);
	if (grown.length === 0) return row;
	const send = async (value: (name: string) => Row[string]): Promise<Row> =>
		await sendPatch(place, id, {
			...typeOf(body),
			...Object.fromEntries(grown.map(({ name }) => [name, value(name)])),
		});
	const emptied = await send(() => null).catch(ifError(isCertainRefusal, undefined));
	const labels = grown.map(({ displayName }) => displayName).join(', ');
	if (!emptied) {
		place.warn?.(`ServiceOps only added to ${labels}, and removed nothing`);
		return row;
	}
	const isFilled = grown.some(({ name }) => (body[name] as unknown[]).length > 0);
	if (!isFilled) return emptied;
	return await send((name) => body[name]).catch((error: unknown) => {
		throw partlyDone(
			error,
			`ServiceOps only adds to lists, so the node had emptied ${labels} first. The other changes were made`,
		);
	});
}

/** Whether a list that was read back has entries that were not sent. */
function hasMore(shown: unknown, sent: unknown): boolean {
	const current = shownList(shown);
	return (
		Array.isArray(sent) &&
		current.length > sent.length &&
		sent.every((entry) => current.includes(entry as (typeof current)[number]))
	);
}

/** A completed write counts even if the record cannot be read again: in that case what is known of it has to do. */
async function readAfterWrite(place: Place, id: string, known: Row): Promise<Row> {
	return await readRecord(place, id).catch(() => {
		place.warn?.(`The ${nounOf(place)} ${id} was written, but could not be read back`);
		return known;
	});
}
