/**
 * The forms are derived from tables, so the lint rules of n8n never see their wording. Here the finished description is
 * written down as source text and linted, and checked for what no lint rule looks at.
 */
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import packageJson from '../../package.json';
import { childProcess, nodeProcess, path, projectRoot } from '../support/node';
import { toNodeSource } from '../support/render';

interface NodeUnderTest {
	className: string;
	/** Where its source is, relative to the project's root. */
	file: string;
	description: INodeTypeDescription;
	webhookMethods?: object;
}

/** Which functions a node has for its webhooks, with the word for each that it is one. */
const namesOf = ({ webhookMethods }: INodeType): object | undefined =>
	webhookMethods &&
	Object.fromEntries(
		Object.entries(webhookMethods).map(([webhook, methods]) => [
			webhook,
			Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, typeof method])),
		]),
	);

const nodes = packageJson.n8n.nodes.map((compiled): NodeUnderTest => {
	const file = compiled.replace(/^dist\//, '').replace(/\.js$/, '.ts');
	const className = path.basename(file, '.node.ts');
	const classes = jest.requireActual<Record<string, new () => INodeType>>(
		path.join(projectRoot, file),
	);
	const nodeClass = classes[className];
	if (!nodeClass) throw new Error(`${file} has no class ${className}`);
	const node = new nodeClass();
	return { className, file, description: node.description, webhookMethods: namesOf(node) };
});

// --- Lint ---------------------------------------------------------------------------------------------------------------

interface LintMessage {
	ruleId: string | null;
	message: string;
	line: number;
}

/** Only what n8n's plugins say: how text made by a machine is laid out is nobody's concern. */
const isAboutNodes = ({ ruleId }: LintMessage) =>
	ruleId === null || /^(n8n-nodes-base|@n8n\/community-nodes)\//.test(ruleId);

const spoilt: INodeProperties = {
	displayName: 'return everything',
	name: 'wrong',
	type: 'boolean',
	default: 'no',
	description: 'If set, all comes.',
};
const configs = ['eslint.config.mjs', 'eslint.quality.config.mjs'];

/** Every node as it is, and with nothing but a parameter that is spoilt, for each configuration. */
const texts = nodes.flatMap(({ className, file, description, webhookMethods }) =>
	[false, true].flatMap((isSpoilt) => {
		const properties = isSpoilt ? [spoilt] : description.properties;
		const source = toNodeSource(className, { ...description, properties }, webhookMethods);
		return configs.map((config) => ({ className, isSpoilt, config, file, source }));
	}),
);

let messages: LintMessage[][];
beforeAll(() => {
	const { stdout, stderr } = childProcess.spawnSync(
		nodeProcess.execPath,
		[path.join(projectRoot, 'test/support/lintTexts.mjs')],
		{
			cwd: projectRoot,
			input: JSON.stringify(texts),
			encoding: 'utf8',
			maxBuffer: 64 * 1024 * 1024,
			// The plugin behaves otherwise in its own tests.
			env: { ...nodeProcess.env, NODE_ENV: 'development' },
		},
	);
	if (!stdout.startsWith('[')) throw new Error(`ESLint did not run: ${stderr}`);
	messages = JSON.parse(stdout) as LintMessage[][];
}, 120_000);

/** What the linter says of a node, with the line that it speaks of. */
function lint(className: string, config: string, isSpoilt: boolean): string[] {
	const index = texts.findIndex(
		(text) => text.className === className && text.config === config && text.isSpoilt === isSpoilt,
	);
	const lines = texts[index]?.source.split('\n') ?? [];
	const said = messages[index];
	if (!said) throw new Error(`${className} was not linted by ${config}`);
	return said
		.filter(isAboutNodes)
		.map(({ ruleId, message, line }) => `${ruleId}: ${message} [${lines[line - 1]}]`);
}

describe.each(nodes)('$className, written down', ({ className }) => {
	test.each(configs)('satisfies the node rules of %s', (config) => {
		expect(lint(className, config, false)).toEqual([]);
	});

	test.each(configs)('and would not, were it spoilt (%s)', (config) => {
		const found = lint(className, config, true);

		expect(found.map((message) => message.split(':')[0])).toEqual(
			expect.arrayContaining([
				'n8n-nodes-base/node-param-default-wrong-for-boolean',
				'n8n-nodes-base/node-param-description-boolean-without-whether',
				'n8n-nodes-base/node-param-display-name-miscased',
			]),
		);
	});
});

// --- What the linter cannot see -------------------------------------------------------------------------------------------

interface Placed {
	/** Where it is, for the message. */
	at: string;
	property: INodeProperties;
	/** The parameters beside it: what a plain name in `displayOptions` means. */
	siblings: INodeProperties[];
}

const isCollection = (option: object): option is INodePropertyCollection => 'values' in option;
const isChoice = (option: object): option is INodePropertyOptions => 'value' in option;

function walk(siblings: INodeProperties[], at: string): Placed[] {
	return siblings.flatMap((property) => {
		const here = `${at}/${property.name}`;
		const inner = (property.options ?? []).filter((option) => !isChoice(option));
		const collections = inner.filter(isCollection);
		const members = inner.filter((option): option is INodeProperties => !isCollection(option));
		return [
			{ at: here, property, siblings },
			...walk(members, here),
			...collections.flatMap(({ name, values }) => walk(values, `${here}/${name}`)),
		];
	});
}

const choicesOf = (properties: INodeProperties[]) =>
	properties.flatMap(({ options = [] }) => options.filter(isChoice).map(({ value }) => value));

function conditionFaults({ at, property, siblings }: Placed, root: INodeProperties[]): string[] {
	const { show = {}, hide = {} } = property.displayOptions ?? {};
	const all = [...Object.entries(show), ...Object.entries(hide)];
	return all.flatMap(([name, values = []]) => {
		if (name.startsWith('@')) return [];
		const scope = name.startsWith('/') ? root : siblings;
		const targets = scope.filter((other) => other.name === name.replace(/^\//, ''));
		if (targets.length === 0) return [`${at}: no parameter ${name}`];
		if (!targets.every(({ type }) => type === 'options' || type === 'multiOptions')) return [];
		const choices = choicesOf(targets);
		return values
			.filter((value) => typeof value !== 'object' && !choices.includes(value as string))
			.map((value) => `${at}: ${name} has no option ${JSON.stringify(value)}`);
	});
}

/** An operation that none of the named resources has. */
function pairFaults({ at, property }: Placed, root: INodeProperties[]): string[] {
	const { resource, operation } = property.displayOptions?.show ?? {};
	if (!resource || !operation || property.name === 'operation') return [];
	const offered = choicesOf(
		root.filter(
			({ name, displayOptions }) =>
				name === 'operation' &&
				displayOptions?.show?.resource?.some((value) => resource.includes(value)),
		),
	);
	return operation
		.filter((value) => !offered.includes(value as string))
		.map((value) => `${at}: ${JSON.stringify(resource)} cannot ${JSON.stringify(value)}`);
}

/**
 * Titles of collections, and the two selectors that every node has, speak for themselves; n8n wants no tooltip on a
 * trigger's Trigger On, whose choices describe themselves.
 */
const speaksForItself = ({ name, displayName, type }: INodeProperties) =>
	['resource', 'operation'].includes(name) ||
	displayName === 'Trigger On' ||
	['collection', 'fixedCollection', 'hidden', 'notice'].includes(type);

/** The one placeholder without "e.g." that n8n's own rule demands. */
const isPlaceholder = (text: string) => text.startsWith('e.g.') || text === 'name@email.com';

/** An AI agent has nothing but these texts to go by. Texts of several lines are free. */
function formatFaults({ at, property }: Placed): string[] {
	const { type, description = '', typeOptions, modes = [] } = property;
	if (type === 'number') return description.split(' ').length >= 3 ? [] : [at];
	if (!['string', 'json', 'resourceLocator'].includes(type) || typeOptions?.rows) return [];
	const examples = [property, ...modes.filter((mode) => mode.type === 'string')];
	const shown = type === 'resourceLocator' ? examples.slice(1) : examples.slice(0, 1);
	const isShown = ({ placeholder = '' }: { placeholder?: string }) =>
		/^(e\.g\. \S|name@email\.com)/.test(placeholder);
	if (shown.length > 0 && shown.every(isShown)) return [];
	return /such as|ISO 8601/.test(description) ? [] : [at];
}

const isSorted = (names: string[]) =>
	names.every((name, index) => index === 0 || (names[index - 1] ?? '').localeCompare(name) <= 0);

const strings = (value: unknown): string[] => {
	if (typeof value === 'string') return [value];
	return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
};

const checks: Array<[string, (placed: Placed, root: INodeProperties[]) => string[]]> = [
	['conditions name parameters and options that exist', conditionFaults],
	['conditions name operations that the resource has', pairFaults],
	[
		'parameters have a description',
		({ at, property }) => (speaksForItself(property) || property.description ? [] : [at]),
	],
	['what a model may fill in shows how it looks', formatFaults],
	[
		'placeholders are examples',
		({ at, property }) => {
			const own = property.type.endsWith('ollection') ? [] : [property.placeholder];
			const modes = property.modes ?? [];
			const typed = modes.filter(({ type }) => type !== 'list');
			const texts = [...own, ...typed.map(({ placeholder }) => placeholder)];
			return texts.flatMap((text) => (!text || isPlaceholder(text) ? [] : [`${at}: ${text}`]));
		},
	],
	[
		'collections are sorted',
		({ at, property }) => {
			if (property.type !== 'collection') return [];
			const names = (property.options ?? []).map((option) =>
				'displayName' in option ? option.displayName : option.name,
			);
			return isSorted(names) ? [] : [`${at}: ${names.join(', ')}`];
		},
	],
];

describe.each(nodes)('$className', ({ description }) => {
	const root = description.properties;
	const placed = walk(root, '');

	test.each(checks)('%s', (_, check) => {
		expect(placed.length).toBeGreaterThan(0);
		expect(placed.flatMap((one) => check(one, root))).toEqual([]);
	});

	test('has no emoji', () => {
		expect(strings(description).filter((text) => /\p{Extended_Pictographic}/u.test(text))).toEqual(
			[],
		);
	});
});

test('each check finds its fault', () => {
	const options: INodeProperties[] = [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			default: '',
			options: [{ name: 'A', value: 'a' }],
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			default: '',
			displayOptions: { show: { resource: ['a'] } },
			options: [{ name: 'Get', value: 'get' }],
		},
		{
			displayName: 'Spoilt',
			name: 'spoilt',
			type: 'string',
			default: '',
			placeholder: 'like this',
			displayOptions: { show: { resource: ['a', 'b'], operation: ['put'], absent: [true] } },
		},
		{
			displayName: 'More',
			name: 'more',
			type: 'collection',
			default: {},
			options: [
				{ displayName: 'Z', name: 'z', type: 'string', default: '' },
				{ displayName: 'Y', name: 'y', type: 'string', default: '' },
			],
		},
	];

	const found = checks.map(([, check]) =>
		walk(options, '').flatMap((placed) => check(placed, options)),
	);

	expect(found).toEqual([
		[
			'/spoilt: resource has no option "b"',
			'/spoilt: operation has no option "put"',
			'/spoilt: no parameter absent',
		],
		['/spoilt: ["a","b"] cannot "put"'],
		['/spoilt', '/more/z', '/more/y'],
		['/spoilt', '/more/z', '/more/y'],
		['/spoilt: like this'],
		['/more: Z, Y'],
	]);
});
