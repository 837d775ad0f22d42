/** What an item has at hand: its parameters, the files of its input, those it returns, its place among other items. */
import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { makeItemGate } from '../../../nodes/ServiceOps/run/itemGate';
import { outputRows } from '../../../nodes/ServiceOps/run/listOutput';
import { keepRecordOrder } from '../../../nodes/ServiceOps/run/recordOrder';
import { readParameters } from '../../../nodes/ServiceOps/run/itemParameters';
import { createTask } from '../../../nodes/ServiceOps/run/task';
import { Incomplete, NotFound } from '../../../nodes/ServiceOps/transport/errors';
import type { SearchResult } from '../../../nodes/ServiceOps/transport/paging';
import { fakeApi } from '../../support/fakeApi';
import { n8nContext } from '../../support/n8nContext';

interface Options {
	parameters?: IDataObject;
	items?: INodeExecutionData[];
	type?: string;
	helpers?: object;
	itemIndex?: number;
}

/** The task of one item, which may go ahead; n8n keeps the content of files with an `id` elsewhere. */
function prepare({ parameters, items, type = 'serviceOps', helpers, itemIndex = 0 }: Options = {}) {
	const { context } = n8nContext({ serve: () => ({}), parameters, items, node: { type } });
	const said: object[] = [];
	Object.assign(context, { addExecutionHints: (hint: object) => said.push(hint) });
	Object.assign(context.helpers, {
		assertBinaryData: (index: number, field: string) => {
			const file = items?.[index]?.binary?.[field];
			if (!file) throw new Error('n8n has no such file');
			return file;
		},
		getBinaryMetadata: async (id: string) => await Promise.resolve({ fileSize: id.length }),
		getBinaryStream: async (id: string) => await Promise.resolve(`stream of ${id}`),
		...helpers,
	});
	const files: IBinaryKeyData = {};
	const gate = makeItemGate();
	gate.open();
	const order = keepRecordOrder(items?.length ?? 1);
	const own = readParameters(context)(itemIndex);
	const notices: string[] = [];
	const item = { itemIndex, parameters: own, isDryRun: false, files, notices, gate, order };
	return { task: createTask(context, fakeApi(), item), context, files, notices, said };
}

describe('parameters', () => {
	const locator = { __rl: true, mode: 'id', value: 'null' };
	const filters = {
		subject: 'null',
		status: ' Undefined ',
		impact: '',
		urgency: 0,
		tags: 'null, a',
	};

	test('are what the form holds, "null" too', () => {
		const { task } = prepare({ parameters: { id: 'null', filters, locator } });
		expect(task.parameter('id', 'other')).toBe('null');
		expect(task.parameter('filters')).toEqual(filters);
		expect(task.parameter('missing', 'other')).toBe('other');
	});

	test.each<[string, IDataObject[string], unknown]>([
		['id', 'null', 'other'],
		['id', 'INC-1', 'INC-1'],
		['filters', filters, { impact: '', urgency: 0, tags: 'null, a' }],
		['locator', locator, locator],
		['list', ['null'], ['null']],
		['missing', undefined, 'other'],
	])('of an agent: %s', (name, value, expected) => {
		const { task } = prepare({
			type: 'serviceOpsTool',
			parameters: { [name]: value },
		});
		expect(task.parameter(name, 'other')).toEqual(expected);
	});

	test('without an expression they are read once for all items, and each item gets its own copy', () => {
		const reads: string[] = [];
		const { context } = n8nContext({ serve: () => ({}) });
		const form: IDataObject = {
			subject: '={{ $json.subject }}',
			options: { concurrency: 3 },
			additionalFields: { description: '={{ $json.text }}' },
		};
		context.getNodeParameter = ((name: string, index: number, fallback: unknown, raw?: object) => {
			if (!(name in form) || raw) return form[name] ?? fallback;
			reads.push(`${name} ${index}`);
			return name === 'options' ? form.options : `of item ${index}`;
		}) as typeof context.getNodeParameter;
		const parametersOf = readParameters(context);
		const values = [0, 1].map((index) => {
			const { parameter, raw } = parametersOf(index);
			const options = parameter('options') as IDataObject;
			options.concurrency = Number(options.concurrency) + 1;
			return [parameter('subject'), options, parameter('additionalFields'), raw('subject')];
		});
		expect(values).toEqual(
			[0, 1].map((index) => [
				`of item ${index}`,
				{ concurrency: 4 },
				`of item ${index}`,
				'={{ $json.subject }}',
			]),
		);
		expect(reads.filter((read) => read.startsWith('options'))).toEqual(['options 0']);
		expect(parametersOf(0).parameter('missing', 'other')).toBe('other');
		expect(parametersOf(0).raw('missing')).toEqual({});
	});

	test('a node whose type only begins like a tool is none', () => {
		const { task } = prepare({ type: 'ToolServiceOps', parameters: { id: 'null' } });
		expect(task.parameter('id', 'other')).toBe('null');
	});
});

