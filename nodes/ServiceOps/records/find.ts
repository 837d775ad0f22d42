import { ifError, NotFound, SeveralFound } from '../transport/errors';
import type { Row } from '../transport/page';
import { all, hasIdIn } from '../transport/qualification';
import { textOf } from '../values/json';
import { findEqual } from './equalRecords';
import { keyOperand, searchByKeyNumber } from './keyNumber';
import { askIfPersonMeant } from './namedPeople';
import { findPeople } from './people';
import { labelOf, nounOf, type Place } from './place';
import { askById } from './readById';
import { freshest, recentRows } from './recentlyWritten';
import type { LooseReference } from './reference';
import { searchRecords } from './search';

/**
 * The ID of a record; a key, or the number in it, is looked up.
 *
 * @throws NotFound or SeveralFound when it does not belong to exactly one record
 */
export async function resolveReference(place: Place, reference: LooseReference): Promise<string> {
	if ('id' in reference) return reference.id;
	return 'key' in reference
		? await findByKey(place, reference.key)
		: await findByKeyNumber(place, reference.keyNumber);
}

async function findByKey(place: Place, key: string): Promise<string> {
	const { resource } = place;
	const isOfPeople = resource.keyForm === 'email';
	const matches = isOfPeople ? await findPeople(place, key) : await findByExactKey(place, key);
	const [match] = matches;
	if (!match) {
		const wanted = isOfPeople ? `email, logon name or name ${key}` : `key ${key}`;
		const meant = isOfPeople ? await askIfPersonMeant(place.api, [resource], key) : '';
		throw new NotFound(`No ${nounOf(place)} with the ${wanted}`, {
			description: `${meant && `${meant} `}Compare the key with what ServiceOps shows, or choose the ${resource.noun} From List.${askForType(place)}`,
		});
	}
	if (matches.length > 1) {
		const ids = matches.map((row) => `ID ${textOf(row.id)} (${labelOf(place, row)})`).join(', ');
		throw new SeveralFound(
			`${matches.length} ${resource.plural} have the ${isOfPeople ? 'name' : 'key'} ${key}: ${ids}. Use the ID instead`,
		);
	}
	return textOf(match.id);
}

/** The records that have a key, whatever its case. */
export async function findByExactKey(place: Place, key: string): Promise<Row[]> {
	const { resource } = place;
	const valueIn = (row: Row) => row[resource.keyField];
	const operand = keyOperand(resource);
	const found = await findEqual(place, { operand, value: key, alike: casesOf(key), valueIn });
	const isWanted = (row: Row) => textOf(valueIn(row)).toUpperCase() === key.toUpperCase();
	const matches = found.filter(isWanted);
	return matches.length > 0 ? matches : recentRows(place).filter(isWanted);
}

/** `HW-47`, `hw-47` and `Hw-47`: the prefix of a key has the case that an administrator gave it. */
function casesOf(key: string): string[] {
	const lower = key.toLowerCase();
	return [key.toUpperCase(), lower, lower.charAt(0).toUpperCase() + lower.slice(1)];
}

/** How many records a message names. */
const MOST_NAMED = 10;

/** Finds the record whose key ends in a number: people leave the prefix out (additions.md 15). */
async function findByKeyNumber(place: Place, number: string): Promise<string> {
	const { resource } = place;
	const matches = await searchByKeyNumber(place, number);
	const [match] = matches;
	if (!match) {
		throw new NotFound(`No ${nounOf(place)} with the number ${number} in its key`, {
			description: `Enter the whole key, such as ${resource.keyExample}; if ${number} is the ID, choose By ID.${askForType(place)}`,
		});
	}
	if (matches.length > 1) {
		const names = matches.slice(0, MOST_NAMED).map((row) => labelOf(place, row));
		throw new SeveralFound(
			`${matches.length} ${resource.plural} have the number ${number} in their key: ${names.join(', ')}. Enter the whole key`,
		);
	}
	return textOf(match.id);
}

/**
 * Reads one record by ID: directly, or by search if the server does not support that or returns an asset of another
 * class.
 *
 * @throws NotFound when there is no such record
 */
export async function readRecord(place: Place, id: string): Promise<Row> {
	const direct = await askById(place, id);
	if (direct) return direct;
	if (direct === null && !place.type?.model) throw notFound(place, id);
	const found = await findById(place, id);
	if (!found) throw notFound(place, id);
	return found;
}

/** The record with an ID; an empty list if there is none. */
export const readIfThere = async (place: Place, id: string): Promise<Row[]> =>
	await readRecord(place, id).then(
		(row) => [row],
		ifError((error) => error instanceof NotFound, []),
	);

/** A record by ID through the search, which takes the asset class into account. */
export async function findById(place: Place, id: string): Promise<Row | undefined> {
	const qualification = all([hasIdIn([Number(id)])]);
	const isWanted = (row: Row) => textOf(row.id) === id;
	const isEnough = (some: Row[]) => some.some(isWanted);
	const { rows } = await searchRecords(place, qualification, { limit: 10, pageSize: 10, isEnough });
	return await freshest(place, id, rows.find(isWanted));
}

export const notFound = (place: Place, id: string): NotFound =>
	new NotFound(`No ${nounOf(place)} with the ID ${id}, or this account cannot see it`, {
		description: `Choose the ${place.resource.noun} From List.${explainIds(place)}${askForType(place)}`,
	});

const explainIds = ({ resource: { keyForm, keyExample } }: Place): string =>
	keyForm === 'email'
		? ''
		: ` IDs are not the numbers in keys: for ${keyExample}, choose By Key and enter ${keyExample}.`;

/** Assets of another class are not found, whatever their ID or key. */
const askForType = ({ resource: { types }, type }: Place): string =>
	type?.model && types ? ` Is ${types.displayName} the right one?` : '';
