/** A run of items: all are read before anything is sent, results keep their order, each item says what became of it. */
import type { IDataObject } from 'n8n-workflow';
import { runItems, type RunPlan } from '../../../nodes/ServiceOps/run/runItems';
import type { Task } from '../../../nodes/ServiceOps/run/types';
import { Incomplete, NotFound, Unreachable } from '../../../nodes/ServiceOps/transport/errors';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { BadInput } from '../../../nodes/ServiceOps/values/badInput';
import { fakeApi } from '../../support/fakeApi';
import { n8nContext, type ContextOptions } from '../../support/n8nContext';
import { delay } from '../../support/node';

const numbered = (count: number) =>
	Array.from({ length: count }, (_, number) => ({ json: { number } }));

interface Run extends Partial<ContextOptions> {
	answer?: (request: ApiRequest) => unknown;
	work?: RunPlan['work'];
	concurrency?: number;
	dryRun?: (itemIndex: number) => boolean;
	retryOnFail?: boolean;
}

const write = (number: unknown): ApiRequest => ({
	method: 'POST',
	path: ['api', 'v1', 'request'],
	body: { number } as IDataObject,
});

/** Items that write their number; odd ones are invalid where told. */
function prepare(count: number, { answer, work, concurrency = 1, dryRun, ...more }: Run = {}) {
	const sent: ApiRequest[] = [];
	const items = numbered(count);
	const { context, hints } = n8nContext({
		serve: () => ({}),
		items,
		parameters: { number: 0 },
		...more,
		node: { retryOnFail: more.retryOnFail === true },
	});
	// An expression about the item.
	context.getNodeParameter = ((name: string, index: number, fallback: unknown, raw?: object) => {
		if (name !== 'number') return fallback;
		return raw ? '={{ $itemIndex }}' : index;
	}) as typeof context.getNodeParameter;
	const api = fakeApi(answer ?? (({ body }) => body), sent);
	const plan: RunPlan = {
		apiOf: () => api,
		concurrency,
		isDryRun: (parameter) => dryRun?.(Number(parameter('number'))) ?? false,
		work:
			work ??
			(async (task) => {
				const { body } = await task.api.send(write(task.parameter('number')));
				return [body as IDataObject];
			}),
	};
	return { run: async () => await runItems(context, plan), context, sent, hints };
}

const numbersOf = (requests: ApiRequest[]) => requests.map(({ body }) => body?.number);

test('results keep the order of the input and name their item', async () => {
	const { run } = prepare(4, { concurrency: 3 });
	expect(await run()).toEqual(
		[0, 1, 2, 3].map((number) => ({ json: { number }, pairedItem: { item: number } })),
	);
});

test('an item may have several results, or none; a run none at all', async () => {
	const work: RunPlan['work'] = async (task) => {
		await task.api.send(write(0));
		const number = Number(task.parameter('number'));
		return Array.from({ length: number }, (_, row) => ({ row }));
	};
	const results = await prepare(3, { work }).run();
	expect(results.map(({ json, pairedItem }) => [json.row, pairedItem])).toEqual([
		[0, { item: 1 }],
		[0, { item: 2 }],
		[1, { item: 2 }],
	]);
	expect(await prepare(1, { work }).run()).toEqual([]);
	expect(await prepare(0, { work }).run()).toEqual([]);
});

describe('an invalid item', () => {
	const work: RunPlan['work'] = async (task) => {
		const number = Number(task.parameter('number'));
		if (number % 2 === 1) throw new BadInput(`Start: "${number}" is not a date`);
		return [(await task.api.send(write(number))).body as IDataObject];
	};

	test('stops the run before anything is sent, and the others are named', async () => {
		const { run, sent } = prepare(250, { work });
		const error: Error & { description?: string } = await run().then(
			() => new Error('It ran'),
			(thrown: Error) => thrown,
		);
		expect(error.message).toBe('Start: "1" is not a date [item 1]');
		expect(error.description).toContain('Nothing was sent.');
		expect(error.description).toContain('Start: "3" is not a date [item 3].');
		expect(error.description).toContain('"21" is not a date [item 21].');
		expect(error.description).not.toContain('[item 23]');
		expect(error.description).toContain('Further invalid items: 114.');
		expect(sent).toEqual([]);
	});

	test('stops the run also if its fault takes a while to be found', async () => {
		const slow: RunPlan['work'] = async (task) => {
			if (task.parameter('number') === 1) {
				await delay(2);
				throw new BadInput('No such file');
			}
			return [(await task.api.send(write(0))).body as IDataObject];
		};
		const { run, sent } = prepare(3, { work: slow });
		await expect(run()).rejects.toThrow('No such file [item 1]');
		expect(sent).toEqual([]);
	});

	test('is one of the results where the node continues', async () => {
		const { run, sent } = prepare(4, { work, continueOnFail: true });
		expect((await run()).map(({ json }) => json.error ?? json.number)).toEqual([
			0,
			'Start: "1" is not a date [item 1]',
			2,
			'Start: "3" is not a date [item 3]',
		]);
		expect(numbersOf(sent)).toEqual([0, 2]);
	});
});

