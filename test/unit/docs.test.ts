import type { INodeParameters } from 'n8n-workflow';
import { modules } from '../../nodes/ServiceOps/operations';
import { possiblyDone } from '../../nodes/ServiceOps/transport/interpret';
import { fs, path, projectRoot } from '../support/node';
import { operationsPage } from '../support/operationsPage';
import { unknownParameters } from '../support/parameters';
import { textsOfSource } from '../support/texts';

const read = (...parts: string[]): string =>
	fs.readFileSync(path.join(projectRoot, ...parts), 'utf8');

test('docs/operations.md is up to date: run `npm run docs` if not', () => {
	expect(read('docs', 'operations.md')).toBe(operationsPage());
});

test('the README names every resource with its operations', () => {
	const readme = read('README.md');
	const rows = [...readme.matchAll(/^\| ([^|(]+?)(?: \([^|]*\))? \| ([^|]+) \|$/gm)];
	const named = Object.fromEntries(
		rows.map(([, name = '', list = '']) => [name, list.split(', ')]),
	);
	for (const { displayName, actions } of modules) {
		const operations = actions.map((action) => action.displayName);
		expect(named).toHaveProperty([displayName], operations.sort());
	}
});

const pages = [
	'README.md',
	'CONTRIBUTING.md',
	...fs
		.readdirSync(path.join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

/** The names that GitHub gives to headings of one page. */
let slugsOf: (headings: string[]) => string[];
beforeAll(async () => {
	// An ES module, which TypeScript lets CommonJS import only like this.
	const { default: GithubSlugger } = await import('github-slugger');
	slugsOf = (headings) => {
		const slugger = new GithubSlugger();
		return headings.map((heading) => slugger.slug(heading));
	};
});

const anchorsOf = (page: string): string[] =>
	slugsOf(
		[...page.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(
			([, heading = '']) => heading,
		),
	);

function brokenLinks(page: string, text: string): string[] {
	return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target = '']) => target)
		.filter((target) => !target.startsWith('https://'))
		.filter((target) => {
			const [file = '', anchor] = target.split('#');
			const full = file === '' ? page : path.join(path.dirname(page), file);
			if (!fs.existsSync(path.join(projectRoot, full))) return true;
			return anchor !== undefined && !anchorsOf(read(full)).includes(anchor);
		});
}

test.each(pages)('links, anchors and pictures of %s lead somewhere', (page) => {
	expect(brokenLinks(page, read(page))).toEqual([]);
});

test('a broken link, and one to a heading that is not there, are found', () => {
	const text = '[a](nowhere.md) [b](README.md#no-such-heading) [c](README.md#credentials)';
	expect(brokenLinks('README.md', text)).toEqual(['nowhere.md', 'README.md#no-such-heading']);
});

interface CodeBlock {
	page: string;
	language: string;
	code: string;
}

const blocks: CodeBlock[] = pages.flatMap((page) =>
	[...read(page).matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language = '', code = '']) => ({
		page,
		language,
		code,
	})),
);

const jsonBlocks = blocks.filter(({ language }) => language === 'json');

test.each(jsonBlocks)('JSON in $page holds parameters that the node has: $code', ({ code }) => {
	expect(unknownParameters(JSON.parse(code) as INodeParameters)).toEqual([]);
});

test('an unknown parameter is found, also deep inside', () => {
	expect(
		unknownParameters({ resource: 'request', operation: 'getAll', filters: { nonsense: 1 }, x: 1 }),
	).toEqual(['filters.nonsense', 'x']);
});

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

test.each(pages)('npm commands named in %s exist', (page) => {
	const named = [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
	expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

const examples = fs.readdirSync(path.join(projectRoot, 'examples'));

test.each(examples)('the example %s has a place in docs/examples.md', (file) => {
	expect(read('docs', 'examples.md')).toContain(`(../examples/${file})`);
});

test.each(examples)('the ServiceOps nodes of %s set only parameters that exist', (file) => {
	const { nodes } = JSON.parse(read('examples', file)) as {
		nodes: Array<{ type: string; parameters: INodeParameters }>;
	};
	const ours = nodes.filter(({ type }) => type === 'n8n-nodes-serviceops.serviceOps');
	expect(ours.flatMap(({ parameters }) => unknownParameters(parameters))).toEqual([]);
});

test('docs/errors.md has every message about responses and connections', () => {
	const page = read('docs', 'errors.md');
	const statusMessages = [
		...read('nodes/ServiceOps/transport/statusMeanings.ts').matchAll(
			/message:\s*(?:'([^']+)'|"([^"]+)")/g,
		),
	].map(([, single, double]) => single ?? double ?? '');
	const faults = 'credentials/connectionFaults.ts';
	const faultMessages = textsOfSource(read(faults), faults)
		.filter(({ isComment, text }) => !isComment && !text.includes('…'))
		.map(({ text }) => text);

	expect(statusMessages.length).toBeGreaterThan(12);
	expect(faultMessages.length).toBeGreaterThan(14);
	const messages = [...statusMessages, ...faultMessages, possiblyDone];
	expect(messages.filter((message) => !page.includes(message))).toEqual([]);
});

/** Files of this project that a page names, such as `transport/errors.ts`; a name may leave out the folder of the nodes. */
function missingFiles(text: string): string[] {
	const named = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.(?:ts|mjs|cjs|js|json|md))`/g)]
		.map(([, file = '']) => file)
		.filter((file) => !file.startsWith('dist/'));
	const roots = ['', 'nodes/ServiceOps'];
	return named.filter(
		(file) => !roots.some((root) => fs.existsSync(path.join(projectRoot, root, file))),
	);
}

const devPages = pages.filter((page) => /^(CONTRIBUTING\.md|docs\/dev\/)/.test(page));

/** The worked example adds this file. */
const MADE_UP = ['resources/contract.ts', 'nodes/ServiceOps/resources/contract.ts'];

test.each(devPages)('the files that %s names exist', (page) => {
	expect(missingFiles(read(page)).filter((file) => !MADE_UP.includes(file))).toEqual([]);
});

test('a file that is gone is found, with and without the folder of the nodes', () => {
	const text = [
		'`transport/errors.ts` `transport/gone.ts` `nodes/ServiceOps/run/types.ts`',
		'`nodes/gone.ts` `test/unit/docs.test.ts` `docs/dev/gone.md`',
	].join('\n');
	expect(missingFiles(text)).toEqual(['transport/gone.ts', 'nodes/gone.ts', 'docs/dev/gone.md']);
});
