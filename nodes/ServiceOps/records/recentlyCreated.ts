import { remember } from '../../../credentials/boundedMemory';
import { systemClock } from '../../../credentials/clock';
import type { Row } from '../transport/page';
import { isRecord, textOf } from '../values/json';
import { NotFound } from '../transport/errors';
import { foldText, type Wanted } from './equalRecords';
import { readRecord } from './find';
import { findMatching } from './matchRecords';
import type { Place } from './place';

/*
 * A new record may show up in searches seconds late (the server's index lags). So this process remembers for a while
 * what it has created, and what it has possibly created, by the value that identifies it.
 */

const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 5_000;
/** How long a record that was possibly created is looked for, from its creation on, and how often. */
const [LONGEST_LAG_MS, LOOK_AGAIN_MS] = [30_000, 2_000];

interface Created {
	/** Undefined if the response got lost. */
	id?: string;
	/** Epoch ms. */
	at: number;
}

const created = new Map<string, Created>();

const keyOf = ({ api, resource, type }: Place, wanted: Wanted): string =>
	JSON.stringify([
		api.server,
		resource.name,
		type?.value,
		wanted.operand,
		foldOf(wanted, wanted.value),
	]);

const foldOf = ({ canonical = (text: string) => text }: Wanted, text: string): string =>
	foldText(canonical(text));

/**
 * Remembers a newly created record.
 *
 * @param row the record; undefined if the response got lost, so that it was only possibly created
 */
export function rememberCreated(place: Place, wanted: Wanted, row: Row | undefined): void {
	const id = textOf(row?.id) || undefined;
	remember(created, keyOf(place, wanted), { id, at: systemClock.now() }, MOST_REMEMBERED);
}

/**
 * The records that this process has created with this value, as they are now. Where one was possibly created a moment
 * ago, waits until searches would show it.
 */
export async function recallCreated(place: Place, wanted: Wanted): Promise<Row[]> {
	const key = keyOf(place, wanted);
	const known = created.get(key);
	if (!known || known.at + REMEMBERED_MS < systemClock.now()) {
		created.delete(key);
		return [];
	}
	if (known.id === undefined) return await lookFor(place, wanted, known.at + LONGEST_LAG_MS);
	const row = await readRecord(place, known.id).catch((error: unknown) => {
		if (error instanceof NotFound) return undefined;
		throw error;
	});
	const isSame =
		isRecord(row) && foldOf(wanted, textOf(wanted.valueIn(row))) === foldOf(wanted, wanted.value);
	if (isSame) return [row];
	created.delete(key);
	return [];
}

/** @param until epoch ms */
async function lookFor(place: Place, wanted: Wanted, until: number): Promise<Row[]> {
	while (systemClock.now() < until) {
		await systemClock.sleep(LOOK_AGAIN_MS);
		const rows = await findMatching(place, wanted);
		if (rows.length > 0) return rows;
	}
	return [];
}
