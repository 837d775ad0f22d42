import type { Lookup } from '../resources';
import { OddAnswer } from '../transport/errors';
import type { Api } from '../transport/types';
import { isRecord } from '../values/json';

/** A field of a form of ServiceOps, as the server describes it (requests.md 6.9). */
export type FormField = Record<string, unknown>;

/**
 * Reads the fields of a form, once per run. Which fields it has may depend on the account.
 *
 * @throws OddAnswer when the response lists no fields, and whatever `send` throws
 */
export async function readFormFields(api: Api, { method, path }: Lookup): Promise<FormField[]> {
	return await api.once(path.join('/'), async () => {
		const { body } = await api.send({ method, path: ['api', ...path], isRead: true });
		const list = isRecord(body) ? body.fieldList : body;
		if (!Array.isArray(list)) throw new OddAnswer('ServiceOps did not return a form');
		return list.filter(isRecord);
	});
}
