import type { Field, Resource } from '../resources';
import { OddAnswer } from '../transport/errors';
import type { Row } from '../transport/page';
import type { Api } from '../transport/types';
import { isName } from './names';
import { isCertainRefusal } from './refusal';

/*
 * Emptying fields. No source says how, and servers differ: what is sent as "none" is found out by trying, the likeliest
 * first, and kept for the run.
 */

type None = string | number | null | never[];

/** A name may be a reference, which text cannot clear on some servers; -1 is "none" in ServiceOps' own screens. */
const NAMES: None[] = [null, '', -1];
const TEXTS: None[] = ['', null];
const LISTS: None[] = [[], null];

const NONE: Partial<Record<Field['kind'], None[]>> = {
	date: TEXTS,
	email: NAMES,
	list: LISTS,
	longText: TEXTS,
	text: TEXTS,
};

/** What empties a field; undefined when fields of its kind cannot be emptied. */
export function noneFor(field: Field, attempt = 0): None | undefined {
	const forms = isName(field) ? NAMES : NONE[field.kind];
	return forms?.[Math.min(attempt, forms.length - 1)];
}

/**
 * Sends a body in which some fields are to be emptied, with the next form of "none" after each rejection.
 *
 * @param names the fields to empty
 * @throws what the first attempt threw, if the server rejects every form
 */
export async function sendEmptied<T>(
	{ api, resource }: { api: Api; resource: Resource },
	body: Row,
	names: string[],
	send: (body: Row) => Promise<T>,
): Promise<T> {
	if (names.length === 0) return await send(body);
	const remembered = (attempt: number) => `none: ${resource.name} ${attempt}`;
	await api.ready();
	const start = [1, 2].find((attempt) => api.known.has(remembered(attempt))) ?? 0;
	const order = [start, ...[0, 1, 2].filter((attempt) => attempt !== start)];
	const attempts = order.map((attempt) => async () => {
		const result = await send({ ...body, ...emptiedForm(resource, names, attempt) });
		api.known.add(remembered(attempt));
		return result;
	});
	return await firstAccepted(attempts);
}

/** @throws what the first attempt threw, if the server rejects all */
async function firstAccepted<T>([attempt, ...others]: Array<() => Promise<T>>): Promise<T> {
	if (!attempt) throw new OddAnswer('ServiceOps accepts no value for "none"');
	return await attempt().catch(async (error: unknown) => {
		if (!isCertainRefusal(error) || others.length === 0) throw error;
		return await firstAccepted(others).catch((later: unknown) => {
			throw isCertainRefusal(later) ? error : later;
		});
	});
}

const emptiedForm = ({ fields }: Resource, names: string[], attempt: number): Row =>
	Object.fromEntries(
		fields
			.filter(({ name }) => names.includes(name))
			.map((field) => [field.name, noneFor(field, attempt) as Row[string]]),
	);
