/** Switches go together: whatever a server combines, calls that keep to the contract are answered, never broken. */
import { READINGS, type Dialect } from '../../simulator';
import { flat, NEW_ASSET, NEW_REQUEST, useSimulator, value, type Json } from './client';
import { pairs } from '../../support/pairs';
import { sample } from '../../support/scale';

const world = useSimulator();
const { bearer, call, raw } = world;

const servers = pairs<Dialect>({
	...READINGS,
	// Other readings close paths or refuse pages, each in its own test; here everything is open.
	getById: ['present'],
	assetPath: ['flat'],
	largePages: ['cut'],
	searchCap: [0, 5],
	ignoreOffset: [false, true],
	indexLagMs: [0, 60_000],
});

test.each(sample(servers, 2))('%j', async (server) => {
	const token = await bearer();
	Object.assign(world.simulator.dialect, server);
	const send = async (method: string, url: string, body?: Json) =>
		await call(method, `/api/${url}`, body, token);
	const subject = {
		type: 'RelationalQualificationRest',
		leftOperand: { type: 'PropertyOperandRest', key: 'request.subject' },
		operator: 'equal',
		rightOperand: value('StringValueRest', 'Laptop does not start'),
	};

	const made = await send('POST', 'v1/request', { ...NEW_REQUEST, description: '<p>x</p>' });
	await send('POST', 'v1/asset', { ...NEW_ASSET, acquitionDate: '15-08-2020' });
	await send('PATCH', 'v1/request/2', { tags: ['a'], statusName: 'Pending' });
	const order = server.sortBy === 'refused' ? '' : '?sort_by=name';
	const found = await send('POST', `v1/request/search/byqual${order}`, flat(subject));
	const listed = await send('POST', 'v1/cmdb/ci/search/byqual?size=5&offset=5', flat());
	await send('POST', 'v1/request/2/conversation', { conversationType: 'note', details: 'x' });
	await send('POST', 'v1/request/2/conversation/search/byqual', {});
	await send('POST', 'request/status/search/byqual?size=2&offset=2', {});
	await send('GET', 'request/category');
	await send('GET', 'v1/request/3');
	await send('GET', 'v1/asset/1');
	const removed = await send('DELETE', 'v1/request/3');

	expect(world.simulator.refused()).toEqual([]);
	expect(world.simulator.journal.filter(({ status }) => status >= 400)).toEqual([]);
	expect([made.status, found.status, listed.status]).toEqual([server.createStatus, 200, 200]);
	expect([200, 204]).toContain(removed.status);
	expect(world.simulator.writes()).toHaveLength(5);
	expect((await raw('/openapi.json')).status).toBe(200);
});
