import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { modules } from '../../nodes/ServiceOps/operations';
import { possiblyDone } from '../../nodes/ServiceOps/transport/interpret';
import { findBannedPhrases } from '../support/bannedPhrases';
import { fs, path, projectRoot } from '../support/node';
import { generatedPages } from '../support/generatedPages';
import { pictures } from '../support/pictures';
import { unknownParameters } from '../support/parameters';
import { triggerEvents } from '../../nodes/ServiceOps/trigger/form';
import { readRelativeTime } from '../../nodes/ServiceOps/values/relativeTime';
import { textsOfSource } from '../support/texts';

const read = (...parts: string[]): string =>
	fs.readFileSync(path.join(projectRoot, ...parts), 'utf8');

test.each(Object.entries(generatedPages()))(
	'%s is up to date: run `npm run docs` if not',
	(file, text) => {
		expect(read(file)).toBe(text);
	},
);

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

/** What a page links to or shows, in Markdown and in HTML. */
const targetsOf = (text: string): string[] =>
	[...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
		([, link, attribute]) => link ?? attribute ?? '',
	);

function brokenLinks(page: string, text: string): string[] {
	return targetsOf(text)
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

test.each([...pages, 'SECURITY.md', 'CHANGELOG.md'])('%s links outside by https only', (page) => {
	const outside = targetsOf(read(page)).filter((target) => /^\w+:/.test(target));
	const odd = outside.filter((target) => {
		const { protocol, hostname } = new URL(target);
		return protocol !== 'https:' || !/^([a-z][a-z0-9-]*\.)+[a-z]{2,}$/.test(hostname);
	});
	expect(odd).toEqual([]);
});

test('a broken link, and one to a heading that is not there, are found', () => {
	const text = [
		'[a](nowhere.md) [b](README.md#no-such-heading) [c](README.md#credentials)',
		'<img src="icons/gone.svg"> <a href="LICENSE.md">',
	].join('\n');
	expect(brokenLinks('README.md', text)).toEqual([
		'nowhere.md',
		'README.md#no-such-heading',
		'icons/gone.svg',
	]);
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

const jsonBlocks = blocks
	.filter(({ language }) => language === 'json')
	.map(({ page, code }) => ({ page, value: JSON.parse(code) as IDataObject }));

/** The parameters of the ServiceOps nodes in a block: the block itself, or those of the nodes to paste. */
function parametersIn(value: IDataObject): INodeParameters[] {
	if ('nodes' in value) return (value as unknown as Workflow).nodes.map((node) => node.parameters);
	return 'resource' in value ? [value as INodeParameters] : [];
}

const withParameters = jsonBlocks.filter(({ value }) => parametersIn(value).length > 0);

test.each(withParameters)('JSON in $page has parameters that the node has: $value', ({ value }) => {
	expect(parametersIn(value).flatMap((one) => unknownParameters(one))).toEqual([]);
});

test('the output that the README shows has the keys of a request', () => {
	const shown = jsonBlocks.filter(({ page }) => page === 'README.md').map(({ value }) => value);
	const created = modules
		.find(({ name }) => name === 'request')
		?.actions.find(({ name }) => name === 'create');
	expect(shown.map((value) => Object.keys(value))).toEqual([
		created?.result.map(({ name }) => name),
	]);
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

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

interface Workflow {
	nodes: Array<{ name: string; type: string; parameters: INodeParameters }>;
	connections: Record<string, Record<string, Array<Array<{ node: string }> | null>>>;
	pinData?: Record<string, unknown>;
}

const examples = fs.readdirSync(path.join(projectRoot, 'examples')).map((file) => {
	const text = read('examples', file);
	return { file, text, workflow: JSON.parse(text) as Workflow };
});

test.each(examples)(
	'the example $file has a place and a picture in docs/examples.md',
	({ file }) => {
		const page = read('docs', 'examples.md');
		expect(page).toContain(`(../examples/${file})`);
		expect(page).toContain(`(images/${file.replace(/json$/, 'png')})`);
	},
);

test.each(examples)(
	'the ServiceOps nodes of $file set only parameters that exist',
	({ workflow }) => {
		const unknown = workflow.nodes.flatMap(({ type, parameters }) => {
			const [, name] = /^n8n-nodes-serviceops\.(\w+)$/.exec(type) ?? [];
			return name === undefined ? [] : unknownParameters(parameters, name);
		});
		expect(unknown).toEqual([]);
	},
);

test.each(examples)('$file names only nodes that it has', ({ text, workflow }) => {
	const names = new Set(workflow.nodes.map(({ name }) => name));
	const connected = Object.values(workflow.connections).flatMap((kinds) =>
		Object.values(kinds).flatMap((outputs) =>
			outputs.flatMap((to) => (to ?? []).map(({ node }) => node)),
		),
	);
	const inExpressions = [...text.matchAll(/\$\('([^']+)'\)/g)].map(([, name = '']) => name);
	const named = [
		...Object.keys(workflow.connections),
		...connected,
		...inExpressions,
		...Object.keys(workflow.pinData ?? {}),
	];
	expect(named.filter((name) => !names.has(name))).toEqual([]);
});

test.each(examples)(
	'the note in $file has no banned phrase, and says what to set up',
	({ workflow }) => {
		const notes = workflow.nodes
			.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')
			.map(({ parameters }) => JSON.stringify(parameters.content));
		expect(notes).toHaveLength(1);
		expect(notes.join('\n')).toMatch(/\*\*Set up\*\*: /);
		expect(notes.flatMap(findBannedPhrases)).toEqual([]);
		const [, count] = /ServiceOps credential in (\w+) nodes/.exec(notes.join()) ?? [];
		const ours = workflow.nodes.filter(({ type }) => type.startsWith('n8n-nodes-serviceops.'));
		if (count !== undefined) expect(count).toBe(NUMBERS[ours.length]);
	},
);

test('every picture is made, is there, and is shown on a page', () => {
	const there = fs.readdirSync(path.join(projectRoot, 'docs', 'images')).sort();
	const shown = pages
		.flatMap((page) => targetsOf(read(page)))
		.filter((target) => /\bimages\//.test(target))
		.map((target) => path.basename(target));
	expect(there).toEqual([...pictures].sort());
	expect(there.filter((file) => !shown.includes(file))).toEqual([]);
});

test('the relative times on docs/dates.md are read', () => {
	const [, line = ''] = /^- \*\*In filters\*\*(.+)$/m.exec(read('docs', 'dates.md')) ?? [];
	const phrases = [...line.matchAll(/`([^`]+)`/g)].map(([, phrase = '']) => phrase);
	expect(phrases.length).toBeGreaterThan(4);
	const times = phrases.map((phrase) => readRelativeTime(phrase, 'Europe/Berlin', Date.now()));
	expect(times).not.toContain(undefined);
});

test('docs/triggers.md has a row for each event', () => {
	const rows = [...read('docs', 'triggers.md').matchAll(/^\| ([^|]+) \| [^|]+ \| `request:/gm)];
	expect(rows.map(([, name = '']) => name).sort()).toEqual(triggerEvents.map(({ name }) => name));
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
