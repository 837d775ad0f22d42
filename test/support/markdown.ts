/** A text that does not end its cell of a table. */
export const cell = (text: string): string => text.replace(/(?<!\\)\|/g, '\\|');

/** A table, line by line. */
export const table = (head: string[], rows: string[][]): string[] =>
	[head, head.map(() => '---'), ...rows].map((row) =>
		row[0] === '---' ? `|${row.join('|')}|` : `| ${row.map(cell).join(' | ')} |`,
	);

const start = (name: string): string => `<!-- ${name}: written by npm run docs -->`;
const END = '<!-- end -->';

/**
 * A page with one of its parts replaced: what is between `<!-- name: written by npm run docs -->` and `<!-- end -->`.
 *
 * @throws Error when the page has no such part
 */
export function withPart(page: string, name: string, content: string): string {
	const from = page.indexOf(start(name));
	const to = page.indexOf(END, from);
	if (from < 0 || to < 0) throw new Error(`The page has no part "${name}"`);
	return `${page.slice(0, from)}${start(name)}\n\n${content}\n\n${page.slice(to)}`;
}
