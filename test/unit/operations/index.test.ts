/** The list of what a person can choose: how it reads, and what it says when a call is not fully documented. */
import { findAction, modules } from '../../../nodes/ServiceOps/operations';
import { resources } from '../../../nodes/ServiceOps/resources';
import { wholeRecord } from '../../../nodes/ServiceOps/resources/recordFields';
import type { Task } from '../../../nodes/ServiceOps/run/types';
import {
	NotFound,
	NotPermitted,
	OddAnswer,
	Rejected,
} from '../../../nodes/ServiceOps/transport/errors';
import { BadInput } from '../../../nodes/ServiceOps/values/badInput';
import { fakeApi } from '../../support/fakeApi';

const actions = modules.flatMap((module) =>
	module.actions.map((action) => ({ ...action, id: `${module.name} ${action.name}` })),
);

test.each(actions)('$id: n8n shows all of its description, which says what happens', (action) => {
	expect(action.description.length).toBeLessThanOrEqual(90);
	expect(action.description).toMatch(/^[A-Z]/);
	expect(action.description).not.toMatch(/documentation|inferred|assum/i);
	expect(action.action.charAt(0)).toBe(action.action.charAt(0).toUpperCase());
});

test.each(resources)('the tables of $plural name only fields that they have', (resource) => {
	const names = wholeRecord(resource).map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(resource.simplified));
	expect(names).toEqual(expect.arrayContaining(resource.countBy ?? []));
});

test('operations are found by their values only', () => {
	expect(findAction({ resource: 'request', operation: 'getAll' })?.displayName).toBe('Get Many');
	expect(findAction({ resource: 'request', operation: 'getTypes' })).toBeUndefined();
	expect(findAction({ resource: 'nothing', operation: 'get' })).toBeUndefined();
});

describe('a call that is not fully documented', () => {
	const run = async (fault: Error) => {
		const task: Partial<Task> = {
			api: fakeApi(() => fault),
			zone: 'UTC',
			raw: () => ({}),
			inRecordOrder: async (_, work) => await work(),
			parameter: (name, fallback) => (name === 'recordId' ? 65 : fallback),
		};
		const action = findAction({ resource: 'problem', operation: 'delete' });
		return await action?.run(task as Task).catch((error: unknown) => error);
	};
	const note = /About this operation: Inferred from requests and changes; not in the API/;

	test.each([
		new Rejected('No', { mayBeThePath: true }),
		new NotFound('No', { mayBeThePath: true }),
		new OddAnswer('A page', { mayBeThePath: true }),
	])('says so when the server may not have it: $constructor.name', async (fault) => {
		expect(await run(fault)).toBe(fault);
		expect(fault.description).toMatch(note);
	});

	test.each([
		new NotPermitted('No'),
		new NotFound('No such record'),
		new Rejected('Not such a value'),
		new BadInput('Wrong'),
		new OddAnswer('Lost', { possiblyDone: true }),
	])('says nothing of it where the cause is another: $constructor.name', async (fault) => {
		expect(await run(fault)).toBe(fault);
		expect(String(fault.description)).not.toMatch(note);
	});
});
