import { Rejected } from '../transport/errors';
import { any, compare, property, type Qualification } from '../transport/qualification';
import { isRecord } from '../values/json';
import type { Place } from './place';
import { searchPage } from './search';

/** The year 2100: nothing happened after it. */
export const FUTURE_MS = 4_102_444_800_000;

/**
 * Whether the server applies the conditions on times in a search: some ignore such conditions, some reject them. Found out once
 * per run, by asking for records of the future.
 *
 * @returns true also when there are no such conditions
 */
export async function appliesTimes(place: Place, qualification: Qualification): Promise<boolean> {
	const { api, resource } = place;
	const times = resource.search
		.filter(({ kind }) => kind === 'time')
		.map(({ name }) => `${resource.searchModule}.${name}`);
	const used = times.filter((key) => isIn(qualification, key));
	if (used.length === 0) return true;
	return await api.once(`applies times: ${used.join()}`, async () => {
		const later = used.map((key) => compare(property(key), 'after', 'LongValueRest', FUTURE_MS));
		const page = await searchPage(place, any(later), 0, 1).catch((error: unknown) => {
			if (error instanceof Rejected) return undefined;
			throw error;
		});
		return page?.rows.length === 0;
	});
}

/** Whether a qualification has a condition on a property, at any depth. */
function isIn(qualification: unknown, key: string): boolean {
	if (!isRecord(qualification)) return false;
	const { leftOperand, leftQual, rightQual, quals } = qualification;
	if (isRecord(leftOperand) && leftOperand.key === key) return true;
	const parts: unknown[] = Array.isArray(quals) ? quals : [leftQual, rightQual];
	return parts.some((part) => isIn(part, key));
}
