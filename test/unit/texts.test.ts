/** The node's texts, the comments in shipped code and the documentation read like American English. */
import packageJson from '../../package.json';
import { bannedPhrases, findBannedPhrases } from '../support/bannedPhrases';
import { fs, path, projectRoot } from '../support/node';
import { SILENCES_RULES } from '../support/silencedRules';
import { textsOfDescription, textsOfPage, textsOfSource, type FoundText } from '../support/texts';

const read = (file: string): string => fs.readFileSync(path.join(projectRoot, file), 'utf8');

const filesIn = (folder: string, ending: string): string[] =>
	fs
		.readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => `${folder}/${file}`);

const faultsIn = (texts: FoundText[]): string[] =>
	texts.flatMap(({ at, text }) => findBannedPhrases(text).map((fault) => `${at}: ${fault}`));

const { nodes, credentials } = packageJson.n8n;

/** The finished description of a node, or a credential with its properties. */
function descriptionOf(compiled: string): unknown {
	const file = compiled.replace(/^dist\//, '').replace(/\.js$/, '.ts');
	const [className = ''] = path.basename(file).split('.');
	const classes = jest.requireActual<Record<string, new () => { description?: object }>>(
		path.join(projectRoot, file),
	);
	const made = new (classes[className] ?? fail(`${file} has no class ${className}`))();
	return made.description ?? made;
}

function fail(message: string): never {
	throw new Error(message);
}

test.each([...nodes, ...credentials])('the form of %s has no banned phrase', (compiled) => {
	const texts = textsOfDescription(descriptionOf(compiled), path.basename(compiled));

	expect(texts.length).toBeGreaterThan(2);
	expect(faultsIn(texts)).toEqual([]);
});

const sources = [...filesIn('nodes', '.ts'), ...filesIn('credentials', '.ts')];

test('shipped code turns off no rule', () => {
	expect(sources.filter((file) => SILENCES_RULES.test(read(file)))).toEqual([]);
});

test('messages and comments of shipped code have no banned phrase', () => {
	const texts = sources.flatMap((file) => textsOfSource(read(file), file));

	expect(texts.length).toBeGreaterThan(1_000);
	expect(faultsIn(texts)).toEqual([]);
});

const pages = [
	...fs.readdirSync(projectRoot).filter((file) => file.endsWith('.md')),
	...filesIn('docs', '.md'),
];

test.each(pages)('%s has no banned phrase', (page) => {
	const texts = textsOfPage(read(page), page);

	expect(texts.length).toBeGreaterThan(1);
	expect(faultsIn(texts)).toEqual([]);
});

// --- The checker itself ---------------------------------------------------------------------------------------------------

const planted: Array<[string, string]> = [
	['ServiceOps allows no more requests for now', 'allows no more requests'],
	['The answer is cut off or is no JSON', 'cut off or'],
	['A read is turned away too', 'turned away'],
	['The token of just now was refused', 'token of just now'],
	['The certificate is made out to another name than the host', 'made out to'],
	['Each kind counts its IDs on its own', 'counts its IDs'],
	['Names must be spelt as in ServiceOps', 'spelt'],
	['A change of behaviour', 'behaviour'],
	['A laptop and a licence', 'licence'],
	['That is no JSON', 'is no'],
	['ServiceOps does not give this list to the login of the credential', 'login of the credential'],
	['1 item failed. Tell of others', 'Tell of others'],
	['Servers that had no way out', 'had no way out'],
	['Take one of the requests out of ServiceOps', 'Take one of the'],
	['Fields that are to be empty afterwards', 'are to be empty'],
	['A phrase that goes\n\ton: the licence of the\nserver counts\nits IDs', 'counts its IDs'],
];

test.each(planted)('in "%s" the phrase is found', (text, phrase) => {
	expect(findBannedPhrases(text).join('\n')).toContain(`"${phrase}", better: `);
});

test('plain English passes', () => {
	const texts = [
		'There is no field "x" here',
		'The file is no longer there',
		'The API spells it osLicenceKey',
		'The request may have been processed. Check ServiceOps before you run this item again',
	];
	expect(texts.flatMap(findBannedPhrases)).toEqual([]);
});

test('every entry says what to write instead', () => {
	expect(bannedPhrases.filter(({ instead }) => instead === '')).toEqual([]);
});

test('planted phrases are found in messages, templates and comments, with their lines', () => {
	const source = [
		'/** A token',
		' *  that was spelt. */',
		'const a = `The answer of ${b} is no JSON: ${c}`;',
		'const d = {',
		"	e: 'It is turned away now',",
		'	// Nobody knows, whilst',
		'	// it counts its IDs.',
		'};',
	].join('\n');

	expect(faultsIn(textsOfSource(source, 'x.ts')).map((fault) => fault.split(',')[0])).toEqual([
		'x.ts:1: "spelt"',
		'x.ts:3: "is no"',
		'x.ts:5: "turned away"',
		'x.ts:6: "whilst"',
		'x.ts:6: "counts its IDs"',
	]);
});

test('planted phrases are found in every part of a form', () => {
	const phrase = 'spelt so';
	const form = {
		displayName: phrase,
		name: 'a',
		description: phrase,
		placeholder: phrase,
		hint: phrase,
		typeOptions: { multipleValueButtonText: phrase },
		options: [{ name: phrase, value: 'spelt', description: phrase }],
	};

	expect(faultsIn(textsOfDescription(form, ''))).toHaveLength(7);
});

test('planted phrases are found in pages, but not in their code', () => {
	const page =
		'# A page\n\nSpelt out: `licence`\n\n```json\n"licence"\n```\n\n| A | turned\naway |\n';

	expect(faultsIn(textsOfPage(page, 'x.md')).map((fault) => fault.split(',')[0])).toEqual([
		'x.md:3: "Spelt"',
		'x.md:9: "turned away"',
	]);
});
