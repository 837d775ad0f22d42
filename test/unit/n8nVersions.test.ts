/** The versions of n8n that the tests run on are named in three places; only one of them can be right. */
import { RELEASES } from '../e2e/install';
import { fs, path, projectRoot } from '../support/node';

const read = (...parts: string[]): string =>
	fs.readFileSync(path.join(projectRoot, ...parts), 'utf8');
const tried = Object.entries(RELEASES).map(([version, { node }]) => [version, node]);

test('the README says which versions of n8n and Node were tried', () => {
	const [, table = ''] = /\n## Compatibility\n([\s\S]*?)\n## /.exec(read('README.md')) ?? [];
	const rows = [...table.matchAll(/^\| (\d+\.\d+\.\d+)[^|]* \| (\d+\.\d+\.\d+) \|/gm)];
	expect(rows.map(([, version, node]) => [version, node])).toEqual(tried);
});

test('GitHub runs the same versions, the first of them with everything', () => {
	const workflow = read('.github', 'workflows', 'e2e.yml');
	const matrix = [...workflow.matchAll(/^ +- n8n: (\S+)\n +isReference: (\S+)$/gm)];
	expect(matrix.map(([, version, isReference]) => [version, isReference])).toEqual(
		tried.map(([version], index) => [version, String(index === 0)]),
	);
});
