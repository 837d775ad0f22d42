import type { Resource } from '../resources';
import { NotFound, reasonOf } from '../transport/errors';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';
import { findByExactKey, findById } from './find';
import type { Place } from './place';
import type { Reference } from './reference';
import { isCertainRefusal } from './refusal';
import { RELATED, relate, type Relation } from './relations';

/*
 * Links of a new record to assets and CIs. The creation of a request takes their IDs on the servers that were seen; else
 * they are linked by the relation call afterwards, which wants their keys.
 */

/** Something to link. */
export interface Link {
	resource: Resource;
	reference: Reference;
	/** The value of its type, e.g. an asset class; any when absent. */
	type?: string;
}

/** Something to link, as it is on the server. */
export interface LinkTarget {
	resource: Resource;
	/** The name of its type in relations. */
	model: string;
	id: number;
	key: string;
}

/**
 * Looks up what is to be linked.
 *
 * @throws NotFound when there is none
 */
export async function findTarget({ api }: Pick<Place, 'api'>, link: Link): Promise<LinkTarget> {
	const { resource, reference } = link;
	const types = resource.types?.options ?? [];
	for (const type of types.filter(({ value }) => !link.type || value === link.type)) {
		const [row] = await findRows({ api, resource, type }, reference);
		if (!row) continue;
		const key = textOf(row[resource.keyField]);
		return { resource, model: type.relationModel ?? '', id: Number(row.id), key };
	}
	const name = 'id' in reference ? `the ID ${reference.id}` : `the key ${reference.key}`;
	throw new NotFound(`No ${resource.noun} with ${name}, so it cannot be linked`, {
		description: `Compare with what ServiceOps shows, or choose the ${resource.noun} From List.`,
	});
}

async function findRows(place: Place, reference: Reference): Promise<Row[]> {
	if ('id' in reference) {
		const row = await findById(place, reference.id);
		return row ? [row] : [];
	}
	return await findByExactKey(place, reference.key);
}

/** The links in the body of a creation. */
export function toLinkIds(targets: LinkTarget[]): Row {
	const body: Record<string, Row[]> = {};
	for (const { resource, model, id } of targets) {
		const { linkedAs } = resource;
		if (!linkedAs) continue;
		(body[linkedAs.list] ??= []).push({ [linkedAs.model]: model, [linkedAs.id]: id });
	}
	return body;
}

/**
 * Links by the relation call, one for each kind of target.
 *
 * @returns what could not be linked, and why
 */
export async function linkAfterwards(
	place: Place,
	id: string,
	targets: LinkTarget[],
): Promise<string[]> {
	const notes: string[] = [];
	for (const model of new Set(targets.map((target) => target.model))) {
		const keys = targets.filter((target) => target.model === model).map(({ key }) => key);
		const relation = { destinationModel: model, destinationNames: keys, type: RELATED };
		await relate(place, id, relation).catch((error: unknown) => {
			notes.push(`Not linked: ${keys.join(', ')}. ${reasonOf(error)}`);
		});
	}
	return notes;
}

/**
 * Relates targets that were given by their keys. Only when the server rejects it, so that nothing is linked, are the keys looked up:
 * people type them in small letters.
 *
 * @param target where the targets are found
 * @returns the server's answer, and the keys that were linked
 */
export async function linkByKeys(
	place: Place,
	id: string,
	relation: Relation,
	target: Pick<Place, 'resource' | 'type'>,
): Promise<Row> {
	const linkAll = async (linked: string[]) => ({
		linked,
		...(await relate(place, id, { ...relation, destinationNames: linked })),
	});
	const given = relation.destinationNames;
	return await linkAll(given).catch(async (error: unknown) => {
		if (!isCertainRefusal(error)) throw error;
		const { api } = place;
		const keyOf = async (key: string) => {
			if (key === key.toUpperCase()) return key;
			const [row] = await findByExactKey({ api, ...target }, key);
			return textOf(row?.[target.resource.keyField]) || key;
		};
		const keys = [...new Set(await Promise.all(given.map(keyOf)))];
		if (keys.join() === given.join()) throw error;
		return await linkAll(keys);
	});
}
