/** The examples of docs/filters.md find something, and leave something out. */
import type { INodeParameters } from 'n8n-workflow';
import { filterExamples, parametersOf } from '../support/filterExamples';
import { passwordLogin, useWorld } from './world';

const world = useWorld();

test('docs/filters.md has at least ten examples', () => {
	expect(filterExamples.length).toBeGreaterThanOrEqual(10);
});

test.each(filterExamples)('$title', async (example) => {
	const parameters = parametersOf(example) as INodeParameters;
	const run = async (all: INodeParameters) =>
		await world.run(all, { credentials: passwordLogin(world.simulator.url) });
	const { items, error } = await run(parameters);
	const all = await run({ ...parameters, filters: {} });

	expect(error).toBeUndefined();
	expect(world.simulator.refused()).toEqual([]);
	// Something is found, and something is left out, or the filter would not be one.
	expect(items[0]?.length).toBeGreaterThan(0);
	expect(items[0]?.length).toBeLessThan(all.items[0]?.length ?? 0);
});
