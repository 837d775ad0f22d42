/** The gate at which each item waits before its first request. */
import { readInputFile } from '../../../nodes/ServiceOps/run/binaryFiles';
import { makeItemGate } from '../../../nodes/ServiceOps/run/itemGate';
import { toNodeError } from '../../../nodes/ServiceOps/run/nodeError';
import { NotFound } from '../../../nodes/ServiceOps/transport/errors';
import { BadInput } from '../../../nodes/ServiceOps/values/badInput';
import { NodeApiError, NodeOperationError, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { fakeApi } from '../../support/fakeApi';

const request = { method: 'GET' as const, path: ['a'] };

describe('a gate', () => {
	test.each([
		['send', async (api: ReturnType<typeof fakeApi>) => (await api.send(request)).body],
		[
			'once',
			async (api: ReturnType<typeof fakeApi>) =>
				await api.once('x', async () => await Promise.resolve('sent')),
		],
	])('holds %s until it opens', async (_what, use) => {
		const gate = makeItemGate();
		const api = gate.guard(fakeApi(() => 'sent'));
		let result: unknown;
		const using = use(api).then((value) => (result = value));
		await gate.arrived;
		expect(result).toBeUndefined();
		gate.open();
		await using;
		expect(result).toBe('sent');
		expect(await use(api)).toBe('sent');
	});

	test('lets an item that asks wait as well', async () => {
		const gate = makeItemGate();
		const ready = gate.guard(fakeApi()).ready();
		await gate.arrived;
		gate.open();
		await expect(ready).resolves.toBeUndefined();
	});

	test('that refuses sends nothing', async () => {
		const gate = makeItemGate();
		const sent: unknown[] = [];
		const api = gate.guard(fakeApi((one) => sent.push(one)));
		gate.refuse(new Error('Another item is invalid'));
		await expect(api.send(request)).rejects.toThrow('Another item is invalid');
		expect(sent).toEqual([]);
	});

	test('is not waited for where an item ends without a request', async () => {
		const gate = makeItemGate();
		gate.end();
		await expect(gate.arrived).resolves.toBeUndefined();
	});
});

describe('a file of the input', () => {
	const contextWith = (file: object | undefined, more: object = {}) =>
		({
			getInputData: () => [{ json: {}, binary: file && { data: file, other: {} } }],
			helpers: {
				assertBinaryData: (_item: number, field: string) => {
					if (!file || field !== 'data') throw new Error('No such file');
					return file;
				},
				getBinaryStream: async (id: string) => await Promise.resolve(`stream of ${id}`),
				getBinaryMetadata: async () => await Promise.resolve({ fileSize: 1_000 }),
				...more,
			},
		}) as unknown as IExecuteFunctions;
	const read = async (file: object | undefined, field = 'data') =>
		await readInputFile(contextWith(file), 0, 'Input File', field);

	test('in memory', async () => {
		const file = await read({ data: 'SGk=', mimeType: 'text/plain', fileName: 'hi.txt' });
		expect(file).toMatchObject({ name: 'hi.txt', contentType: 'text/plain', size: 2 });
		expect(await file.open()).toEqual(Buffer.from('Hi'));
	});

	test('on disk', async () => {
		const file = await read({ id: 'fs:1', data: 'filesystem', mimeType: 'text/plain' });
		expect(file.size).toBe(1_000);
		expect(await file.open()).toBe('stream of fs:1');
	});

	test.each([
		[{ fileExtension: 'pdf' }, 'file.pdf'],
		[{ fileExtension: '' }, 'file.pdf'],
		[{}, 'file.pdf'],
		[{ mimeType: 'application/octet-stream' }, 'file'],
	])('without a name: %j', async (more, name) => {
		expect(await read({ data: '', mimeType: 'application/pdf', ...more })).toMatchObject({ name });
	});

	test('that is not there is named, with those that are', async () => {
		const error = await read({ data: '' }, 'pdf').catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(BadInput);
		expect((error as Error).message).toBe(
			'Input File: the input has no file in the field "pdf". It has files in: data, other',
		);
		await expect(read(undefined, 'pdf')).rejects.toThrow('It has no files at all');
	});
});

describe('an error as n8n shows it', () => {
	const node = { name: 'ServiceOps', type: 'x', typeVersion: 1 } as INode;

	test('of a call, with its status', () => {
		const shown = toNodeError(
			node,
			new NotFound('ECONNREFUSED', { status: 404, description: 'D' }),
		);
		expect(shown).toBeInstanceOf(NodeApiError);
		// n8n would replace a message that looks like a network code.
		expect(shown).toMatchObject({ message: 'ECONNREFUSED', description: 'D', httpCode: '404' });
		expect(toNodeError(node, new NotFound('No')).context).toBeDefined();
		expect((toNodeError(node, new NotFound('No')) as NodeApiError).httpCode).toBeNull();
	});

	test('of the form, and one that is n8n’s already', () => {
		const shown = toNodeError(node, new BadInput('Tags'));
		expect(shown).toBeInstanceOf(NodeOperationError);
		expect(toNodeError(node, shown)).toBe(shown);
		const call = toNodeError(node, new NotFound('No'));
		expect(toNodeError(node, call)).toBe(call);
	});
});