describe('files of the input', () => {
	const kept = { id: 'file-17', data: 'filesystem', mimeType: 'application/pdf' };
	const inline = { data: 'SGVsbG8=', mimeType: 'text/plain', fileName: ' notes.txt' };
	const noFiles = {
		noType: { id: 'x' },
		noContent: { mimeType: 'text/plain' },
		oddType: { mimeType: 1, data: 'x' },
		oddContent: { mimeType: 'text/plain', id: 1, data: 2 },
		text: 'file',
		nothing: null,
	};
	const item = {
		json: { ...noFiles, photo: { id: 'p', mimeType: 'image/png' }, memo: inline },
		binary: { data: kept },
	} as unknown as INodeExecutionData;

	test('are those in its files, and those among its values', () => {
		expect(prepare({ items: [item] }).task.inputFileFields()).toEqual(['photo', 'memo', 'data']);
		expect(prepare({ items: [{ json: {} }] }).task.inputFileFields()).toEqual([]);
		expect(prepare({ items: [{ json: {} }], itemIndex: 5 }).task.inputFileFields()).toEqual([]);
	});

	test.each<[string, unknown, object]>([
		['kept elsewhere', 'data', { name: 'file.pdf', contentType: 'application/pdf', size: 7 }],
		['a field with spaces around', ' data ', { name: 'file.pdf', size: 7 }],
		['among the values', 'memo', { name: ' notes.txt', contentType: 'text/plain', size: 5 }],
		['itself', inline, { name: ' notes.txt', contentType: 'text/plain', size: 5 }],
		[
			'no name',
			{ ...inline, fileName: undefined },
			{ name: 'file.txt', contentType: 'text/plain' },
		],
		['blank name', { ...inline, fileName: ' ' }, { name: 'file.txt', contentType: 'text/plain' }],
		[
			'blank name, extension',
			{ ...inline, fileName: ' ', fileExtension: 'log' },
			{ name: 'file.log' },
		],
		[
			'a type that the name tells',
			{ ...inline, mimeType: 'application/octet-stream', fileName: 'a.csv' },
			{ name: 'a.csv', contentType: 'text/csv' },
		],
		[
			'no type at all',
			{ ...inline, mimeType: '', fileName: 'a' },
			{ contentType: 'application/octet-stream' },
		],
	])('%s', async (_title, field, expected) => {
		const { task } = prepare({ items: [item] });
		expect(await task.inputFile('Input Field', field)).toMatchObject(expected);
	});

	describe('as an expression such as $binary.data shows them, without their content', () => {
		const first = { ...kept, id: 'f-1', fileName: 'a.pdf' };
		const second = { ...kept, fileName: 'b.pdf' };
		const items = [{ json: {}, binary: { first, second } }, { json: {} }];
		const shown = { mimeType: 'application/pdf', fileName: 'b.pdf' };
		const read = async (field: unknown, itemIndex = 0) =>
			await prepare({ items, itemIndex }).task.inputFile('Input Field', field);

		test('are found by all that is shown', async () => {
			expect(await read(shown)).toMatchObject({ name: 'b.pdf', size: 'file-17'.length });
		});

		test.each([
			['another name', { ...shown, fileName: 'c.pdf' }, 0],
			['no type', { fileName: 'b.pdf' }, 0],
			['no type that is text', { mimeType: undefined, fileName: 'b.pdf' }, 0],
			['an item without files', shown, 1],
			['no item', shown, 2],
		])('are not guessed: %s', async (_title, field, itemIndex) => {
			await expect(read(field, itemIndex)).rejects.toThrow('Input Field');
		});
	});

	test('are opened each time from their beginning', async () => {
		const { task } = prepare({ items: [item] });
		expect(await (await task.inputFile('Input Field', 'data')).open()).toBe('stream of file-17');
		const memo = await task.inputFile('Input Field', 'memo');
		for (let attempt = 0; attempt < 2; attempt++)
			expect(await memo.open()).toEqual(Buffer.from('Hello'));
	});

	test.each([
		['text', item, 'It has files in: photo, memo, data'],
		['noType', item, 'It has files in: photo, memo, data'],
		['data', { json: {} }, 'It has no files at all'],
		['nobody', undefined, 'It has no files at all'],
	])('%s is none: the error names those that there are', async (field, one, said) => {
		const { task } = prepare({ items: one ? [one] : [] });
		await expect(task.inputFile('Input Field', field)).rejects.toThrow(
			`Input Field: the input has no file in the field "${field}". ${said}`,
		);
	});

	test('are returned with the results where told; a file of the results wins', async () => {
		const { task, files } = prepare({
			items: [
				{ json: { _files: { more: kept } }, binary: { data: kept, other: inline } },
			] as INodeExecutionData[],
			helpers: {
				prepareBinaryData: async () => await Promise.resolve({ data: 'SGk=', mimeType: 'a/b' }),
			},
		});
		await task.outputFile('data', { content: Buffer.from('Hi'), contentType: 'a/b' }, 'a');
		task.includeInputFiles();
		expect(files).toEqual({
			more: kept,
			data: { data: 'SGk=', mimeType: 'a/b' },
			other: inline,
		});

		const none = prepare({ items: [{ json: {} }], itemIndex: 3 });
		none.task.includeInputFiles();
		expect(none.files).toEqual({});
	});

	test('the size of a file that is returned is what n8n says, or is measured', async () => {
		const answers = [
			{ data: 'SGk=', bytes: 99 },
			{ data: 'SGk=' },
			{ data: 'filesystem', id: 'file-1' },
		];
		const { task } = prepare({
			helpers: { prepareBinaryData: async () => await Promise.resolve({ ...answers.shift() }) },
		});
		for (const bytes of [99, 2, 6]) {
			const file = { content: Buffer.from('Hi'), contentType: 'text/plain' };
			expect(await task.outputFile('data', file, 'a.txt')).toMatchObject({ bytes });
		}
	});
});

