/** What n8n's Retry On Fail must not repeat. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { recallEarlierTries } from '../../../nodes/ServiceOps/run/earlierTries';
import { Rejected, Unreachable } from '../../../nodes/ServiceOps/transport/errors';
import type { Api, ApiRequest } from '../../../nodes/ServiceOps/transport/types';

const node = { name: 'ServiceOps', retryOnFail: true };

/** The context of one try; tries of one run have the same `run`. */
const contextOf = (run: object, more: object = {}) =>
	({
		getNode: () => ({ ...node, ...more }),
		getExecuteData: () => run,
	}) as unknown as IExecuteFunctions;

const newRun = (name = node.name) => ({ node: { name } });

/** An API that answers as told and counts what reaches the server. */
function server(answer: (request: ApiRequest, calls: number) => unknown) {
	const sent: ApiRequest[] = [];
	const send: Api['send'] = async (request) => {
		sent.push(request);
		const body = await Promise.resolve(answer(request, sent.length));
		if (body instanceof Error) throw body;
		return { status: 200, body };
	};
	return { sent, api: { send } as unknown as Api };
}

const create = (subject: string): ApiRequest => ({
	method: 'POST',
	path: ['api', 'v1', 'request'],
	body: { subject },
});

test('an item that is done is not run again, in the same run only', () => {
	const run = newRun();
	const results = [{ json: { id: 1 } }];
	recallEarlierTries(contextOf(run)).keepResults(0, results);

	expect(recallEarlierTries(contextOf(run)).resultsOf(0)).toBe(results);
	expect(recallEarlierTries(contextOf(run)).resultsOf(1)).toBeUndefined();
	expect(recallEarlierTries(contextOf(newRun())).resultsOf(0)).toBeUndefined();
});

test('a write that the server took is answered from memory, one that it rejected is sent again', async () => {
	const run = newRun();
	const { sent, api } = server(({ file }, calls) =>
		file ? { refFileName: `ref-${calls}` } : new Rejected('The subject is too long'),
	);
	const upload = {
		method: 'POST',
		path: ['api', 'oprfile'],
		file: { name: 'a.txt', size: 2 },
	} as unknown as ApiRequest;
	const attempt = async () => {
		const guarded = recallEarlierTries(contextOf(run)).withoutRepeats(0, api);
		const { body } = await guarded.send(upload);
		await guarded.send(create('x')).catch(() => undefined);
		return body;
	};

	expect(await attempt()).toEqual({ refFileName: 'ref-1' });
	expect(await attempt()).toEqual({ refFileName: 'ref-1' });
	expect(sent.map(({ file }) => file?.name)).toEqual(['a.txt', undefined, undefined]);
});

test('a write that was possibly done is reported so again, and not sent', async () => {
	const run = newRun();
	const { sent, api } = server(
		() => new Unreachable('The connection broke', { possiblyDone: true }),
	);
	for (let attempt = 0; attempt < 3; attempt++) {
		const guarded = recallEarlierTries(contextOf(run)).withoutRepeats(0, api);
		await expect(guarded.send(create('x'))).rejects.toMatchObject({ possiblyDone: true });
	}
	expect(sent).toHaveLength(1);
});

test('equal writes of one item, and equal items, are told apart', async () => {
	const run = newRun();
	const { sent, api } = server((_request, calls) => ({ id: calls }));
	for (let attempt = 0; attempt < 2; attempt++) {
		const tries = recallEarlierTries(contextOf(run));
		for (const item of [0, 1]) {
			const guarded = tries.withoutRepeats(item, api);
			await guarded.send(create('x'));
			await guarded.send(create('x'));
		}
	}
	expect(sent).toHaveLength(4);
});

test('reads are never answered from memory', async () => {
	const run = newRun();
	const { sent, api } = server(() => ({}));
	for (let attempt = 0; attempt < 2; attempt++) {
		const guarded = recallEarlierTries(contextOf(run)).withoutRepeats(0, api);
		await guarded.send({ method: 'GET', path: ['api', 'v1', 'request', 1] });
	}
	expect(sent).toHaveLength(2);
});

test.each([
	['a tool of an agent, whose run it is', newRun('AI Agent'), {}],
	['a node without Retry On Fail', newRun(), { retryOnFail: false }],
])('nothing is remembered for %s', (_what, run, more) => {
	recallEarlierTries(contextOf(run, more)).keepResults(0, [{ json: {} }]);
	expect(recallEarlierTries(contextOf(run, more)).resultsOf(0)).toBeUndefined();
});

