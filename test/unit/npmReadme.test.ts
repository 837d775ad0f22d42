import { addressesOf, rewriteReadme, withAbsoluteLinks } from '../support/npmReadme';
import { fs, os, path, projectRoot } from '../support/node';

const GITHUB = { type: 'git', url: 'git+https://github.com/someone/n8n-nodes-serviceops.git' };
const addresses = {
	blob: 'https://github.com/someone/n8n-nodes-serviceops/blob/1.2.0/',
	raw: 'https://raw.githubusercontent.com/someone/n8n-nodes-serviceops/1.2.0/',
};

test.each([
	GITHUB,
	{ url: 'https://github.com/someone/n8n-nodes-serviceops' },
	{ url: 'git@github.com:someone/n8n-nodes-serviceops.git' },
	'github:someone/n8n-nodes-serviceops',
])('the addresses of a version come from the repository %j', (repository) => {
	expect(addressesOf({ version: '1.2.0', repository })).toEqual(addresses);
});

test.each([undefined, '', {}, { url: 'https://gitlab.com/someone/project.git' }])(
	'the repository %j stops a release',
	(repository) => {
		expect(() => addressesOf({ version: '1.2.0', repository })).toThrow('releasing.md');
	},
);

test('links and pictures become absolute, others stay', () => {
	const page = [
		'[a](docs/limits.md#assets) ![b](docs/images/b.png) [![c](docs/images/c.gif)](examples/c.json)',
		'[d](https://n8n.io/) [e](#credentials) [f](mailto:someone@example.com)',
		'<img src="icons/serviceOps.svg"> <a href="LICENSE.md"><img src="https://img.shields.io/x"></a>',
	].join('\n');
	expect(withAbsoluteLinks(page, addresses)).toBe(
		[
			`[a](${addresses.blob}docs/limits.md#assets) ![b](${addresses.raw}docs/images/b.png) [![c](${addresses.raw}docs/images/c.gif)](${addresses.blob}examples/c.json)`,
			'[d](https://n8n.io/) [e](#credentials) [f](mailto:someone@example.com)',
			`<img src="${addresses.raw}icons/serviceOps.svg"> <a href="${addresses.blob}LICENSE.md"><img src="https://img.shields.io/x"></a>`,
		].join('\n'),
	);
});

test('the README of a package with a repository has no relative link left', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'npm-readme-'));
	fs.copyFileSync(path.join(projectRoot, 'README.md'), path.join(folder, 'README.md'));
	fs.writeFileSync(
		path.join(folder, 'package.json'),
		JSON.stringify({ version: '1.2.0', repository: GITHUB }),
	);
	rewriteReadme(folder);
	const readme = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
	fs.rmSync(folder, { recursive: true });
	const targets = [...readme.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
		([, link, attribute]) => link ?? attribute ?? '',
	);
	expect(targets.length).toBeGreaterThan(40);
	expect(targets.filter((target) => !/^(?:https:\/\/|#)/.test(target))).toEqual([]);
});
