const { spawn } = require('node:child_process');
const { readdirSync } = require('node:fs');
const { mkdir, rm, writeFile } = require('node:fs/promises');
const { basename, dirname, join, relative } = require('node:path');
const { build: esbuild } = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');
const { minify } = require('terser');
const manifest = require('./package.json');

const assets = ['{nodes,credentials}/**/*.{svg,png}', 'icons/**/*.svg', 'nodes/**/*.node.json'];
const sources = '{nodes,credentials}/**/*.ts';

const clean = () => rm('dist', { recursive: true, force: true });

const checkTypes = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });

/** What n8n loads, one class a file: from its path it takes the name of the class, from `package.json` the path. */
const entries = [...manifest.n8n.credentials, ...manifest.n8n.nodes].map((file) => {
	const source = relative('dist', file).replace(/\.js$/, '');
	return { file, source, className: basename(source).replace(/\.(node|credentials)$/, '') };
});

/** The rooms, and their files by the last word of their names, so that alike ones are side by side: that packs better, by 3.8 kB. */
const rooms =
	'resources run values credentials transport records operations parameters webhook editor trigger'.split(
		' ',
	);
const wordsFromLast = (file) =>
	file
		.split(/(?=[A-Z])/)
		.reverse()
		.join('')
		.toLowerCase();
const inRooms = rooms.flatMap((room) => {
	const folder = room === 'credentials' ? room : `nodes/ServiceOps/${room}`;
	return readdirSync(join(__dirname, folder))
		.filter((file) => file.endsWith('.ts'))
		.sort((a, b) => (wordsFromLast(a) < wordsFromLast(b) ? -1 : 1))
		.map((file) => `import './${folder}/${file.replace(/\.ts$/, '')}';`);
});

/** The file that holds the code; beside the classes it exports what the build and the tests need of the inside. */
const BUNDLE = 'dist/serviceOps.js';
const exported = [
	...inRooms,
	...entries.map(({ source, className }) => `export { ${className} } from './${source}';`),
	"export { modules } from './nodes/ServiceOps/operations';",
	"export { systemClock } from './credentials/clock';",
].join('\n');

/** Smaller and faster to load, but names stay, and lines end somewhere: people meet this file in logs and reviews. */
async function compress(code) {
	return await minify(code, {
		ecma: 2020,
		mangle: false,
		// Constants that are used once go to where they are used; functions do not.
		compress: { ecma: 2020, toplevel: true, inline: 0, reduce_funcs: false },
		format: { max_line_len: 8000 },
	});
}

/**
 * One file instead of hundreds, with all names in it: a quarter less to download, and n8n starts faster.
 * `gulp --maps` is for a debugger, which finds the sources by their full path, because n8n loads a copy of dist.
 */
async function bundle() {
	const isForDebugger = process.argv.includes('--maps');
	const {
		outputFiles: [{ text }],
	} = await esbuild({
		stdin: { contents: exported, resolveDir: __dirname },
		outfile: BUNDLE,
		bundle: true,
		platform: 'node',
		target: 'node20',
		external: ['n8n-workflow'],
		legalComments: 'none',
		minifySyntax: true,
		write: false,
		...(isForDebugger && { sourcemap: 'inline', sourceRoot: __dirname }),
	});
	await mkdir(dirname(BUNDLE), { recursive: true });
	await writeFile(BUNDLE, isForDebugger ? text : (await compress(text)).code);
	for (const { file, className } of entries) {
		await mkdir(dirname(file), { recursive: true });
		const path = relative(dirname(file), BUNDLE).replaceAll('\\', '/');
		await writeFile(file, `exports.${className} = require('${path}').${className};\n`);
	}
}

// encoding: false, because gulp would otherwise read pictures as text and spoil them.
const copyAssets = () => src(assets, { base: '.', encoding: false }).pipe(dest('dist'));

const jsonTypes = { number: 'number', boolean: 'boolean', list: 'array', files: 'array' };
/** The output has null where a record has nothing, except its ID. */
const jsonType = ({ name, kind }) => {
	const type = jsonTypes[kind] ?? 'string';
	return {
		type: name === 'id' ? type : [type, 'null'],
		...(type === 'array' && { items: { type: kind === 'list' ? 'string' : 'object' } }),
	};
};

/** The shape of a result, which n8n shows before a run. */
const outputSchema = (fields) => ({
	type: 'object',
	properties: Object.fromEntries(fields.map((field) => [field.name, jsonType(field)])),
	version: 1,
});

/** Written from the tables that the form is derived from, so that nobody keeps them by hand. */
async function writeSchemas() {
	const { modules } = require(`./${BUNDLE}`);
	for (const { name: resource, actions } of modules) {
		for (const { name: operation, result } of actions.filter(
			(action) => action.result.length > 0,
		)) {
			const file = join('dist/nodes/ServiceOps/__schema__/v1.0.0', resource, `${operation}.json`);
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, JSON.stringify(outputSchema(result)));
		}
	}
}

const build = series(clean, parallel(checkTypes, bundle, copyAssets), writeSchemas);
/** For `npm test`, which checks the types of sources and tests together. */
const assemble = series(clean, parallel(bundle, copyAssets), writeSchemas);

const watchAll = () => {
	watch(sources, parallel(checkTypes, series(bundle, writeSchemas)));
	watch(assets, copyAssets);
};

module.exports = {
	clean,
	checkTypes,
	bundle,
	copyAssets,
	build,
	assemble,
	watch: watchAll,
	default: build,
};
