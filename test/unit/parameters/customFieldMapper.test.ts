/** Custom fields from the mapper and those entered manually become one list. */
import type { IDataObject } from 'n8n-workflow';
import { withMappedFields } from '../../../nodes/ServiceOps/parameters/customFieldMapper';

const merge = (mappedFields: unknown, values: object = {}, beside: unknown = {}) =>
	withMappedFields(
		{ parameter: (name) => (name === 'mappedFields' ? mappedFields : beside) },
		values as IDataObject,
	);

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

const row = { name: 'A', type: 'text', value: 'x' };

test('what n8n maps automatically would be lost, so it is refused', () => {
	expect(() => merge({ mappingMode: 'autoMapInputData', value: null })).toThrow(
		'Custom Fields From Form cannot be mapped automatically',
	);
});

test.each([
	['as the form gives them', { field: [row] }, [row]],
	['a single row', { field: row }, [row]],
	['a list', [row], [row]],
	['labels with values', { A: 'x', field: 'y' }, [{ ...row, name: 'field', value: 'y' }, row]],
	['JSON of a list', JSON.stringify([row]), [row]],
	['JSON of labels', '{ "A": "x" }', [row]],
	['nothing', '', undefined],
	['an empty list', [], undefined],
])('custom fields beside the collection: %s', (_, given, field) => {
	expect(merge({}, {}, given)).toEqual(field ? { customFields: { field } } : {});
});

test.each([['text'], [42], [['A']], [true]])('%j is refused as custom fields', (given) => {
	expect(() => merge({}, {}, given)).toThrow(/^Custom Fields /);
});
