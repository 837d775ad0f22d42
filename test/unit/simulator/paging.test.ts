/** Pages of a search. */
import { scaled } from '../../support/scale';
import { idsOf, NEW_REQUEST, rowsOf, useSimulator } from './client';

const world = useSimulator();
const { call, page } = world;
const MANY = scaled(100_000, 10_000);

describe('paging', () => {
	test('ten by default, in pages by record offset', async () => {
		expect(rowsOf(await page(''))).toHaveLength(10);
		const first = idsOf(await page('offset=0&size=3'));
		const second = idsOf(await page('offset=2&size=3'));
		expect(second[0]).toBe(first[2]);
		expect(idsOf(await page('offset=1000&size=3'))).toEqual([]);
		expect(idsOf(await page('size=100&sort_by=createdTime'))[0]).toBe(104);
	});

	test(`reads ${MANY} requests to the end`, async () => {
		world.simulator.seedRequests(MANY);
		let seen = 0;
		for (let offset = 0; offset < MANY; offset += 2000) {
			seen += rowsOf(await page(`offset=${offset}&size=2000&sort_by=createdTime`)).length;
		}
		expect(seen).toBe(MANY);
		expect((await call('POST', '/api/v1/request', NEW_REQUEST)).body).toMatchObject({
			id: MANY + 1,
		});
	}, 120_000);
});