test('an item that fails stops the run, and the error tells what became of the others', async () => {
	const { run, sent } = prepare(5, {
		answer: ({ body }) => (body?.number === 2 ? new NotFound('No request') : body),
	});
	await expect(run()).rejects.toMatchObject({
		message: 'No request [item 2]',
		description: 'Of the other items, 2 succeeded and 0 failed before the run stopped.',
	});
	expect(numbersOf(sent)).toEqual([0, 1, 2]);
});

test('after a stop no item is begun, and those that wait have sent nothing', async () => {
	const controller = new AbortController();
	const { run, sent } = prepare(5, {
		signal: controller.signal,
		answer: ({ body }) => {
			if (body?.number === 1) controller.abort();
			return body;
		},
	});
	expect((await run()).map(({ json }) => json.number)).toEqual([0, 1]);
	expect(numbersOf(sent)).toEqual([0, 1]);
});

test('what waits when a run ends does not wait for ever', async () => {
	const ended: string[] = [];
	const controller = new AbortController();
	const work: RunPlan['work'] = async (task) => {
		const number = String(task.parameter('number'));
		await task.api.send(write(number)).catch((error: Error) => ended.push(number + error.name));
		controller.abort();
		return [];
	};
	const { run, sent } = prepare(3, { work, signal: controller.signal });
	expect(await run()).toEqual([]);
	await delay(0);
	expect(numbersOf(sent)).toEqual(['0']);
	expect(ended).toEqual(['1Error', '2Error']);
});

test('a run that was stopped before its first item returns nothing', async () => {
	for (const count of [1, 2]) {
		const { run, sent } = prepare(count, { signal: AbortSignal.abort() });
		expect(await run()).toEqual([]);
		expect(sent).toEqual([]);
	}
});

test('n8n gets a chance to run while a long input is read', async () => {
	let begun = 0;
	const work: RunPlan['work'] = async (task) => {
		begun++;
		await task.api.ready();
		return [];
	};
	const { run } = prepare(250, { work, concurrency: 50 });
	let running: Promise<unknown> = Promise.resolve();
	const begunAtFirst = await new Promise((resolve) => {
		void delay(0).then(() => resolve(begun));
		running = run();
	});
	await running;
	expect([begunAtFirst, begun]).toEqual([100, 250]);
});

test('a dry run shows each write and sends none', async () => {
	const { run, sent } = prepare(2, { dryRun: (index) => index === 0 });
	const results = await run();
	expect(results[0]).toEqual({
		json: { dryRun: true, method: 'POST', path: '/api/v1/request', body: { number: 0 } },
		pairedItem: { item: 0 },
	});
	expect(results[1]?.json).toEqual({ number: 1 });
	expect(numbersOf(sent)).toEqual([1]);
});

test('what an item says and hands on comes with its results', async () => {
	const work: RunPlan['work'] = async (task) => {
		task.warn('Mind the gap');
		await task.api.send(write(0));
		const content = Buffer.from('Hi');
		const file = await task.outputFile('data', { content, contentType: 'text/plain' }, 'a.txt');
		expect(file).toEqual({ data: 'SGk=', mimeType: 'text/plain', fileName: 'a.txt', bytes: 2 });
		expect(task.zone).toBe('UTC');
		return [{ a: 1 }];
	};
	const { run, context, hints } = prepare(1, { work });
	Object.assign(context.helpers, {
		prepareBinaryData: async (data: Buffer, fileName: string, mimeType: string) =>
			await Promise.resolve({ data: data.toString('base64'), fileName, mimeType }),
	});
	const [result] = await run();
	expect(result?.binary?.data).toMatchObject({ fileName: 'a.txt' });
	expect(hints).toEqual(['Mind the gap']);
});

