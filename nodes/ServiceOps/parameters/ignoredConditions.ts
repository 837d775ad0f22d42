import type { IDataObject } from 'n8n-workflow';
import type { FilteredSearch } from '../records/filteredSearch';
import type { Place } from '../records/place';
import { searchPage } from '../records/search';
import { unlessAbandoned } from '../transport/hiddenRows';
import { all, any, compare, test, type Qualification } from '../transport/qualification';
import type { Comparison } from './conditions';
import type { RowTest } from './rowConditions';

/** What the server is to apply, and rows can tell: a condition, or several of which one is enough. */
interface Clause {
	conditions: Comparison[];
	meets: RowTest;
}

/** A condition that the server alone is to apply; nothing where rows cannot tell it. */
function toClause(conditions: Comparison[]): Clause[] {
	const isTold = conditions.every(({ appliedBy, meets }) => appliedBy === 'server' && meets);
	const meets: RowTest = (row) => conditions.some((one) => one.meets?.(row));
	return isTold && conditions.length > 0 ? [{ conditions, meets }] : [];
}

/**
 * Servers may ignore conditions without a word. A row that does not meet one may give that away, or compare otherwise than the server
 * does: so the server is asked for what no record has. If it finds something, rows have to meet the condition.
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
	const clauses = [...required.map((one) => [one]), group].flatMap(toClause);
	if (!place || clauses.length === 0) return search;
	const { keep, keepButTimes } = search;
	const [doubted, ignored] = [new Set<Clause>(), new Set<Clause>()];
	const meetsAll = (row: Parameters<RowTest>[0]): boolean =>
		clauses.every((one) => one.meets(row) || (!ignored.has(one) && doubted.add(one).size > 0));
	search.keep = (row, order) => keep(row, order) && meetsAll(row);
	search.keepButTimes = keepButTimes && ((row) => keepButTimes(row) && meetsAll(row));
	search.settle = async (isThorough) => {
		const before = ignored.size;
		for (const one of isThorough ? clauses : doubted) {
			if (ignored.has(one) || !(await ignores(place, one))) continue;
			ignored.add(one);
			search.isByRows = true;
			const labels = one.conditions.map(({ label }) => label).join(', ');
			place.warn?.(
				`ServiceOps ignored the condition on ${labels}, so the node applied it to the records itself`,
			);
		}
		doubted.clear();
		return ignored.size > before;
	};
	return search;
}

/** Whether the server finds records with a value that none has. */
async function ignores(place: Place, { conditions }: Clause): Promise<boolean> {
	const impossible = conditions.flatMap(({ quals }) => quals.map(toImpossible));
	return await place.api.once(`ignores: ${JSON.stringify(impossible)}`, async () => {
		const page = await searchPage(place, any(impossible), 0, 1).catch(unlessAbandoned);
		return page.rows.length > 0;
	});
}

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
