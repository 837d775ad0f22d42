import { Incomplete, OddAnswer, Rejected } from '../transport/errors';
import type { Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { all } from '../transport/qualification';
import { textOf } from '../values/json';
import {
	findEqual,
	foldValue,
	incomplete,
	NOT_SHOWN,
	pickEqual,
	type Wanted,
} from './equalRecords';
import { readIfThere, readRecord } from './find';
import type { Place } from './place';
import { searchRecords } from './search';

/*
 * Finding records by a field that some servers cannot search, such as a serial number: the server may refuse such a
 * search, find nothing, or ignore the condition. What it does not find is looked for in the list of all records, which is
 * read once per run.
 */

/**
 * Like `findEqual`, for every field.
 *
 * @param look tells this search from an earlier one of the run, where its list is to be read again
 * @throws OddAnswer when the server's list is incomplete, so that "none" would be a guess
 */
export async function findMatching(place: Place, wanted: Wanted, look = 0): Promise<Row[]> {
	const unsearchable = `cannot search by ${nameOf(place, wanted)}`;
	await place.api.ready();
	if (!place.api.known.has(unsearchable)) {
		const found = await findEqual(place, wanted).catch((error: unknown) => {
			const isUnable =
				error instanceof Rejected || (wanted.mayBeUnsearchable && error instanceof OddAnswer);
			if (!isUnable) throw error;
			place.api.known.add(unsearchable);
			return undefined;
		});
		// That a field is not found proves nothing where it may be one that the server does not search by.
		if (found && (found.length > 0 || !wanted.mayBeUnsearchable)) return found;
	}
	return await findInList(place, wanted, look);
}

/** What identifies a field within a run. */
const nameOf = ({ resource, type }: Place, { operand }: Wanted): string =>
	JSON.stringify([resource.name, type?.value, operand]);

async function findInList(place: Place, wanted: Wanted, look: number): Promise<Row[]> {
	const index = await place.api.once(
		`list ${look} by ${nameOf(place, wanted)}`,
		async () => await readIndex(place, wanted),
	);
	const ids = index.get(foldValue(wanted, wanted.value)) ?? [];
	const rows: Row[] = [];
	// The list may be older than what this run has written since.
	for (const id of ids) rows.push(...(await readIfThere(place, id)));
	const { exact, alike } = pickEqual(rows, wanted);
	return exact.length > 0 ? exact : alike;
}

/** The IDs of all records by the value of a field; only these are kept, not the rows. */
async function readIndex(place: Place, wanted: Wanted): Promise<Map<string, string[]>> {
	const { valueIn, isShownIn = () => true } = wanted;
	const index = new Map<string, string[]>();
	let shown = 0;
	let someId: string | undefined;
	const keep = (row: Row): boolean => {
		if (isShownIn(row)) shown++;
		else someId = textOf(row.id);
		const key = foldValue(wanted, valueIn(row));
		if (key !== '') index.set(key, [...(index.get(key) ?? []), textOf(row.id)]);
		return false;
	};
	const paging = { limit: Infinity, pageSize: PAGE_SIZE, proveEnd: true, keep };
	await searchRecords(place, all([]), paging).catch((error: unknown) => {
		throw error instanceof Incomplete ? incomplete(place, error.message) : error;
	});
	if (shown === 0 && someId !== undefined && isShownIn(await readRecord(place, someId))) {
		throw incomplete(place, NOT_SHOWN);
	}
	return index;
}
