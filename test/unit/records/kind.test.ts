/** Which rows of a shared path are service requests, by what they and the others show. */
import type { IDataObject } from 'n8n-workflow';
import { isOfSharedPath, noteKinds } from '../../../nodes/ServiceOps/records/kind';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { serviceRequest } from '../../../nodes/ServiceOps/resources/serviceRequest';
import { textOf } from '../../../nodes/ServiceOps/values/json';
import { fakeApi } from '../../support/fakeApi';

/** The keys of the rows that count as service requests, on a server that has only these rows. */
async function servicesAmong(rows: IDataObject[]): Promise<unknown[]> {
	const api = fakeApi(({ body, query }) => {
		const text = JSON.stringify(body);
		const prefix = /"value":"([A-Z]+-)"/.exec(text)?.[1] ?? '';
		const objectList = rows.filter(({ name }) => textOf(name).startsWith(prefix));
		return { objectList: objectList.slice(0, Number(query?.size)) };
	});
	const place = { api, resource: serviceRequest };
	await noteKinds(place, rows);
	return rows.filter((row) => isOfSharedPath(place, row)).map(({ name }) => name);
}

test.each<[string, IDataObject[], string[]]>([
	['the prefixes of the factory', [{ name: 'INC-1' }, { name: 'SR-2' }], ['SR-2']],
	['another prefix than requests', [{ name: 'INC-1' }, { name: 'HW-2' }], ['HW-2']],
	[
		'prefixes by category, beside the usual ones',
		[{ name: 'INC-1' }, { name: 'SR-2' }, { name: 'HW-3' }, { name: 'NEW/IT-4' }],
		['SR-2', 'HW-3', 'NEW/IT-4'],
	],
	['requests with another prefix', [{ name: 'TKT-1' }, { name: 'SR-2' }], ['SR-2']],
	[
		'both with other prefixes, marked by a service',
		[{ name: 'TKT-1' }, { name: 'HW-2', serviceName: 'Laptop' }],
		['HW-2'],
	],
	[
		'a service that requests leave empty',
		[
			{ name: 'TKT-1', serviceName: null },
			{ name: 'TKT-3', serviceName: '' },
			{ name: 'HW-2', serviceName: 'Laptop' },
		],
		['HW-2'],
	],
	[
		'both with other prefixes, marked by their kind',
		[
			{ name: 'TKT-1', requestType: 'Incident' },
			{ name: 'HW-2', requestType: 'Service Request' },
			{ name: 'HW-3', ticketType: 'SERVICE_REQUEST' },
		],
		['HW-2', 'HW-3'],
	],
	['nothing that tells them', [{ name: 'A-1' }, { name: 'B-2' }], ['A-1', 'B-2']],
])('%s', async (_, rows, expected) => {
	expect(await servicesAmong(rows)).toEqual(expected);
});

test('a request may be either', () => {
	const api = fakeApi();
	expect(isOfSharedPath({ api, resource: request }, { name: 'SR-1' })).toBe(true);
});

describe('what a server shows', () => {
	const rowsOf = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));

	test('is asked for only where rows do not tell, once', async () => {
		const asked: string[] = [];
		const api = fakeApi(({ body }) => {
			asked.push(
				/"start_with".*?"StringValueRest","value":"([A-Z]+-)"/.exec(JSON.stringify(body))?.[1] ??
					'all',
			);
			return { objectList: [] };
		});
		const place = { api, resource: serviceRequest };
		await noteKinds({ api, resource: request }, rowsOf('TKT-1'));
		await noteKinds(place, rowsOf('INC-1', 'SR-2'));
		await noteKinds(place, rowsOf('TKT-1'));
		expect(asked).toEqual([]);
		const other = { api: { ...api, known: new Set<string>() }, resource: serviceRequest };
		const once: string[] = [];
		other.api.once = async (key, read) => {
			once.push(key);
			return await read();
		};
		await noteKinds(other, rowsOf('TKT-1'));
		expect(asked).toEqual(['SR-', 'INC-', 'all']);
		expect(once).toHaveLength(1);
	});

	test.each<[string, IDataObject[], string[]]>([
		['service requests with the usual prefix, so others are requests', [{ name: 'SR-9' }], []],
		[
			'requests with the usual prefix, so others are service requests',
			[{ name: 'INC-9' }],
			['HW-1'],
		],
		[
			'both with their usual prefixes, so others may be either',
			[{ name: 'SR-8' }, { name: 'INC-9' }],
			['HW-1'],
		],
		[
			'others that are marked, so one that is not is none',
			[{ name: 'HW-9', serviceName: 'Laptop' }],
			[],
		],
		['nothing', [], ['HW-1']],
	])('elsewhere: %s', async (_what, elsewhere, expected) => {
		const api = fakeApi(({ body }) => {
			const prefix = /"value":"([A-Z]+-)"/.exec(JSON.stringify(body))?.[1] ?? '';
			return {
				objectList: [{ name: 'TKT-5' }, ...elsewhere].filter(({ name }) =>
					textOf(name).startsWith(prefix),
				),
			};
		});
		const place = { api, resource: serviceRequest };
		const rows = rowsOf('HW-1');
		await noteKinds(place, rows);
		expect(rows.filter((row) => isOfSharedPath(place, row)).map(({ name }) => name)).toEqual(
			expected,
		);
	});

	test('does not count for a row without a key', () => {
		const place = { api: fakeApi(), resource: serviceRequest };
		expect(isOfSharedPath(place, { requestType: 'Incident' })).toBe(true);
		expect(isOfSharedPath(place, { name: 'X-1', requestType: 'Incident' })).toBe(false);
		expect(isOfSharedPath(place, { name: 'X-1', serviceName: '', serviceId: 7 })).toBe(true);
	});
});
