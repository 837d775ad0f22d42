import type { IDataObject } from 'n8n-workflow';
import { readLookup, type Entry } from '../records/nameLists';
import type { Lookup, Resource } from '../resources';
import { isDenied, NotFound } from '../transport/errors';
import type { Api } from '../transport/types';
import { BadInput } from '../values/badInput';
import { entered, toList } from '../values/coerce';
import { findProperty } from './conditions';

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/**
 * Replaces the names in a condition with the IDs that the search language expects, as far as the server lists them.
 *
 * @param place what to call the condition in messages, e.g. `Condition 1`
 * @throws BadInput when a name is not in the list, or this account cannot read the list
 */
export async function namesToIds(
	api: Api,
	resource: Resource,
	condition: IDataObject,
	place: string,
): Promise<IDataObject> {
	const property = findProperty(resource, condition);
	const value = entered(condition.value);
	if (!property?.lookup || value === undefined || typeof value === 'number') return condition;
	const label = `${place}: ${property.displayName}`;
	const wanted = toList(label, value);
	if (wanted.every(isNumber)) return condition;
	const entries = await readNames(api, property.lookup);
	const ids = wanted.map((name) => (isNumber(name) ? name : findId(name, entries, label)));
	return { ...condition, value: ids.join(',') };
}

/** @returns undefined when the server does not have the list, or this account cannot read it */
async function readNames(api: Api, lookup: Lookup): Promise<Entry[] | undefined> {
	return await readLookup(api, lookup).catch((error: unknown) => {
		if (isDenied(error) || error instanceof NotFound) return undefined;
		throw error;
	});
}

function findId(wanted: string, entries: Entry[] | undefined, label: string): string {
	if (!entries) {
		throw new BadInput(`${label}: cannot look up the ID of "${wanted}" with this account`, {
			description:
				'ServiceOps usually does not let API keys read these lists. Enter the ID instead, or use a credential with a password.',
		});
	}
	const isSame = (name = '') => name.toLowerCase() === wanted.toLowerCase();
	const matches = entries.filter(({ name, email }) => isSame(name) || isSame(email));
	const [match] = matches;
	if (match && matches.length === 1) return match.id;
	const known = entries
		.map(({ name }) => name)
		.slice(0, 20)
		.join(', ');
	throw new BadInput(
		match
			? `${label}: there are several named "${wanted}". Enter the ID instead`
			: `${label}: there is no "${wanted}"`,
		{ description: `ServiceOps has: ${known}.` },
	);
}
