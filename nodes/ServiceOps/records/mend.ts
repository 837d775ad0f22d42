import type { Row } from '../transport/page';
import { checkNames, refuseNames } from './names';
import { findPeopleNamed } from './namedPeople';
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
	// What would only be found out by sending is looked up first.
	if (place.isDryRun) return await send({ ...body, ...(await correctNames(place, body)) });
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

async function correctNames(place: Place, body: Row): Promise<Row> {
	const { corrected, unknown } = await checkNames(place, body);
	if (unknown.length > 0) throw refuseNames(unknown);
	return corrected;
}
