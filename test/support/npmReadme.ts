/**
 * The README as npm shows it: on npm, relative links and pictures are dead.
 *
 *   tsx test/support/npmReadme.ts
 *
 * rewrites README.md in the working copy, which is what `npm publish` packs. It runs in the workflow *Publish* only.
 */
import { fs, path, projectRoot } from './node';

interface Manifest {
	version: string;
	repository?: string | { url?: string };
}

/**
 * Where the files of a version are on GitHub, for links and for pictures.
 *
 * @throws Error when `repository` is missing in package.json, or is not on GitHub: only the owner knows it
 */
export function addressesOf({ version, repository }: Manifest): { blob: string; raw: string } {
	const url = typeof repository === 'string' ? repository : (repository?.url ?? '');
	const [, name] = /github(?:\.com[/:]|:)([\w-]+\/[\w.-]+?)(?:\.git)?$/.exec(url) ?? [];
	if (name === undefined) {
		throw new Error(
			'package.json has no repository on GitHub, so the links of the README would be dead on npm. See docs/dev/releasing.md',
		);
	}
	return {
		blob: `https://github.com/${name}/blob/${version}/`,
		raw: `https://raw.githubusercontent.com/${name}/${version}/`,
	};
}

const isRelative = (target: string): boolean => !/^(?:[a-z]+:|#|\/\/)/i.test(target);

/** The page with absolute addresses for what is relative to the root of the repository. */
export function withAbsoluteLinks(page: string, addresses: { blob: string; raw: string }): string {
	const absolute = (target: string): string => {
		if (!isRelative(target)) return target;
		const isPicture = /\.(?:svg|png|gif)$/.test(target);
		return `${isPicture ? addresses.raw : addresses.blob}${target}`;
	};
	return page
		.replace(/(?<=\]\()[^)\s]+(?=\))/g, absolute)
		.replace(/(?<=\b(?:src|href|srcset)=")[^"]+(?=")/g, absolute);
}

/** Rewrites the README of a folder. */
export function rewriteReadme(folder: string): void {
	const file = path.join(folder, 'README.md');
	const manifest = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
	const addresses = addressesOf(JSON.parse(manifest) as Manifest);
	fs.writeFileSync(file, withAbsoluteLinks(fs.readFileSync(file, 'utf8'), addresses));
}

if (require.main === module) rewriteReadme(projectRoot);
