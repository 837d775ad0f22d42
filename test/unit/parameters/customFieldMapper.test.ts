/** Custom fields from the mapper and those entered manually become one list. */
import type { IDataObject } from 'n8n-workflow';
import { withMappedFields } from '../../../nodes/ServiceOps/parameters/customFieldMapper';
import { problem } from '../../../nodes/ServiceOps/resources/problem';
import { request } from '../../../nodes/ServiceOps/resources/request';

const merge = (mappedFields: unknown, values: object = {}, resource = request) =>
	withMappedFields({ resource, parameter: () => mappedFields }, values as IDataObject);

const mapper = (value: object, schema: object[] = []) => ({
	mappingMode: 'defineBelow',
	value,
	schema,
});
const manual = { customFields: { field: [{ name: 'Manual', type: 'text', value: 'x' }] } };

test('types come from the schema, and from the value where there is none', () => {
	const schema = [
		{ id: 'When', type: 'dateTime' },
		{ id: 'Choice', type: 'options' },
	];
	const value = { When: '2026-08-31', Choice: 'A', Count: 3, Yes: false, Many: ['a'] };
	expect(merge(mapper(value, schema))).toEqual({
		customFields: {
			field: [
				{ name: 'When', type: 'time', value: '2026-08-31' },
				{ name: 'Choice', type: 'text', value: 'A' },
				{ name: 'Count', type: 'number', value: 3 },
				{ name: 'Yes', type: 'boolean', value: false },
				{ name: 'Many', type: 'list', value: ['a'] },
			],
		},
	});
});

test('an expression or an agent gives the values alone', () => {
	expect(merge('{ "A": "x" }', manual)).toEqual({
		customFields: {
			field: [...manual.customFields.field, { name: 'A', type: 'text', value: 'x' }],
		},
	});
});

test('empty values are not sent', () => {
	expect(merge(mapper({ A: '', B: null, C: [] }), manual)).toEqual(manual);
});

test('a field that is entered both ways is refused', () => {
	expect(() => merge(mapper({ ' Manual ': 'y' }), manual)).toThrow(
		'The custom field "Manual" is entered twice: under Custom Fields and under Custom Fields From Form',
	);
});

test('modules without a form have no mapper', () => {
	expect(merge(mapper({ A: 'x' }), manual, problem)).toEqual(manual);
});
