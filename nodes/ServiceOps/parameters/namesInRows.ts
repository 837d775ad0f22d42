import { foldText } from '../records/equalRecords';
import { toListOfNames } from '../records/names';
import type { FilteredSearch } from '../records/filteredSearch';
import { textOf } from '../values/json';
import { quote } from '../values/refuse';
import { askIfMeant } from '../values/similar';
import type { Comparison } from './conditions';
import type { RowTest } from './rowConditions';

/** What the rows that are read say about names in conditions. */
export interface NamesInRows {
	/** The same test, which notes what each row has. */
	noting: (test: RowTest) => RowTest;
	/** What to tell the user. */
	described: Pick<FilteredSearch, 'note' | 'describeUnseen'>;
}

/**
 * Where the server gives no list of names, only rows tell whether there is such a name.
 *
 * @param byName conditions whose names are compared in rows
 */
export function watchNames(byName: Comparison[]): NamesInRows {
	const watched = byName.flatMap(({ label, inRows }) =>
		inRows ? [{ label, ...inRows, seen: new Set<string>() }] : [],
	);
	return {
		noting: (test) => (row, order) => {
			for (const { read, seen } of watched) {
				for (const name of read(row).map(textOf)) if (name !== '') seen.add(name);
			}
			return test(row, order);
		},
		described: {
			note: describeByName(byName),
			describeUnseen: () => watched.flatMap(describeUnseen).join(' ') || undefined,
		},
	};
}

interface Watched {
	label: string;
	wanted: string[];
	seen: Set<string>;
}

function describeUnseen({ label, wanted, seen }: Watched): string[] {
	const names = [...seen].sort((a, b) => a.localeCompare(b));
	const known = new Set(names.map(foldText));
	const unseen = wanted.filter((name) => known.size > 0 && !known.has(foldText(name)));
	return unseen.map((name) =>
		[
			`No record that the node read has the ${label} ${quote(name)}.`,
			askIfMeant(name, names),
			`They have: ${toListOfNames(names)}.`,
		]
			.filter(Boolean)
			.join(' '),
	);
}

const describeByName = (comparisons: Comparison[]): string =>
	`ServiceOps gave no IDs for ${[...new Set(comparisons.map(({ label }) => label))].join(', ')}, so the node read the records and compared the names itself`;
