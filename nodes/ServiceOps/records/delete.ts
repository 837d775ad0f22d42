import { UserError } from 'n8n-workflow';
import { hasEnvelope, isNotThere } from '../transport/refusal';
import { Row } from '../transport/page';
import { isRecord } from '../values/json';
import { findById, isRecordWanted, notFound } from './find';
import { checkedBy, lookUp } from './howToCheck';
import { home, label, Place } from './reference';
import { checkSharedPath } from './write';

/** @throws NodeApiError or UserError when it was not deleted */
export async function deleteRecord(job: Place, id: string): Promise<void> {
	if (job.type?.model) {
		await deleteOfType(job, job.type.model, id);
		return;
	}
	await checkSharedPath(job, id);
	const path = [...home(job.resource), id];
	await checkedBy(lookUp(id), job.api.send({ method: 'DELETE', path }));
}

/**
 * Deletes a record whose id may also belong to a record of another type: looks first, and never sends a DELETE to an
 * address at which another type was seen.
 */
async function deleteOfType(job: Place, model: string, id: string): Promise<void> {
	const { api, resource } = job;
	const flat = [...home(resource), id];
	const shown = await api.send({ method: 'GET', path: flat }, isNotThere);
	if (isRecordWanted(job, id, shown.body)) {
		await checkedBy(lookUp(id), api.send({ method: 'DELETE', path: flat }));
		return;
	}

	const wanted = await findById(job, id);
	if (!wanted) throw notFound(job, id);
	const byModel = await checkedBy(
		lookUp(id),
		api.send({ method: 'DELETE', path: [...home(resource), model, id] }, isNotThere),
	);
	if (!isNotThere(byModel)) return;

	const other =
		isRecord(shown.body) && !hasEnvelope(shown.body) ? shown.body : await findTwin(job, id);
	if (other) {
		throw new UserError(
			`Nothing was deleted: at the address of ${label(job, wanted)} this ServiceOps server has ${label(job, other)}`,
		);
	}
	await checkedBy(lookUp(id), api.send({ method: 'DELETE', path: flat }));
}

/** A record of another type with the same id. */
async function findTwin(job: Place, id: string): Promise<Row | undefined> {
	for (const type of job.resource.types?.options ?? []) {
		if (type === job.type) continue;
		const twin = await findById({ ...job, type }, id);
		if (twin) return twin;
	}
	return undefined;
}