test('what will not be tried again is forgotten', () => {
	const run = newRun();
	const tries = recallEarlierTries(contextOf(run));
	tries.keepResults(0, [{ json: {} }]);
	tries.forget();
	expect(recallEarlierTries(contextOf(run)).resultsOf(0)).toBeUndefined();
});

test('writes are told apart by what they send, whatever the order in which they are sent again', async () => {
	const run = newRun();
	const { sent, api } = server(({ body, file }) => ({ of: body?.subject ?? file?.name }));
	const upload = (name: string, size?: number) =>
		({ method: 'POST', path: ['files'], file: { name, size } }) as unknown as ApiRequest;
	const requests = [create('x'), create('y'), upload('a', 1), upload('a', 2), upload('b', 1)];
	const send = async (all: ApiRequest[]) => {
		const guarded = recallEarlierTries(contextOf(run)).withoutRepeats(0, api);
		const bodies = [];
		for (const request of all) bodies.push((await guarded.send(request)).body);
		return bodies;
	};
	const first = await send(requests);

	expect(await send([...requests].reverse())).toEqual([...first].reverse());
	expect(sent).toHaveLength(requests.length);
	expect(first).toEqual([{ of: 'x' }, { of: 'y' }, { of: 'a' }, { of: 'a' }, { of: 'b' }]);
});

test('a later try may send one more of the same', async () => {
	const run = newRun();
	const { sent, api } = server((_request, calls) => ({ id: calls }));
	const send = async (count: number) => {
		const guarded = recallEarlierTries(contextOf(run)).withoutRepeats(0, api);
		const bodies = [];
		for (let index = 0; index < count; index++) bodies.push((await guarded.send(create('x'))).body);
		return bodies;
	};
	await send(2);
	expect(await send(3)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
	expect(sent).toHaveLength(3);
});

test.each([300, 404])(
	'a write that was answered %s was not done, and is sent again',
	async (status) => {
		const run = newRun();
		let calls = 0;
		const api = {
			send: async () => await Promise.resolve({ status, body: ++calls }),
		} as unknown as Api;
		for (const body of [1, 2]) {
			const guarded = recallEarlierTries(contextOf(run)).withoutRepeats(0, api);
			expect(await guarded.send(create('x'), () => true)).toEqual({ status, body });
		}
	},
);

test('only what was possibly done is in doubt', async () => {
	const run = newRun();
	const lost = new Unreachable('The connection broke', { possiblyDone: true });
	const { api } = server(({ body }) => (body?.subject === 'lost' ? lost : {}));
	const tries = recallEarlierTries(contextOf(run));
	const guarded = tries.withoutRepeats(0, api);
	const later = new Rejected('Later');
	await guarded.send(create('x'));
	expect(tries.faultOf(0, later)).toBe(later);
	await guarded.send(create('lost')).catch(() => undefined);
	expect(tries.faultOf(0, later)).toBe(lost);
	expect(tries.faultOf(1, later)).toBe(later);
	// The server answered, but not as it should: the write is remembered as done, the item as possibly done.
	const odd = new Unreachable('No record in the answer', { possiblyDone: true });
	expect(tries.faultOf(1, odd)).toBe(odd);
	expect(recallEarlierTries(contextOf(run)).faultOf(1, later)).toBe(odd);
});

test('where n8n does not tell the run, nothing is remembered', () => {
	for (const run of [undefined, {}]) {
		const context = contextOf(run as unknown as object);
		recallEarlierTries(context).keepResults(0, [{ json: {} }]);
		expect(recallEarlierTries(context).resultsOf(0)).toBeUndefined();
		const fault = new Error('x');
		expect(recallEarlierTries(context).faultOf(0, fault)).toBe(fault);
	}
});

test('a parameter has the value of the first try, for as long as its item is not done', () => {
	const run = newRun();
	let now = 0;
	const read = (name: string, fallback?: unknown) => (name === 'now' ? ++now : fallback);
	const attempt = (itemIndex: number) =>
		recallEarlierTries(contextOf(run)).withSameParameters(itemIndex, read);

	expect(attempt(0)('now')).toBe(1);
	expect(attempt(0)('now')).toBe(1);
	expect(attempt(1)('now')).toBe(2);
	expect(attempt(0)('absent', 'a')).toBe('a');
	expect(attempt(0)('absent', 'b')).toBe('b');
	recallEarlierTries(contextOf(run)).keepResults(0, []);
	expect(attempt(0)('now')).toBe(3);
	const other = recallEarlierTries(contextOf(run, { retryOnFail: false }));
	expect(other.withSameParameters(0, read)).toBe(read);
});
