import { remember } from '../../../credentials/boundedMemory';
import { systemClock } from '../../../credentials/clock';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';
import { foldText, type Wanted } from './equalRecords';
import { isSearchedFor, readIfThere } from './find';
import { findMatching } from './matchRecords';
import type { Place } from './place';

/*
 * A new record may show up in searches seconds late (the server's index lags). So this process remembers for a while
 * what it has created, and what it has possibly created, by the value that identifies it.
 */

const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 5_000;
/** How long a record is looked for, from its creation on. The pauses in between start with this one, and double. */
const [LONGEST_LAG_MS, FIRST_PAUSE_MS] = [30_000, 2_000];

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
	const { id } = known;
	const until = known.at + LONGEST_LAG_MS;
	if (id === undefined) {
		return await lookFor(until, async (look) => await findMatching(place, wanted, look));
	}
	const read = async () => await readIfThere(place, id);
	let rows = await read();
	if (rows.length === 0 && isSearchedFor(place)) rows = await lookFor(until, read);
	const isSame = (row: Row) =>
		foldOf(wanted, textOf(wanted.valueIn(row))) === foldOf(wanted, wanted.value);
	if (!rows.some(isSame)) created.delete(key);
	return rows.filter(isSame);
}

/**
 * Looks again and again until there is something.
 *
 * @param until epoch ms
 */
async function lookFor(until: number, look: (count: number) => Promise<Row[]>): Promise<Row[]> {
	for (let count = 1; systemClock.now() < until; count++) {
		const pauseMs = FIRST_PAUSE_MS * 2 ** (count - 1);
		await systemClock.sleep(Math.min(pauseMs, until - systemClock.now()));
		const rows = await look(count);
		if (rows.length > 0) return rows;
	}
	return [];
}
