import { UserError } from 'n8n-workflow';
import { mayHaveBeenDone } from '../transport/refusal';
import { Row } from '../transport/page';
import { isRecord, textOf } from '../values/json';
import { isRecordWanted, readRecord } from './find';
import { checkedBy, lookFor, lookUp } from './howToCheck';
import { home, label, nounOf, Place } from './reference';

/** Where resources share a path, an ID may be that of another one: looks before it is written to. */
export async function checkSharedPath(job: Place, id: string): Promise<void> {
	if (job.resource.keyPrefix) await readRecord(job, id);
}

/** Sends a new record and returns it as the server has it. */
export async function createRecord(job: Place, body: Row): Promise<Row> {
	const { resource } = job;
	const path = ['api', 'v1', ...(resource.createPath ?? resource.path)];
	const howTo = lookFor(resource, body);
	const answer = await checkedBy(howTo, job.api.send({ method: 'POST', path, body }));
	const id = isRecord(answer.body) ? textOf(answer.body.id) : '';
	if (!isRecord(answer.body) || id === '') {
		throw new UserError(
			`ServiceOps took the ${resource.noun}, but did not answer with the new record`,
			{
				description: `${mayHaveBeenDone}. ${howTo}`,
			},
		);
	}
	return resource.readsAfterCreate ? await readAfterWrite(job, id, answer.body) : answer.body;
}

/** Sends changes to a record and returns it as it is then. */
export async function patchRecord(job: Place, id: string, body: Row): Promise<Row> {
	await checkSharedPath(job, id);
	const path = [...home(job.resource), id];
	const answer = await checkedBy(lookUp(id), job.api.send({ method: 'PATCH', path, body }));
	if (isRecordWanted(job, id, answer.body)) return answer.body;
	if (job.type?.model && isRecord(answer.body) && typeof answer.body.type === 'string') {
		throw new UserError(
			`ServiceOps changed ${label(job, answer.body)} instead of the ${nounOf(job)} ${id}. Check both records`,
		);
	}
	return await readAfterWrite(job, id, { id: Number(id), ...body });
}

/** What was written is written, even if it cannot be read again: then what is known of it has to do. */
async function readAfterWrite(job: Place, id: string, known: Row): Promise<Row> {
	return await readRecord(job, id).catch(() => {
		job.warn?.(`The ${nounOf(job)} ${id} was written, but could not be read again afterwards`);
		return known;
	});
}
