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
