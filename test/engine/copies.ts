/** Copies of the package: each has a memory of its own, as a process of n8n has, so copies stand for processes. */
import { fs, os, path, projectRoot } from '../support/node';
import { clock } from './world';

/**
 * Registers hooks that make copies for the tests of a file. They live by the file's clock.
 *
 * @returns the root folders of the copies, which are there when the first test begins
 */
export function useCopies(...names: string[]): string[] {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'serviceops-copies-'));
	const roots = names.map((name) => path.join(folder, name));
	beforeAll(() => {
		for (const root of roots) {
			fs.mkdirSync(root);
			for (const part of ['package.json', 'index.js', 'dist']) {
				fs.cpSync(path.join(projectRoot, part), path.join(root, part), { recursive: true });
			}
			fs.symlinkSync(path.join(projectRoot, 'node_modules'), path.join(root, 'node_modules'));
			clock.govern(root);
		}
	});
	afterAll(() => {
		fs.rmSync(folder, { recursive: true, force: true });
	});
	return roots;
}
