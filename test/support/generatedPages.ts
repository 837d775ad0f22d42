import { acceptedForms } from '../../nodes/ServiceOps/values/dateForms';
import { filterSections } from './filtersPage';
import { table, withPart } from './markdown';
import { fs, path, projectRoot } from './node';
import { evidenceTable, operationsPage } from './operationsPage';
import { operationsTable } from './readmeTable';

const read = (file: string): string => fs.readFileSync(path.join(projectRoot, file), 'utf8');

const datesTable = (): string =>
	table(
		['Form', 'Example'],
		acceptedForms().map(({ form, example }) => [form, `\`${example}\``]),
	).join('\n');

/** The pages that are written, or have a part that is written, by `npm run docs`: their text by their file. */
export const generatedPages = (): Record<string, string> => ({
	'README.md': withPart(read('README.md'), 'operations', operationsTable()),
	'docs/operations.md': operationsPage(),
	'docs/filters.md': withPart(read('docs/filters.md'), 'examples', filterSections()),
	'docs/dates.md': withPart(read('docs/dates.md'), 'forms', datesTable()),
	'docs/dev/evidence.md': withPart(read('docs/dev/evidence.md'), 'operations', evidenceTable()),
});
