const { spawn } = require('node:child_process');
const { mkdir, rm, writeFile } = require('node:fs/promises');
const { dirname, join } = require('node:path');
const { dest, parallel, series, src, watch } = require('gulp');

const assets = ['{nodes,credentials}/**/*.{svg,png}', 'icons/**/*.svg', 'nodes/**/*.node.json'];
const sources = '{nodes,credentials}/**/*.ts';

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });

// encoding: false, because gulp would otherwise read pictures as text and spoil them.
const copyAssets = () => src(assets, { base: '.', encoding: false }).pipe(dest('dist'));

const jsonTypes = {
	number: { type: 'number' },
	time: { type: 'number' },
	boolean: { type: 'boolean' },
	list: { type: 'array', items: { type: 'string' } },
	json: { type: 'array', items: { type: 'object' } },
};
const jsonType = (field) => jsonTypes[field.kind] ?? { type: 'string' };

/** The shape of a result, which n8n shows before a run. */
function outputSchema(resource, { result }) {
	if (result === 'deleted') {
		return { type: 'object', properties: { deleted: { type: 'boolean' } }, version: 1 };
	}
	const all = [...resource.readOnlyFields, ...resource.fields];
	const shown =
		result === 'simplified'
			? resource.simplified.map((name) => all.find((field) => field.name === name))
			: all;
	const properties = Object.fromEntries(shown.map((field) => [field.name, jsonType(field)]));
	if (result === 'record') properties.customField = { type: 'object' };
	return { type: 'object', properties, version: 1 };
}

/** Written from the tables that the form is derived from, so that nobody keeps them by hand. */
async function writeSchemas() {
	const { resources } = require('./dist/nodes/ServiceOps/resources');
	const { operations } = require('./dist/nodes/ServiceOps/operations');
	for (const resource of resources) {
		for (const name of resource.operations) {
			const file = join('dist/nodes/ServiceOps/__schema__/v1.0.0', resource.name, `${name}.json`);
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, JSON.stringify(outputSchema(resource, operations[name])));
		}
	}
}

const build = series(clean, parallel(compile, copyAssets), writeSchemas);

const watchAll = () => {
	watch(sources, compile);
	watch(assets, copyAssets);
};

module.exports = {
	clean,
	compile,
	copyAssets,
	build,
	watch: series(build, watchAll),
	default: build,
};
