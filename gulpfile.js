const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src, watch } = require('gulp');

const assets = ['{nodes,credentials}/**/*.{svg,png}', 'icons/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];
const sources = '{nodes,credentials}/**/*.ts';

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });

// encoding: false, because gulp would otherwise read pictures as text and spoil them.
const copyAssets = () => src(assets, { base: '.', encoding: false }).pipe(dest('dist'));

const build = series(clean, parallel(compile, copyAssets));

const watchAll = () => {
	watch(sources, compile);
	watch(assets, copyAssets);
};

module.exports = { clean, compile, copyAssets, build, watch: series(build, watchAll), default: build };
