/** The worked example of docs/dev/architecture.md, carried out: a field is one line, a module of records one file. */
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { properties as shipped } from '../../nodes/ServiceOps/operations';
import { startCannedServer, type CannedServer } from '../support/cannedServer';
import { loadPackage, NODE_TYPE, runNode } from '../support/engine';
import { isFull } from '../support/scale';
import { childProcess, fs, nodeProcess, os, path, projectRoot, util } from '../support/node';
import { apiKeyLogin, jsonOf, newRequest, record } from './world';

const read = (...parts: string[]): string => fs.readFileSync(path.join(...parts), 'utf8');

// --- What the page says -------------------------------------------------------------------------------------------------

/** Lines to find in a file, and what they become. */
interface Hunk {
	before: string[];
	after: string[];
}

/** A new file, or hunks for one that exists. */
type Block = { file: string; text: string } | { file: string; hunks: Hunk[] };

const toHunk = (lines: string[]): Hunk => ({
	before: lines.filter((line) => line.startsWith(' ')).map((line) => line.slice(1)),
	after: lines.map((line) => line.slice(1)),
});

function toBlock(language: string, code: string): Block {
	const [head = '', ...lines] = code.trimEnd().split('\n');
	const file = /^(?:\+\+\+|\/\/) (\S+\.ts)$/.exec(head)?.[1];
	if (!file) throw new Error(`The block does not begin with the name of its file: ${head}`);
	if (language === 'ts') return { file, text: `${lines.join('\n')}\n` };
	const hunks = lines.join('\n').split('\n@@\n');
	return { file, hunks: hunks.map((hunk) => toHunk(hunk.split('\n'))) };
}

