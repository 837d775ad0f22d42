import { remember } from '../../../credentials/boundedMemory';
import { systemClock } from '../../../credentials/clock';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';
import { foldValue, pickEqual, type Wanted } from './equalRecords';
import { readIfThere } from './find';
import { findMatching } from './matchRecords';
import type { Place } from './place';
import { LONGEST_LAG_MS, recentRows } from './recentlyWritten';

/*
 * A new record may show up in searches seconds late (the server's index lags). So this process remembers for a while
 * what it has created, and what it has possibly created, by the value that identifies it.
 */

const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 5_000;
/** The pauses between looks for a record start with this one, and double. */
const FIRST_PAUSE_MS = 2_000;

interface Created {
	/** Undefined if the response got lost. */
	id?: string;
	/** Epoch ms. */
	at: number;
}

const createdRecords = new Map<string, Created>();

const keyOf = ({ api, resource, type }: Place, wanted: Wanted): string =>
	JSON.stringify([
		api.server,
		resource.name,
		type?.value,
		wanted.operand,
		foldValue(wanted, wanted.value),
	]);

/**
 * Remembers a newly created record.
 *
 * @param row the record; undefined if the response got lost, so that it was only possibly created
 */
export function rememberCreated(place: Place, wanted: Wanted, row: Row | undefined): void {
	const id = textOf(row?.id) || undefined;
	remember(createdRecords, keyOf(place, wanted), { id, at: systemClock.now() }, MOST_REMEMBERED);
}

/**
 * The records to which this process has given this value, as they are now. Where one was possibly created a moment
 * ago, waits until searches would show it.
 */
export async function recallCreated(place: Place, wanted: Wanted): Promise<Row[]> {
	const key = keyOf(place, wanted);
	const known = createdRecords.get(key);
	if (known && known.at + REMEMBERED_MS < systemClock.now()) createdRecords.delete(key);
	else if (known && known.id === undefined) return await lookFor(place, wanted, known.at);
	const ids = [
		createdRecords.get(key)?.id,
		...pickEqual(recentRows(place), wanted).alike.map(({ id }) => id),
	];
	const rows: Row[] = [];
	for (const id of new Set(ids.map(textOf))) {
		if (id !== '') rows.push(...(await readIfThere(place, id)));
	}
	const { exact, alike } = pickEqual(rows, wanted);
	const [other] = alike;
	if (!other) createdRecords.delete(key);
	if (!other || exact.length > 0) return exact;
	// A server that shows that record by its own value, and still not by this one, tells them apart.
	const shown = await findMatching(place, { ...wanted, value: textOf(wanted.valueIn(other)) });
	return shown.length > 0 ? await findMatching(place, wanted, 1) : alike;
}

/** Looks again and again for a record that was possibly created. */
async function lookFor(place: Place, wanted: Wanted, createdAt: number): Promise<Row[]> {
	const until = createdAt + LONGEST_LAG_MS;
	for (let look = 1; systemClock.now() < until; look++) {
		const pauseMs = FIRST_PAUSE_MS * 2 ** (look - 1);
		await systemClock.sleep(Math.min(pauseMs, until - systemClock.now()));
		const rows = await findMatching(place, wanted, look);
		if (rows.length > 0) return rows;
	}
	return [];
}
