/** How much of a record is returned, and in what form. */
import { readOutput, simplifyRow } from '../../../nodes/ServiceOps/parameters/output';
import { resources } from '../../../nodes/ServiceOps/resources';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { conversation } from '../../../nodes/ServiceOps/resources/conversation';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { requester } from '../../../nodes/ServiceOps/resources/users';
import { modules } from '../../../nodes/ServiceOps/operations';

const row = {
	custom: 1,
	subject: 'A',
	id: 65,
	name: 'INC-65',
	createdTime: 1756304677751,
	customField: { A: 1, B: '', C: [], D: 0 },
};
const output = (parameters: Record<string, unknown>) =>
	readOutput(request, { parameter: (name, fallback) => parameters[name] ?? fallback })(row);

test('the ID, the key and the title come first, what the record lacks is null, and times are ISO 8601', () => {
	expect(Object.entries(simplifyRow(request, row))).toEqual([
		['id', 65],
		['key', 'INC-65'],
		['subject', 'A'],
		['statusName', null],
		['priorityName', null],
		['requesterEmail', null],
		['assigneeEmail', null],
		['technicianGroupName', null],
		['createdTime', '2025-08-27T14:24:37.751Z'],
		['updatedTime', null],
	]);
});

test('the key is what people see, whatever ServiceOps calls it', () => {
	expect(simplifyRow(asset, { id: 1, assetId: 'AST-1', name: 'PC', tags: [] })).toMatchObject({
		id: 1,
		key: 'AST-1',
		name: 'PC',
	});
	expect(simplifyRow(requester, { email: 'a@example.com', name: 'A' })).toMatchObject({
		key: 'a@example.com',
		name: 'A',
		email: 'a@example.com',
	});
});

test.each([
	['Wed, Jul 16, 2025 04:33 pm', '2025-07-16T16:33:00'],
	[0, null],
	['', null],
	['1756304677751', '2025-08-27T14:24:37.751Z'],
	['soon', 'soon'],
])('the time %j is output as %j', (createdTime, expected) => {
	expect(simplifyRow(conversation, { createdTime }).createdTime).toBe(expected);
});

test.each(resources)('$name: at most ten fields', (resource) => {
	const keys = Object.keys(simplifyRow(resource, {}));
	expect(keys.slice(0, 3)).toEqual(['id', 'key', resource.titleField]);
	expect(keys.length).toBeLessThanOrEqual(10);
});

test.each(resources)('$name: what the editor shows before a run is what comes', (resource) => {
	const keys = Object.keys(simplifyRow(resource, {}));
	const actions = modules.find(({ name }) => name === resource.name)?.actions ?? [];
	const writing = actions.filter(({ name }) =>
		['create', 'get', 'getAll', 'update', 'upsert'].includes(name),
	);
	expect(writing.length).toBeGreaterThan(3);
	for (const { name, result } of writing) {
		const extra = name === 'upsert' ? ['outcome', 'changedFields'] : [];
		expect(result.map((field) => field.name)).toEqual([...keys, ...extra]);
	}
});

test('simplified unless told otherwise, and a choice under Output wins over Simplify', () => {
	expect(output({})).toEqual(simplifyRow(request, row));
	expect(output({ simplify: false })).toBe(row);
	expect(output({ simplify: 'true', output: 'Raw' })).toBe(row);
});

test('fields can be named as in the API or as in the form; the ID is always among them', () => {
	const outputFields = 'Key, name, Created Time, customField';
	expect(output({ output: 'selectedFields', outputFields })).toEqual({
		id: 65,
		key: 'INC-65',
		name: 'INC-65',
		createdTime: '2025-08-27T14:24:37.751Z',
		// Empty custom fields are left out.
		customField: { A: 1, D: 0 },
	});
});

test.each([
	[{ outputFields: '' }, 'Fields is empty'],
	[{ outputFields: 'subject, nosuch' }, 'Fields: there is no "nosuch"'],
])('%j is refused', (parameters, message) => {
	expect(() => output({ output: 'selectedFields', ...parameters })).toThrow(message);
});
