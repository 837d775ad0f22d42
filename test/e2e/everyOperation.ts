/** Every operation of the node, run by a real n8n on a server as new. */
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { expect, expectEqual, show, type Checks } from './checks';
import type { CredentialReference, Execution, N8nApi } from './n8nApi';
import { print } from './processes';
import { chain, SERVICEOPS_NODE, serviceOpsNode, TRIGGER_NAME, workflowNode } from './workflows';
import { modules } from '../../nodes/ServiceOps/operations';
import type { JournalEntry, Simulator } from '../simulator';
import { existing, readingCases, writingCases } from '../support/operationCases';

const cases = { ...writingCases, ...readingCases };
const TEXT = 'Größe: 5 €';
const FILE_NAME = 'note.txt';

const requestWithFile: INodeParameters = {
	subject: 'A note is attached',
	requesterEmail: 'requester@example.com',
	additionalFields: { attachmentInputFields: 'data' },
};
const createdRecord: INodeParameters = {
	recordId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
};

interface World {
	readonly api: N8nApi;
	readonly simulator: Simulator;
	readonly credential: CredentialReference;
	readonly check: Checks['check'];
	/** Called with each execution, before the simulator forgets about it. */
	readonly keep: (execution: Execution) => void;
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The calls that change something. */
const writes = (journal: JournalEntry[]): JournalEntry[] =>
	journal.filter(
		({ method, path }) =>
			method !== 'GET' && !(method === 'POST' && path.endsWith('/search/byqual')),
	);

/** What the form gave and the record must have now. */
function given(form: INodeParameters): IDataObject {
	const fields = form.updateFields ?? form.fields;
	const named = Object.entries(form).filter(([name]) => ['name', 'subject'].includes(name));
	return { ...Object.fromEntries(named), ...(isObject(fields) ? fields : {}) };
}

/** A value as the server shows it: times in milliseconds, and of the path of a type only its end. */
function shown(name: string, value: unknown): unknown {
	if (name === 'startDate' || name === 'endDate') return new Date(value as string).getTime();
	return ['assetTypeName', 'ciTypeName'].includes(name) ? show(value).split('$').at(-1) : value;
}

function expectRecord(row: IDataObject, form: INodeParameters): void {
	expect(typeof row.id === 'number' && row.id > 0, `no id in ${show(row)}`);
	for (const [name, value] of Object.entries(given(form))) {
		expectEqual(shown(name, row[name]), shown(name, value), name);
	}
}

/** Whether the match is a record that the simulator has from the start. */
const isKnown = ({ matchOn, matchValue }: INodeParameters): boolean =>
	matchOn === 'key' || Object.values(existing).some(({ key }) => key === matchValue);

interface Expectation {
	/** The method of the call that writes, or of each that does; without it nothing must be written. */
	readonly method?: (form: INodeParameters) => unknown;
	readonly result: (row: IDataObject, form: INodeParameters, resource: string) => void;
}

/** What must come of each operation, by its name or by module and name. */
const expectations: Record<string, Expectation> = {
	create: { method: () => 'POST', result: expectRecord },
	update: { method: () => 'PATCH', result: expectRecord },
	upsert: {
		method: (form) => (isKnown(form) ? 'PATCH' : 'POST'),
		result: (row, form) => {
			expectRecord(row, form);
			expectEqual(row.outcome, isKnown(form) ? 'updated' : 'created', 'outcome');
		},
	},
	delete: {
		method: () => 'DELETE',
		result: ({ deleted }) => expectEqual(deleted, true, 'deleted'),
	},
	linkAssets: {
		method: () => 'POST',
		result: ({ linked, successIds }, { destinationNames }) => {
			const names = show(destinationNames).split(', ');
			expectEqual(linked, names, 'linked');
			expectEqual((successIds as unknown[]).length, names.length, 'successIds');
		},
	},
	get: {
		result: (row, _form, resource) => {
			const { field = '', key } = existing[resource] ?? {};
			expectRecord(row, {});
			expectEqual(row[field], key, field);
		},
	},
	getAll: { result: (row) => expectRecord(row, {}) },
	// Of the upload and the request before it.
	'attachment getAll': {
		method: () => ['POST', 'POST'],
		result: ({ realName }) => expectEqual(realName, FILE_NAME, 'realName'),
	},
	count: {
		result: ({ count }) => expect(typeof count === 'number' && count > 0, `count: ${show(count)}`),
	},
	getTypes: {
		result: (row) => {
			expectRecord(row, {});
			expect(show(row.path).endsWith(show(row.name)), `path: ${show(row.path)}`);
		},
	},
	upload: {
		method: () => 'POST',
		result: ({ refFileName, realName }, { options }) => {
			expect(/^[\w.-]+$/.test(show(refFileName)), `refFileName: ${show(refFileName)}`);
			expectEqual(realName, (options as IDataObject).fileName, 'realName');
		},
	},
	download: {
		// Of the upload before it.
		method: () => 'POST',
		result: ({ bytes }) => expectEqual(bytes, Buffer.byteLength(TEXT), 'bytes'),
	},
	check: {
		result: ({ check, result, meaning }) =>
			expect(
				[check, result, meaning].every((text) => show(text).length > 0),
				'an empty column',
			),
	},
	request: {
		method: ({ method }) => method,
		result: (row, { method }) => {
			if (method !== 'DELETE') expectRecord(row, {});
		},
	},
};

/** The nodes that an operation needs around it: files come from n8n's own nodes, and go to them. */
function workflowOf(pair: string, node: INode, credential: CredentialReference): INode[] {
	const makeFile = workflowNode('Make a file', 'n8n-nodes-base.convertToFile', 1.1, {
		operation: 'toText',
		sourceProperty: 'text',
		options: { fileName: FILE_NAME },
	});
	if (pair === 'attachment upload') return [makeFile, node];
	if (pair === 'attachment getAll') {
		const form = { ...requestWithFile, resource: 'request', operation: 'create' };
		const create = serviceOpsNode('Create', form, credential);
		return [makeFile, create, { ...node, parameters: { ...node.parameters, ...createdRecord } }];
	}
	if (pair !== 'attachment download') return [node];
	const upload = serviceOpsNode(
		'Upload',
		{ resource: 'attachment', operation: 'upload' },
		credential,
	);
	const readFile = workflowNode('Read the file', 'n8n-nodes-base.extractFromFile', 1.1, {
		operation: 'text',
		destinationKey: 'text',
	});
	return [makeFile, upload, node, readFile];
}

/** Runs one operation in one way, on a server as new. */
async function runCase(
	{ api, simulator, credential, keep }: World,
	[resource, operation]: [string, string],
	form: INodeParameters,
): Promise<void> {
	const pair = `${resource} ${operation}`;
	const expectation = expectations[pair] ?? expectations[operation];
	expect(expectation !== undefined, 'nothing says what must come of it');
	simulator.reset();
	const node = serviceOpsNode(
		'ServiceOps',
		{ resource, operation, simplify: false, ...form },
		credential,
	);
	const nodes = workflowOf(pair, node, credential);
	const { id } = await api.createWorkflow(chain(pair, nodes, [{ text: TEXT }]));

	const execution = await api.runWorkflow(id, TRIGGER_NAME);
	const written = writes(simulator.journal).map(({ method, status }) => [method, status < 300]);
	const refused = simulator.refused().map(({ method, path }) => `${method} ${path}`);
	keep(execution);
	expectEqual(execution.status, 'success', execution.error);
	expectEqual(refused, [], 'refused by the server');
	const methods = [expectation.method?.(form) ?? []].flat();
	expectEqual(
		written,
		methods.map((method) => [method, true]),
		'calls that write',
	);
	const rows = execution.items('ServiceOps').map(({ json }) => json);
	if (['check', 'getTypes'].includes(operation))
		expect(rows.length > 1, `only ${rows.length} rows`);
	else expectEqual(rows.length, 1, 'items');
	for (const row of rows) expectation.result(row, form, resource);
	if (operation === 'download') {
		expectEqual(execution.items('Read the file')[0]?.json.text, TEXT, 'text of the file');
	}
}

/** Runs all that the node can do, resource by resource, in every way of the table. */
export async function checkEveryOperation(world: World): Promise<void> {
	const { api, simulator, check } = world;
	const pairs = modules.flatMap(({ name, actions }) =>
		actions.map((action): [string, string] => [name, action.name]),
	);
	await check('n8n offers all operations, and each has a way to be run', async () => {
		const node = (await api.nodeTypes()).find(({ name }) => name === SERVICEOPS_NODE);
		const pickers = (node?.properties ?? []).filter(({ name }) => name === 'operation');
		const offered = pickers.flatMap(({ displayOptions, options = [] }) =>
			options
				.map((option) => ('value' in option ? show(option.value) : ''))
				// n8n itself adds a call of its own to every node with a credential.
				.filter((operation) => operation !== '__CUSTOM_API_CALL__')
				.map((operation) => `${show(displayOptions?.show?.resource?.[0])} ${operation}`),
		);
		const all = pairs.map((pair) => pair.join(' ')).sort();
		expectEqual(offered.sort(), all, 'offered');
		expectEqual(Object.keys(cases).sort(), all, 'in the table');
	});

	let operations = 0;
	let runs = 0;
	for (const { name, actions } of modules) {
		const title = `${name}: ${actions.map((action) => action.name).join(', ')}`;
		await check(title, async () => {
			const faults: string[] = [];
			for (const action of actions) {
				const forms = cases[`${name} ${action.name}`] ?? [];
				if (forms.length === 0) faults.push(`${action.name}: not in the table`);
				const before = faults.length;
				for (const [at, form] of forms.entries()) {
					runs += 1;
					await runCase(world, [name, action.name], form).catch((error: unknown) => {
						faults.push(`${action.name} (${at}): ${String(error)}`);
					});
				}
				if (forms.length > 0 && faults.length === before) operations += 1;
			}
			expect(faults.length === 0, faults.join('\n'));
		});
	}
	simulator.reset();
	print(`        ${operations} of ${pairs.length} operations in ${runs} runs`);
}
