/** Options, limits and pages: what is entered, and what counts where nothing is. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readLimit } from '../../../nodes/ServiceOps/parameters/limit';
import { readListOptions } from '../../../nodes/ServiceOps/parameters/listOptions';
import { readDryRun, readOptions } from '../../../nodes/ServiceOps/parameters/options';
import { request } from '../../../nodes/ServiceOps/resources/request';

const context = (options: IDataObject) =>
	({ getNodeParameter: () => options }) as unknown as IExecuteFunctions;
const task = (parameters: IDataObject) => ({
	parameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
});

test('concurrency and timeout are left to the node unless they are set, and have an upper bound', () => {
	expect(readOptions(context({}))).toEqual({ concurrency: undefined, timeoutMs: undefined });
	expect(readOptions(context({ concurrency: '4', timeout: '900000' }))).toEqual({
		concurrency: 4,
		timeoutMs: 900_000,
	});
	expect(readOptions(context({ concurrency: 1000 })).concurrency).toBe(50);
	// A longer timer would end at once.
	expect(readOptions(context({ timeout: 1e12 })).timeoutMs).toBe(2_147_483_647);
});

test.each([
	[{ concurrency: 0 }, /^Concurrency must be a whole number of at least 1/],
	[{ concurrency: 1.5 }, /^Concurrency must be/],
	[{ timeout: 'soon' }, /^Timeout must be/],
])('%j is refused, by name', (options, message) => {
	expect(() => readOptions(context(options))).toThrow(message);
});

test('a dry run is asked for', () => {
	expect(readDryRun(() => ({}))).toBe(false);
	expect(readDryRun(() => ({ dryRun: 'yes' }))).toBe(true);
	expect(() => readDryRun(() => ({ dryRun: 'perhaps' }))).toThrow('Dry Run must be');
});

test('a list ends at its limit, unless all of it is wanted', () => {
	expect(readLimit(task({}))).toBe(50);
	expect(readLimit(task({ limit: '7' }))).toBe(7);
	expect(readLimit(task({ returnAll: true, limit: 7 }))).toBe(Infinity);
	expect(() => readLimit(task({ limit: -1 }))).toThrow('Limit must be');
});

test('pages have a size, and an order where one is chosen', () => {
	const read = (options: IDataObject) => readListOptions(request, task({ options }));
	const newestFirst = { sortBy: 'createdTime', isDescending: true };
	expect(read({})).toMatchObject({ pageSize: 100, order: newestFirst });
	expect(read({ pageSize: 20, sortBy: 'updated time', sortDirection: 'asc' })).toMatchObject({
		pageSize: 20,
		order: { sortBy: 'updatedTime', isDescending: false },
	});
	expect(read({ sortBy: 'name' }).order).toMatchObject({ sortBy: 'name', isDescending: false });
	expect(() => read({ sortDirection: 'up' })).toThrow('Sort Direction: there is no "up"');
	expect(() => read({ pageSize: 0 })).toThrow('Page Size must be');
	expect(() => read({ sortBy: 'weather' })).toThrow('Sort By: there is no "weather"');
});
