import { OddAnswer } from '../transport/errors';
import { possiblyDone } from '../transport/interpret';
import type { Row } from '../transport/page';
import { isRecord, textOf } from '../values/json';
import { isRecordWanted, readRecord } from './find';
import { checkById, checkByTitle } from './howToCheck';
import { labelOf, nounOf, pathOf, type Place } from './place';

/**
 * Sends a new record and returns it as the server has it.
 *
 * @throws OddAnswer when the response does not say which record was created
 */
export async function createRecord(place: Place, body: Row): Promise<Row> {
	const { api, resource } = place;
	const path = ['api', 'v1', ...(resource.createPath ?? resource.path)];
	const howToCheck = checkByTitle(resource, body);
	const answer = await api.send({ method: 'POST', path, body, howToCheck });
	const id = isRecord(answer.body) ? textOf(answer.body.id) : '';
	if (!isRecord(answer.body) || id === '') {
		throw new OddAnswer(
			`ServiceOps accepted the ${resource.noun}, but did not return the new record. ${possiblyDone}`,
			{ description: howToCheck, possiblyDone: true },
		);
	}
	return resource.readsAfterCreate ? await readAfterWrite(place, id, answer.body) : answer.body;
}

/** Sends changes to a record and returns the updated record. */
export async function patchRecord(place: Place, id: string, body: Row): Promise<Row> {
	// If resources share a path, the ID may be that of another one, so look before writing.
	if (place.resource.sharedPath) await readRecord(place, id);
	const answer = await place.api.send({
		method: 'PATCH',
		path: [...pathOf(place.resource), id],
		body,
		howToCheck: checkById(id),
	});
	if (isRecordWanted(place, id, answer.body)) return answer.body;
	if (place.type?.model && isRecord(answer.body) && typeof answer.body.type === 'string') {
		throw new OddAnswer(
			`ServiceOps changed ${labelOf(place, answer.body)} instead of the ${nounOf(place)} ${id}. Check both records`,
			{ possiblyDone: true },
		);
	}
	return await readAfterWrite(place, id, { id: Number(id), ...body });
}

/** A completed write counts even if the record cannot be read again: in that case what is known of it has to do. */
async function readAfterWrite(place: Place, id: string, known: Row): Promise<Row> {
	return await readRecord(place, id).catch(() => {
		place.warn?.(`The ${nounOf(place)} ${id} was written, but could not be read back`);
		return known;
	});
}
