/**
 * n8n is gone between a write and its answer: the server did the work, nobody heard of it, and the process that remembers what
 * it did is lost. The run after the restart says what it does itself, and Create or Update makes no second record. A copy of
 * the package stands for the process before the crash, another one for the process after it.
 */
import type { INodeParameters } from 'n8n-workflow';
import { credentialStore, runNode } from '../support/engine';
import { useCopies } from './copies';
import { apiKeyLogin, jsonOf, newRequest, record, useWorld } from './world';

const world = useWorld();
const [before, after] = useCopies('before', 'after');

const REQUEST = /\/v1\/request(\/\d+)?$/;
const subjects = ['First', 'Second', 'Third'];
const items = subjects.map((subject) => ({ json: { subject } }));

/** Runs the node in one of the processes. */
const runIn = async (packageRoot: string | undefined, parameters: INodeParameters) =>
	await runNode({
		packageRoot,
		parameters,
		items,
		credentials: credentialStore({ one: apiKeyLogin(world.simulator.url) }),
	});

/** The process ends when the server has done this write; what it would have said is lost with it. */
async function crash(method: string, parameters: INodeParameters): Promise<void> {
	const isSecond = () => world.simulator.writes({ method, path: REQUEST }).length === 1;
	world.simulator.failNext({ method, path: REQUEST, shape: 'lost', when: isSecond });
	await runIn(before, { ...parameters, options: { concurrency: 1 } });
}

const writes = (method: string) => world.simulator.writes({ method, path: REQUEST });

test('Create or Update finds what the lost process has made, and makes the rest', async () => {
	const upsert: INodeParameters = {
		resource: 'request',
		operation: 'upsert',
		matchOn: 'subject',
		matchValue: '={{ $json.subject }}',
		fields: { requesterEmail: 'requester@example.com' },
	};
	await crash('POST', upsert);
	expect(writes('POST')).toHaveLength(2);

	const result = await runIn(after, upsert);

	expect(result.error).toBeUndefined();
	expect(jsonOf(result).map(({ outcome }) => outcome)).toEqual([
		'unchanged',
		'unchanged',
		'created',
	]);
	expect(writes('POST')).toHaveLength(3);
});

test('an update is made again, to the same end', async () => {
	const update: INodeParameters = {
		resource: 'request',
		operation: 'update',
		...record('104'),
		updateFields: { subject: '={{ $json.subject }}' },
	};
	await crash('PATCH', update);
	const result = await runIn(after, update);

	expect(jsonOf(result).map(({ subject }) => subject)).toEqual(subjects);
	const got = await world.one({ resource: 'request', operation: 'get', ...record('104') });
	expect(got.subject).toBe('Third');
});

test('what the lost process has deleted is reported as not there, not as done', async () => {
	world.simulator.seedRequests(3);
	const ids: number[] = [];
	world.simulator.edit(({ tables }) => ids.push(...(tables.request?.rows.keys() ?? [])));
	const parameters: INodeParameters = {
		resource: 'request',
		operation: 'delete',
		...record(`={{ [${ids.join()}][$itemIndex] }}`),
	};
	await crash('DELETE', parameters);
	expect(writes('DELETE')).toHaveLength(2);

	const { error } = await runIn(after, parameters);

	expect(error?.message).toMatch(/does not exist\. \[item 0\]$/);
	expect(writes('DELETE')).toHaveLength(2);
});

test('a create is a new one: each run says what it has made itself', async () => {
	const create = newRequest('={{ $json.subject }}');
	await crash('POST', create);
	const { length } = writes('POST');

	const result = await runIn(after, create);

	expect(jsonOf(result).map(({ subject }) => subject)).toEqual(subjects);
	expect(writes('POST')).toHaveLength(length + subjects.length);
});
