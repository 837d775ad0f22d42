import type { IDataObject } from 'n8n-workflow';
import type { FilteredSearch } from '../records/filteredSearch';
import type { Place } from '../records/place';
import { searchPage } from '../records/search';
import { unlessAbandoned } from '../transport/hiddenRows';
import { all, compare, test, type Qualification } from '../transport/qualification';
import type { Comparison } from './conditions';
import type { RowTest } from './rowConditions';

/**
 * Servers may ignore conditions without a word. A row that does not meet one may give that away, or compare otherwise than the server
 * does: so the server is asked for what no record has. If it finds something, rows have to meet the conditions.
 *
 * @param search whose conditions these are
 * @param required all of them
 * @param group conditions of which one is enough
 * @returns the same object
 */
export function watchIgnored(
	search: FilteredSearch,
	place: Place | undefined,
	required: Comparison[],
	group: Comparison[] = [],
): FilteredSearch {
	const told = required.filter(isTold);
	const alternatives = group.every(isTold) ? group : [];
	const watched = [...told, ...alternatives];
	if (!place || watched.length === 0) return search;
	const { keep, keepButTimes } = search;
	let [isDoubtful, isIgnored] = [false, false];
	const isMet: RowTest = (row) => {
		const meets = (one: Comparison) => one.meets?.(row);
		const meetsGroup = alternatives.length === 0 || alternatives.some(meets);
		if (meetsGroup && told.every(meets)) return true;
		isDoubtful = true;
		return !isIgnored;
	};
	search.keep = (row, order) => keep(row, order) && isMet(row);
	search.keepButTimes = keepButTimes && ((row) => keepButTimes(row) && isMet(row));
	search.settle = async (isThorough = isDoubtful) => {
		if (isIgnored || !isThorough) return false;
		for (const { label, quals } of watched) {
			if (!(await ignores(place, quals.map(toImpossible)))) continue;
			isIgnored = true;
			search.isByRows = true;
			place.warn?.(
				`ServiceOps ignores the condition on ${label}, so the node checked the records itself`,
			);
		}
		isDoubtful = false;
		return isIgnored;
	};
	return search;
}

/** Whether the server alone is to apply a condition that rows can tell. */
const isTold = ({ appliedBy, meets }: Comparison): boolean =>
	appliedBy === 'server' && meets !== undefined;

/** Whether the server finds records with a value that none has. */
const ignores = async (place: Place, quals: Qualification[]): Promise<boolean> =>
	await place.api.once(`ignores: ${JSON.stringify(quals)}`, async () => {
		const page = await searchPage(place, all(quals), 0, 1).catch(unlessAbandoned);
		return page.rows.length > 0;
	});

/** The largest number of a column. */
const NO_ID = 2 ** 31 - 1;
const NO_TEXT = 'n8n-nodes-serviceops';

function toImpossible({ leftOperand, operand, rightOperand }: Qualification): Qualification {
	if (!rightOperand) {
		return all(
			['is_blank', 'is_not_blank'].map((operator) => test(operand as IDataObject, operator)),
		);
	}
	const field = leftOperand as IDataObject;
	return JSON.stringify(rightOperand).includes('LongValue')
		? compare(field, 'equal', 'LongValueRest', NO_ID)
		: compare(field, 'equal', 'StringValueRest', NO_TEXT);
}