describe('Retry On Fail', () => {
	test('returns what an earlier try has done, and sends the rest', async () => {
		let isBroken = true;
		const { run, sent } = prepare(4, {
			retryOnFail: true,
			answer: ({ body }) => (body?.number === 2 && isBroken ? new NotFound('No request') : body),
		});
		await expect(run()).rejects.toThrow('No request [item 2]');
		isBroken = false;
		expect((await run()).map(({ json }) => json.number)).toEqual([0, 1, 2, 3]);
		expect(numbersOf(sent)).toEqual([0, 1, 2, 2, 3]);
	});

	test('counts what an earlier try has done among what succeeded, before its turn comes', async () => {
		const { run, sent } = prepare(4, {
			retryOnFail: true,
			concurrency: 4,
			answer: ({ body }) => (body?.number === 1 ? new NotFound('No request') : body),
		});
		await expect(run()).rejects.toThrow('No request [item 1]');
		expect(numbersOf(sent)).toEqual([0, 1, 2, 3]);
		await expect(run()).rejects.toMatchObject({
			description: 'Of the other items, 3 succeeded and 0 failed before the run stopped.',
		});
		expect(numbersOf(sent)).toEqual([0, 1, 2, 3, 1]);
	});

	test('does not repeat what was possibly done', async () => {
		const lost = new Unreachable('Broken off', { possiblyDone: true });
		const { run, sent } = prepare(2, {
			retryOnFail: true,
			continueOnFail: true,
			answer: ({ body }) => (body?.number === 0 ? lost : body),
		});
		for (let attempt = 0; attempt < 3; attempt++) {
			expect((await run()).map(({ json }) => json.error ?? json.number)).toEqual([
				'Broken off [item 0]',
				1,
			]);
		}
		expect(numbersOf(sent)).toEqual([0, 1]);
	});

	test('a later failure does not hide that an item was possibly done', async () => {
		const lost = new Unreachable('Broken off', { possiblyDone: true });
		let attempts = 0;
		const work: RunPlan['work'] = async (task) => {
			if (attempts++ > 0) await task.api.send({ method: 'GET', path: ['search'] });
			return [(await task.api.send(write(0))).body as IDataObject];
		};
		const { run } = prepare(1, {
			work,
			retryOnFail: true,
			answer: ({ method }) => (method === 'GET' ? new NotFound('No such path') : lost),
		});
		await expect(run()).rejects.toThrow('Broken off [item 0]');
		await expect(run()).rejects.toThrow('Broken off [item 0]');
		expect(attempts).toBe(2);
	});

	test('remembers a run in which a list was incomplete', async () => {
		const work: RunPlan['work'] = async (task) => {
			const number = task.parameter('number');
			const { body } = await task.api.send(write(number));
			if (number === 1) throw new Incomplete('Rows are missing', [{ row: 1 }]);
			return [body as IDataObject];
		};
		const { run, sent } = prepare(2, { work, retryOnFail: true, continueOnFail: true });
		for (let attempt = 0; attempt < 2; attempt++) {
			expect((await run()).map(({ json }) => json.error ?? json)).toEqual([
				{ number: 0 },
				{ row: 1 },
				'Rows are missing [item 1]',
			]);
		}
		expect(numbersOf(sent)).toEqual([0, 1]);
	});

	test('forgets a run that succeeded: the next one is another', async () => {
		const { run, sent } = prepare(2, { retryOnFail: true });
		await run();
		await run();
		expect(numbersOf(sent)).toEqual([0, 1, 0, 1]);
	});
});

test('writes to one record wait for those of earlier items, others do not', async () => {
	const begun: string[] = [];
	const work: RunPlan['work'] = async (task: Task) => {
		const number = Number(task.parameter('number'));
		return await task.inRecordOrder(number % 2 === 0 ? 'even' : 'odd', async () => {
			begun.push(`begin ${number}`);
			await task.api.send(write(number));
			begun.push(`end ${number}`);
			return [{ number }];
		});
	};
	const { run } = prepare(6, { work, concurrency: 6 });
	await run();
	expect(begun.indexOf('begin 3')).toBeLessThan(begun.indexOf('end 2'));
	for (const kind of [0, 1]) {
		const own = begun.filter((event) => Number(event.split(' ')[1]) % 2 === kind);
		expect(own).toEqual([0, 2, 4].flatMap((n) => [`begin ${n + kind}`, `end ${n + kind}`]));
	}
});
