import type { INodeParameters } from 'n8n-workflow';
import { fs, path, projectRoot } from '../support/node';
import { passwordLogin, useWorld } from './world';

const page = fs.readFileSync(path.join(projectRoot, 'docs', 'filters.md'), 'utf8');
const examples = [...page.matchAll(/^### (.+)\n\n```json\n(.+)\n```/gm)].map(
	([, title = '', code = '']): [string, INodeParameters] => [
		title,
		JSON.parse(code) as INodeParameters,
	],
);

const world = useWorld();

test('docs/filters.md has ten examples', () => {
	expect(examples).toHaveLength(10);
});

test.each(examples)('%s', async (_, parameters) => {
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
