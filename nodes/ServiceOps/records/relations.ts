import type { IDataObject } from 'n8n-workflow';
import { Rejected } from '../transport/errors';
import { isPathUnknown } from '../transport/notThere';
import { isRecord } from '../values/json';
import { pathOf, type Place } from './place';

/** The only type of relation that the API documentation shows (assets.md section 9). */
export const RELATED = 'related';

/** The relation to make, by its names on the wire. */
export interface Relation {
	destinationModel: string;
	/** Keys of what is linked. */
	destinationNames: string[];
	type: string;
}

/**
 * Relates assets or CIs to a record: all of them or none.
 *
 * @returns the server's answer
 * @throws Rejected when something could not be linked
 */
export async function relate(place: Place, id: string, relation: Relation): Promise<IDataObject> {
	const path = [...place.resource.path, id, 'relation', 'bulk', 'create'];
	const answer = await sendRelation(place, path, { ...relation });
	checkFailures(answer, relation.destinationNames);
	return isRecord(answer) ? answer : {};
}

/** The page that documents relations gives two addresses: one in its heading, one in its examples (assets.md section 9). */
async function sendRelation(
	{ api, resource }: Place,
	path: string[],
	body: IDataObject,
): Promise<unknown> {
	const howToCheck = `To check, open the ${resource.noun} in ServiceOps: its API does not show relations.`;
	const request = { method: 'POST' as const, body, howToCheck };
	const elsewhere = `relations under analytics: ${resource.name}`;
	if (!api.known.has(elsewhere)) {
		const answer = await api.send({ ...request, path: pathOf({ path }) }, isPathUnknown);
		if (!isPathUnknown(answer)) return answer.body;
	}
	const answer = await api.send({ ...request, path: ['api', 'analytics', 'v1', ...path] });
	api.known.add(elsewhere);
	return answer.body;
}

/** @throws Rejected when something could not be linked: in that case nothing is */
function checkFailures(answer: unknown, asked: string[]): void {
	const failed = isRecord(answer) && Array.isArray(answer.failerIds) ? answer.failerIds : [];
	if (failed.length === 0) return;
	throw new Rejected(
		`Nothing was linked: ServiceOps cannot link ${failed.join(', ')} (requested: ${asked.join(', ')})`,
		{
			description:
				'Enter keys such as AST-1. What does not exist, is archived or is in stage cannot be linked. If one cannot, none is.',
		},
	);
}
