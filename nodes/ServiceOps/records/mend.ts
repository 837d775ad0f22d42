import { PlannedWrite } from '../run/dryRun';
import type { Row } from '../transport/page';
import { quote } from '../values/refuse';
import { checkNames, refuseNames, type UnknownName } from './names';
import { findMissingPeople, findPeopleNamed } from './namedPeople';
import type { Place } from './place';
import { explainRefusal, isCertainRefusal } from './refusal';

/**
 * Sends a body. If the server rejects it, the names in it are looked up: those in another case or spelling are sent again
 * as the server has them. Nothing but names of people is looked up as long as the server accepts what was entered.
 *
 * @param send sends the body; a rejection means that nothing was written
 * @throws BadInput that names all names that do not exist; or the server's words, with the labels of the form
 */
export async function sendMended<T>(
	place: Place,
	body: Row,
	send: (body: Row) => Promise<T>,
): Promise<T> {
	const named = { ...body, ...(await findPeopleNamed(place, body)) };
	return await sendChecked(place, named, send);
}

async function sendChecked<T>(
	place: Place,
	body: Row,
	send: (body: Row) => Promise<T>,
): Promise<T> {
	if (place.isDryRun) return await planWrite(place, body, send);
	return await send(body).catch(async (error: unknown) => {
		if (!isCertainRefusal(error)) throw error;
		const corrected = await correctNames(place, body);
		if (Object.keys(corrected).length === 0) throw await explainRefusal(place, body, error);
		const mended = { ...body, ...corrected };
		return await send(mended).catch(async (second: unknown) => {
			throw isCertainRefusal(second) ? await explainRefusal(place, mended, second) : second;
		});
	});
}

/** Looks up first what would otherwise only be found out by sending; the plan says what could not be looked up. */
async function planWrite<T>(place: Place, body: Row, send: (body: Row) => Promise<T>): Promise<T> {
	const check = await checkNames(place, body);
	const unknown = await withMissingPeople(place, body, check.unknown);
	if (unknown.length > 0) throw refuseNames(unknown, check.unchecked);
	return await send({ ...body, ...check.corrected }).catch((error: unknown) => {
		const names = check.unchecked.map(({ field, given }) => `${field.displayName} ${quote(given)}`);
		if (error instanceof PlannedWrite && names.length > 0) {
			error.notes.push(`Not checked, as this login cannot read the names: ${names.join(', ')}`);
		}
		throw error;
	});
}

async function correctNames(place: Place, body: Row): Promise<Row> {
	const { corrected, unknown, unchecked } = await checkNames(place, body);
	if (unknown.length > 0) {
		throw refuseNames(await withMissingPeople(place, body, unknown), unchecked);
	}
	return corrected;
}

/** All that does not fit is named at once. */
async function withMissingPeople(
	place: Place,
	body: Row,
	unknown: UnknownName[],
): Promise<UnknownName[]> {
	const missing = await findMissingPeople(place, body);
	const isNew = ({ field }: UnknownName) => !unknown.some((one) => one.field === field);
	return [...unknown, ...missing.filter(isNew)];
}
