/** Which record, and which type of record, was chosen in the form. */
import { readType, recordPicker, typePicker } from '../../../nodes/ServiceOps/parameters/record';
import { resources } from '../../../nodes/ServiceOps/resources';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { ci } from '../../../nodes/ServiceOps/resources/ci';
import { request } from '../../../nodes/ServiceOps/resources/request';

const type = (resource: typeof asset, chosen: unknown) =>
	readType(resource, { parameter: (_, fallback) => chosen ?? fallback });

test.each([
	['SoftwareAsset', 'SoftwareAsset'],
	['software', 'SoftwareAsset'],
	['non it', 'NonITAsset'],
	[undefined, 'HardwareAsset'],
])('the asset class %j is %s', (chosen, value) => {
	expect(type(asset, chosen)?.value).toBe(value);
});

test('a type that there is not is refused', () => {
	expect(() => type(asset, 'Printer')).toThrow('Asset Class: there is no "Printer"');
});

test('a single type is not asked for, and none where there are no types', () => {
	expect(type(ci, 'Printer')?.value).toBe('CI');
	expect(type(request, 'Printer')).toBeUndefined();
	expect([...typePicker(ci), ...typePicker(request)]).toEqual([]);
});

test.each(resources)('$name: the record can be picked, or given by ID or key', (resource) => {
	const { modes = [], description } = recordPicker(resource);
	expect(modes.map(({ name }) => name)).toEqual(['list', 'id', 'key']);
	expect(description).toContain(resource.keyExample);
});