test('a notice is shown as a warning beside the output; n8n may be too old for it', () => {
	const { task, said, context, notices } = prepare();
	task.warn('Mind the gap');
	expect(notices).toEqual([]);
	expect(said).toEqual([{ message: 'Mind the gap', type: 'warning', location: 'outputPane' }]);
	Object.assign(context, { addExecutionHints: undefined });
	expect(() => task.warn('Mind the gap')).not.toThrow();
});

describe('the rows of a list', () => {
	const toOutput = ({ id }: IDataObject) => ({ number: id });
	const rows = () => [{ id: 1 }, { id: 2 }];
	const shown = [{ number: 1 }, { number: 2 }];

	test('are converted, in place', async () => {
		const result = { rows: rows(), total: 2 } as unknown as SearchResult;
		expect(await outputRows(Promise.resolve(result), toOutput)).toBe(result);
		expect(result.rows).toEqual(shown);
	});

	test('those of an incomplete list too', async () => {
		const fault = new Incomplete('Rows are missing', rows());
		await expect(outputRows(Promise.reject(fault), toOutput)).rejects.toBe(fault);
		expect(fault.rows).toEqual(shown);
	});

	test('another fault is passed on', async () => {
		const fault = new NotFound('No such path');
		await expect(outputRows(Promise.reject(fault), toOutput)).rejects.toBe(fault);
	});
});
