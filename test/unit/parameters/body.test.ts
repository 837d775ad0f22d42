/** What is set in the form becomes the body of a request, and nothing else does. */
import { CUSTOM_FIELDS, toBody, withType } from '../../../nodes/ServiceOps/parameters/body';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { component } from '../../../nodes/ServiceOps/resources/component';
import { request } from '../../../nodes/ServiceOps/resources/request';

const conversion = { resource: request, zone: 'UTC' };
const [hardware, , software] = asset.types?.options ?? [];

const custom = (...field: object[]) => ({ [CUSTOM_FIELDS]: { field } });

test('Extra Fields go last, and custom fields of both places are kept', () => {
	const values = {
		subject: 'One',
		...custom({ name: 'A', type: 'number', value: '1' }),
		extraFields: '{ "subject": "Two", "companyName": "X", "customField": { "B": 2 } }',
	};
	expect(toBody(conversion, request.fields, values as never)).toEqual({
		subject: 'Two',
		companyName: 'X',
		customField: { A: 1, B: 2 },
	});
});

test('custom fields have the type that is chosen, by whatever name, or that of their value', () => {
	const values = custom(
		{ name: 'A', type: 'Number', value: '7' },
		{ name: 'B', value: 7 },
		{ name: 'C', value: ['x'] },
		{ name: 'D', value: '7' },
		...[[], ['', null], ' , ', null].map((value, at) => ({ name: `E${at}`, type: 'list', value })),
	);
	expect(toBody(conversion, request.fields, values as never)).toEqual({
		customField: { A: 7, B: 7, C: ['x'], D: '7' },
	});
});

test('fields that are empty are left out, whatever they are empty with', () => {
	const values = { subject: ' ', tags: '', spam: null, description: undefined, source: 'Email' };
	expect(toBody(conversion, request.fields, values as never)).toEqual({ source: 'Email' });
});

test.each([
	[{ nosuch: 1 }, 'There is no field "nosuch" here. Put fields that the form does not offer into'],
	[{ extraFields: '[1]' }, 'Extra Fields (JSON) must be a JSON object'],
	[{ extraFields: '{broken' }, 'Extra Fields (JSON) is not valid JSON'],
	[custom({ name: ' ', value: 1 }), 'Custom Fields: entry 1 has no Field Name'],
	[custom({ name: 'A', type: 'number', value: 'x' }), 'Custom field "A" must be a number'],
	[
		custom({ name: 'A', type: 'colour', value: 'x' }),
		'Type: there is no "colour". Use one of: Boolean, Clear, List, Number, Text, Time',
	],
	[
		custom({ name: 'A', type: 'text', value: 'x' }, { name: ' A ', type: 'text', value: 'y' }),
		'Custom Fields: "A" is entered twice. Remove one of the two',
	],
	[{ description: NaN }, 'Description must be text, but it is NaN'],
])('%j is refused, by name', (values, message) => {
	expect(() => toBody(conversion, request.fields, values as never)).toThrow(message);
});

test('the label of a custom field may be a number, as an expression can give it', () => {
	const values = custom({ name: 2026, type: 'number', value: '1' });
	expect(toBody(conversion, request.fields, values as never)).toEqual({ customField: { 2026: 1 } });
});

test.each(['boolean', 'list', 'number', 'text', 'time'])(
	'a custom field of the type %s that is left empty is not sent',
	(type) => {
		const values = custom({ name: 'A', type, value: ' ' }, { name: 'B', value: 'x' });
		expect(toBody(conversion, request.fields, values as never)).toEqual({
			customField: { B: 'x' },
		});
	},
);

test('a custom field is cleared when that is asked for, whatever its value', () => {
	const values = custom({ name: 'A', type: 'clear', value: 'x' });
	expect(toBody(conversion, request.fields, values as never)).toEqual({
		customField: { A: null },
	});
});

test('times in custom fields are sent as the module sends its own', () => {
	const values = custom({ name: 'A', type: 'time', value: '2026-08-31T14:30:00Z' });
	const on = { resource: asset, type: hardware, zone: 'UTC' };
	expect(toBody(conversion, [], values as never)).toEqual({
		customField: { A: Date.UTC(2026, 7, 31, 14, 30) },
	});
	expect(toBody(on, [], values as never)).toEqual({ customField: { A: '31-08-2026 14:30' } });
});

test('nothing that is entered reaches the prototype', () => {
	const body = toBody(conversion, request.fields, {
		extraFields: '{ "__proto__": { "polluted": true } }',
	});
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
});

describe('property groups', () => {
	const on = { resource: asset, type: hardware, zone: 'UTC' };

	test('go into a list, each with its type, and empty ones are left out', () => {
		const values = {
			hardwareProperty: { serialNumber: 'S-1', propertyCustomField: { field: [] } },
			computerProperty: { osName: '' },
		};
		expect(toBody(on, asset.fields, values as never)).toEqual({
			assetPropertyList: [{ type: 'HardwareProperty', serialNumber: 'S-1' }],
		});
	});

	test('have custom fields of their own', () => {
		const values = {
			hardwareProperty: { propertyCustomField: { field: [{ name: 'A', value: 'x' }] } },
		};
		expect(toBody(on, asset.fields, values as never)).toEqual({
			assetPropertyList: [{ type: 'HardwareProperty', propertyCustomField: { A: 'x' } }],
		});
	});

	test('and fields belong to some types of record only', () => {
		const soft = { ...on, type: software };
		const values = { hardwareProperty: { serialNumber: 'S-1' } };
		expect(() => toBody(soft, asset.fields, values)).toThrow(
			'Software assets have no Hardware Properties',
		);
		expect(() => toBody(on, asset.fields, { swTypeName: 'Managed' })).toThrow(
			'Hardware assets have no Software Type',
		);
	});
});

describe('the type of the record', () => {
	test('goes along, with what else tells it to the server', () => {
		const ram = component.types?.options.find(({ displayName }) => displayName === 'Memory');
		expect(withType(hardware, { name: 'A' })).toEqual({ name: 'A', type: 'HardwareAsset' });
		expect(withType(ram, { size: '8' })).toEqual({
			size: '8',
			type: 'Ram',
			componentType: 'ram_component',
		});
		expect(withType(undefined, { subject: 'A' })).toEqual({ subject: 'A' });
	});

	test('cannot be changed in Extra Fields, and does not count as something that was set', () => {
		const on = { resource: asset, type: hardware, zone: 'UTC' };
		expect(() => toBody(on, [], { extraFields: '{ "type": "SoftwareAsset" }' })).toThrow(
			'Extra Fields (JSON) must not change the type of the record',
		);
		expect(toBody(on, [], { extraFields: '{ "type": "HardwareAsset" }' })).toEqual({});
	});
});
