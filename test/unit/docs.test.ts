import { modules } from '../../nodes/ServiceOps/operations';
import { fs, path, projectRoot } from '../support/node';
import { operationsPage } from '../support/operationsPage';

const read = (...parts: string[]): string =>
	fs.readFileSync(path.join(projectRoot, ...parts), 'utf8');

test('docs/operations.md is up to date: run `npm run docs` if not', () => {
	expect(read('docs', 'operations.md')).toBe(operationsPage());
});

test('the README names every resource with its operations', () => {
	const readme = read('README.md');
	for (const { displayName, actions } of modules) {
		const line = readme.split('\n').find((candidate) => candidate.startsWith(`| ${displayName} `));
		expect(line).toBeDefined();
		for (const action of actions) expect(line).toContain(action.displayName);
	}
});

test.each(['README.md', 'docs/architecture.md', 'docs/limits.md', 'docs/operations.md'])(
	'links and pictures of %s lead to files that exist',
	(page) => {
		const targets = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(
			([, target]) => target ?? '',
		);
		const missing = targets
			.filter((target) => !target.startsWith('https://'))
			.filter((target) => !fs.existsSync(path.join(projectRoot, path.dirname(page), target)));
		expect(missing).toEqual([]);
	},
);
