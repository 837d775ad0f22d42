/** How much of a record is returned. */
import { readOutput, simplifyRow } from '../../../nodes/ServiceOps/parameters/output';
import { request } from '../../../nodes/ServiceOps/resources/request';

const row = { custom: 1, subject: 'A', id: 65, name: 'INC-65', customField: { A: 1 } };
const output = (parameters: Record<string, unknown>) =>
	readOutput({
		resource: request,
		parameter: (name, fallback) => parameters[name] ?? fallback,
	})(row);

test('the useful fields come in their order, and those that the record lacks are left out', () => {
	expect(Object.entries(simplifyRow(request, row))).toEqual([
		['id', 65],
		['name', 'INC-65'],
		['subject', 'A'],
	]);
});

test('simplified unless told otherwise, and a choice under Output wins over Simplify', () => {
	expect(output({})).toEqual(simplifyRow(request, row));
	expect(output({ simplify: false })).toBe(row);
	expect(output({ simplify: 'true', output: 'Raw' })).toBe(row);
});

test('fields can be named as in the API or as in the form; the ID is always among them', () => {
	const outputFields = 'Key, customField';
	expect(output({ output: 'selectedFields', outputFields })).toEqual({
		id: 65,
		name: 'INC-65',
		customField: { A: 1 },
	});
});

test.each([
	[{ outputFields: '' }, 'Fields is empty'],
	[{ outputFields: 'subject, nosuch' }, 'Fields: there is no "nosuch"'],
])('%j is refused', (parameters, message) => {
	expect(() => output({ output: 'selectedFields', ...parameters })).toThrow(message);
});
