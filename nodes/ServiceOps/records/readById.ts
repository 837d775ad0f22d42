import { isNotThere, isPathUnknown } from '../transport/notThere';
import type { Row } from '../transport/page';
import { isRecord, textOf } from '../values/json';
import { pathOf, type Place } from './place';
import { isOfResource } from './search';

/**
 * A record as the server has it now, read by its ID, not searched for.
 *
 * @returns null when the server has none under this ID, of assets at the path of all classes; undefined when it does not read this module
 * by ID, or returned an asset of another class
 */
export async function askById(place: Place, id: string): Promise<Row | null | undefined> {
	const { api, resource } = place;
	await api.ready();
	const noGet = `no get: ${resource.name}`;
	if (api.known.has(noGet)) return undefined;
	const answer = await api.send({ method: 'GET', path: [...pathOf(resource), id] }, isNotThere);
	if (isRecordWanted(place, id, answer.body)) return answer.body;
	if (isPathUnknown(answer)) api.known.add(noGet);
	else if (isNotThere(answer)) return null;
	return undefined;
}

/** Whether a response is the requested record. */
export function isRecordWanted(place: Place, id: string, body: unknown): body is Row {
	if (!isRecord(body) || textOf(body.id) !== id || 'returnCode' in body) return false;
	if (place.type?.model && body.type !== place.type.value) return false;
	return isOfResource(place, body);
}