/** The blocks of code under a heading of the third level. */
function blocksUnder(heading: string): Block[] {
	const page = read(projectRoot, 'docs', 'dev', 'architecture.md');
	const [, section = ''] = page.split(`\n### ${heading}\n`);
	const [own = ''] = section.split(/^##+ /m);
	return [...own.matchAll(/^```(diff|ts)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) =>
		toBlock(language, code),
	);
}

const oneField = blocksUnder('A field');
const recordModule = blocksUnder('A module of records');

const addedLines = (block: Block): string[] =>
	'text' in block
		? []
		: block.hunks.flatMap(({ before, after }) => after.filter((line) => !before.includes(line)));

function apply(root: string, block: Block): void {
	const file = path.join(root, block.file);
	if ('text' in block) {
		fs.writeFileSync(file, block.text, { flag: 'wx' });
		return;
	}
	for (const { before, after } of block.hunks) {
		const parts = `\n${read(file)}`.split(`\n${before.join('\n')}\n`);
		if (parts.length !== 2) {
			throw new Error(`${block.file} has ${parts.length - 1} times: ${before.join('\n')}`);
		}
		fs.writeFileSync(file, parts.join(`\n${after.join('\n')}\n`).slice(1));
	}
}

// --- The copy -----------------------------------------------------------------------------------------------------------

const sources = [
	'nodes',
	'credentials',
	'icons',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'index.js',
	'.prettierrc.json',
];

const execFile = util.promisify(childProcess.execFile);

/** Runs a program of node_modules in the copy. Compilers tell their errors on the standard output. */
async function runIn(root: string, program: string[], ...args: string[]): Promise<void> {
	const script = path.join(root, 'node_modules', ...program);
	await execFile(nodeProcess.execPath, [script, ...args], { cwd: root }).catch((error: unknown) => {
		throw new Error(String((error as { stdout?: string }).stdout), { cause: error });
	});
}

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'serviceops-example-'));
let server: CannedServer;

beforeAll(async () => {
	for (const source of sources) {
		fs.cpSync(path.join(projectRoot, source), path.join(root, source), { recursive: true });
	}
	fs.symlinkSync(
		fs.realpathSync(path.join(projectRoot, 'node_modules')),
		path.join(root, 'node_modules'),
	);
	for (const block of [...oneField, ...recordModule]) apply(root, block);
	// Types are checked at full size only: that takes as long as all the rest.
	await runIn(root, ['gulp', 'bin', 'gulp.js'], isFull ? 'default' : 'assemble');
	server = await startCannedServer(() => ({}));
}, 120_000);

afterAll(async () => {
	fs.rmSync(root, { recursive: true, force: true });
	await server?.close();
});

const run = async (parameters: INodeParameters): Promise<IDataObject[]> => {
	server.received = [];
	const result = await runNode({
		parameters,
		credentials: apiKeyLogin(server.url),
		packageRoot: root,
	});
	if (result.error) throw result.error;
	return jsonOf(result);
};

const labelsOf = (parameter?: INodeProperties): string[] =>
	(parameter?.options ?? []).map((option) =>
		'displayName' in option ? option.displayName : option.name,
	);

/** The labels of what a parameter of an operation offers; a dot leads into a collection. */
function offered(
	properties: INodeProperties[],
	resource: string,
	operation: string,
	name: string,
): string[] {
	const [top, ...inside] = name.split('.');
	let parameter = properties.find(
		({ name: own, displayOptions }) =>
			own === top &&
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
	for (const part of inside) {
		const members = (parameter?.options ?? []) as INodeProperties[];
		parameter = members.find((member) => member.name === part);
	}
	return labelsOf(parameter);
}

async function builtForm(): Promise<INodeProperties[]> {
	const { nodeTypes } = await loadPackage(root);
	return nodeTypes.getByNameAndVersion(NODE_TYPE).description.properties;
}

// --- What comes of it ---------------------------------------------------------------------------------------------------

test('a field is one line in one file', () => {
	expect(oneField.map(({ file }) => file)).toEqual(['nodes/ServiceOps/resources/request.ts']);
	expect(oneField.flatMap(addedLines)).toHaveLength(1);
});

test('a module of records is one file, and an import and an entry in the list', () => {
	expect(recordModule.filter((block) => 'text' in block)).toHaveLength(1);
	expect(recordModule.filter((block) => !('text' in block)).map(({ file }) => file)).toEqual([
		'nodes/ServiceOps/resources/index.ts',
	]);
	expect(recordModule.flatMap(addedLines)).toHaveLength(2);
});

test('the line stays one line, and the file as it is, when the project formats them', async () => {
	const files = [...oneField, ...recordModule].map(({ file }) => file);

	await expect(
		runIn(root, ['prettier', 'bin', 'prettier.cjs'], '--check', ...files),
	).resolves.toBeUndefined();
});

test('a block that no longer fits the sources is refused', () => {
	const stale = { file: 'package.json', hunks: [toHunk([' nothing like it', '+more'])] };

	expect(() => apply(root, stale)).toThrow('package.json has 0 times: nothing like it');
});

test.each([
	['create', 'additionalFields'],
	['update', 'updateFields'],
	['update', 'options.fieldsToClear'],
	['upsert', 'fields'],
])('the form of request %s offers the field under %s', async (operation, name) => {
	const before = offered(shipped, 'request', operation, name);
	const after = offered(await builtForm(), 'request', operation, name);

	expect(before.length).toBeGreaterThan(0);
	expect(after.filter((one) => !before.includes(one))).toEqual(['Room']);
});

test('the field reaches the server', async () => {
	server.answer = () => ({ body: { id: 7, name: 'INC-7', room: '3.14' } });

	expect(await run(newRequest('Broken screen', { room: '3.14' }))).toMatchObject([
		{ key: 'INC-7' },
	]);
	expect(server.received).toMatchObject([
		{
			method: 'POST',
			path: '/api/v1/request',
			body: { subject: 'Broken screen', requesterEmail: 'requester@example.com', room: '3.14' },
		},
	]);
});

describe('the module', () => {
	const contract = { id: 12, name: 'CON-12', subject: 'Printers', endDate: 1790000000000 };
	const list = { objectList: [contract], totalCount: 1 };
	const simplified = {
		id: 12,
		key: 'CON-12',
		subject: 'Printers',
		endDate: '2026-09-21T14:13:20.000Z',
		assigneeEmail: null,
	};

	test('is offered, with what the result of its operations looks like', async () => {
		const form = await builtForm();
		const names = (properties: INodeProperties[]) =>
			labelsOf(properties.find(({ name }) => name === 'resource'));

		expect(names(form).filter((name) => !names(shipped).includes(name))).toEqual(['Contract']);
		const schema = path.join(root, 'dist/nodes/ServiceOps/__schema__/v1.0.0/contract/get.json');
		expect(JSON.parse(read(schema))).toMatchObject({
			properties: { subject: { type: ['string', 'null'] }, endDate: { type: ['string', 'null'] } },
		});
	});

	const end = '2026-09-21T14:13:20Z';
	test.each([
		{
			name: 'Create',
			form: { operation: 'create', subject: 'Printers', additionalFields: { endDate: end } },
			answer: contract,
			sent: { method: 'POST', path: '/api/v1/contract' },
			body: { subject: 'Printers', endDate: Date.parse(end) },
			output: simplified,
		},
		{
			name: 'Get',
			form: { operation: 'get', ...record('12') },
			answer: contract,
			sent: { method: 'GET', path: '/api/v1/contract/12' },
			body: undefined,
			output: simplified,
		},
		{
			name: 'Get Many',
			form: { operation: 'getAll', returnAll: true },
			answer: list,
			sent: { method: 'POST', path: '/api/v1/contract/search/byqual' },
			body: { qualDetails: expect.objectContaining({ quals: [] }) as IDataObject },
			output: simplified,
		},
		{
			name: 'Update',
			form: { operation: 'update', ...record('12'), updateFields: { description: 'Paper too' } },
			answer: { ...contract, description: 'Paper too' },
			sent: { method: 'PATCH', path: '/api/v1/contract/12' },
			body: { description: 'Paper too' },
			output: simplified,
		},
		{
			name: 'Delete',
			form: { operation: 'delete', ...record('12') },
			answer: {},
			sent: { method: 'DELETE', path: '/api/v1/contract/12' },
			body: undefined,
			output: { deleted: true, id: 12 },
		},
	])('$name: $sent.method $sent.path', async ({ form, answer, sent, body, output }) => {
		server.answer = () => ({ body: answer });

		expect(await run({ resource: 'contract', ...form })).toEqual([output]);
		// Get Many asks again what comes behind the rows that it has.
		const calls = server.received.map((call) => ({ method: call.method, path: call.path }));
		expect(new Set(calls.map((call) => JSON.stringify(call)))).toEqual(
			new Set([JSON.stringify(sent)]),
		);
		expect(server.received[0]?.body).toEqual(body);
	});

	test('a key is searched for in the module', async () => {
		server.answer = ({ path: asked }) => ({ body: asked.endsWith('byqual') ? list : contract });

		expect(
			await run({ resource: 'contract', operation: 'get', ...record('con-12', 'key') }),
		).toMatchObject([{ key: 'CON-12' }]);
		expect(server.received[0]?.path).toBe('/api/v1/contract/search/byqual');
		expect(JSON.stringify(server.received[0]?.body)).toContain('"contract.name"');
	});
});
