import { remember } from '../../../credentials/boundedMemory';
import { systemClock } from '../../../credentials/clock';
import type { Row } from '../transport/page';
import { isRecord, textOf } from '../values/json';
import { NotFound } from '../transport/errors';
import { foldText, type Wanted } from './equalRecords';
import { readRecord } from './find';
import type { Place } from './place';

/*
 * A new record may show up in searches seconds late (the server's index lags). So this process remembers for a while
 * what it has created, by the value that identifies it.
 */

const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 5_000;

interface Created {
	id: string;
	/** Epoch ms. */
	at: number;
}

const created = new Map<string, Created>();

const keyOf = ({ api, resource, type }: Place, { operand, value }: Wanted): string =>
	JSON.stringify([api.server, resource.name, type?.value, operand, foldText(value)]);

/** Remembers a newly created record. */
export function rememberCreated(place: Place, wanted: Wanted, row: Row): void {
	const id = textOf(row.id);
	if (id === '') return;
	remember(created, keyOf(place, wanted), { id, at: systemClock.now() }, MOST_REMEMBERED);
}

/**
 * The record that this process has created with this value, as it is now; undefined when there is none, or it is gone.
 */
export async function recallCreated(place: Place, wanted: Wanted): Promise<Row | undefined> {
	const key = keyOf(place, wanted);
	const known = created.get(key);
	if (!known) return undefined;
	if (known.at + REMEMBERED_MS < systemClock.now()) {
		created.delete(key);
		return undefined;
	}
	const row = await readRecord(place, known.id).catch((error: unknown) => {
		if (error instanceof NotFound) return undefined;
		throw error;
	});
	const isSame = isRecord(row) && foldText(textOf(wanted.valueIn(row))) === foldText(wanted.value);
	if (isSame) return row;
	created.delete(key);
	return undefined;
}
