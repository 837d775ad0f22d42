import { refusalIn, tellsFailure } from '../../../credentials/serverAnswer';
import { Rejected } from '../transport/errors';
import { hasEnvelope, isNotThere } from '../transport/notThere';
import type { Row } from '../transport/page';
import { isRecord } from '../values/json';
import { findById, notFound, readRecord } from './find';
import { checkById } from './howToCheck';
import { labelOf, pathOf, type Place } from './place';
import { askById, isRecordWanted } from './readById';
import { rememberDeleted } from './recentlyWritten';

/** @throws ServiceOpsError when it was not deleted */
export async function deleteRecord(place: Place, id: string): Promise<void> {
	if (place.type?.model) {
		await deleteOfType(place, place.type.model, id);
		return;
	}
	// If resources share a path, the ID may be that of another one, so look before deleting.
	if (place.resource.sharedPath) await readRecord(place, id);
	await sendDelete(place, id, [...pathOf(place.resource), id]);
}

async function sendDelete(place: Place, id: string, path: string[]): Promise<void> {
	const { body } = await place.api.send({ method: 'DELETE', path, howToCheck: checkById(id) });
	const refusal = refusalIn(body);
	// Whatever other words of a success mean, the record shows it; one in an archive may still be read.
	const isDone =
		/\b(deleted|removed|archived)\b/i.test(refusal ?? '') && !tellsFailure(refusal ?? '');
	if (refusal && !isDone && (await askById(place, id))) throw new Rejected(refusal);
	rememberDeleted(place, id);
}

/**
 * Deletes a record whose ID may also belong to a record of another type: looks first, and never sends a DELETE to a
 * path where a record of another type was seen.
 */
async function deleteOfType(place: Place, model: string, id: string): Promise<void> {
	const { api, resource } = place;
	const flat = [...pathOf(resource), id];
	const shown = await api.send({ method: 'GET', path: flat }, isNotThere);
	if (isRecordWanted(place, id, shown.body)) {
		await sendDelete(place, id, flat);
		return;
	}
	const wanted = await findById(place, id);
	if (!wanted) throw notFound(place, id);
	const byModel = await api.send(
		{
			method: 'DELETE',
			path: [...pathOf(resource), model, id],
			howToCheck: checkById(id),
		},
		isNotThere,
	);
	if (!isNotThere(byModel)) {
		rememberDeleted(place, id);
		return;
	}
	const other =
		isRecord(shown.body) && !hasEnvelope(shown.body) ? shown.body : await findTwin(place, id);
	if (other) {
		throw new Rejected(
			`Nothing was deleted: at the path of ${labelOf(place, wanted)} this ServiceOps server has ${labelOf(place, other)}`,
		);
	}
	await sendDelete(place, id, flat);
}

/** A record of another type with the same ID. */
async function findTwin(place: Place, id: string): Promise<Row | undefined> {
	for (const type of place.resource.types?.options ?? []) {
		if (type === place.type) continue;
		const twin = await findById({ ...place, type }, id);
		if (twin) return twin;
	}
	return undefined;
}
