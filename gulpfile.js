const { spawn } = require('node:child_process');
const { mkdir, rm, writeFile } = require('node:fs/promises');
const { dirname, join } = require('node:path');
const { dest, parallel, series, src, watch } = require('gulp');

const assets = ['{nodes,credentials}/**/*.{svg,png}', 'icons/**/*.svg', 'nodes/**/*.node.json'];
const sources = '{nodes,credentials}/**/*.ts';

const clean = () => rm('dist', { recursive: true, force: true });

// `gulp --maps`: for a debugger, which finds the sources by their full path, because n8n loads a copy of dist.
const mapFlags = process.argv.includes('--maps')
	? ['--inlineSourceMap', '--inlineSources', '--sourceRoot', __dirname]
	: [];

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), ...mapFlags], {
		stdio: 'inherit',
	});

// encoding: false, because gulp would otherwise read pictures as text and spoil them.
const copyAssets = () => src(assets, { base: '.', encoding: false }).pipe(dest('dist'));

const jsonTypes = {
	number: { type: 'number' },
	time: { type: 'number' },
	boolean: { type: 'boolean' },
	list: { type: 'array', items: { type: 'string' } },
	files: { type: 'array', items: { type: 'object' } },
};
const jsonType = (field) => jsonTypes[field.kind] ?? { type: 'string' };

/** The shape of a result, which n8n shows before a run. */
const outputSchema = (fields) => ({
	type: 'object',
	properties: Object.fromEntries(fields.map((field) => [field.name, jsonType(field)])),
	version: 1,
});

/** Written from the tables that the form is derived from, so that nobody keeps them by hand. */
async function writeSchemas() {
	const { modules } = require('./dist/nodes/ServiceOps/operations');
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

const build = series(clean, parallel(compile, copyAssets), writeSchemas);

const watchAll = () => {
	watch(sources, series(compile, writeSchemas));
	watch(assets, copyAssets);
};

module.exports = {
	clean,
	compile,
	copyAssets,
	build,
	watch: watchAll,
	default: build,
};
