/**
 * Who may import whom, as the picture in docs/dev/architecture.md shows it: downwards only, types included, and no cycle.
 */
const room = (name) => `^nodes/ServiceOps/${name}/`;
const nodeFiles = '^nodes/ServiceOps/[^/]+\\.node\\.ts$';

/** From the top to the ground. Rooms of one layer know nothing of each other. */
const layers = [
	{ name: 'nodes', places: [nodeFiles] },
	{ name: 'entrances', places: ['operations', 'trigger', 'webhook', 'editor'].map(room) },
	{ name: 'parameters', places: [room('parameters')] },
	{ name: 'records', places: [room('records')] },
	{ name: 'run', places: [room('run')] },
	{ name: 'transport', places: [room('transport')] },
	{ name: 'ground', places: [room('values'), room('resources'), '^credentials/'] },
];

const noWayUp = layers.slice(1).map(({ name, places }, index) => ({
	name: `no-import-upwards-from-${name}`,
	comment: 'An arrow points down only (docs/dev/architecture.md).',
	severity: 'error',
	from: { path: places },
	to: { path: layers.slice(0, index + 1).flatMap((layer) => layer.places) },
}));

const noWayAside = layers
	.flatMap(({ places }) =>
		places.map((place) => ({
			name: 'no-import-sideways',
			comment: 'Rooms of one layer import nothing from each other: what both need belongs below.',
			severity: 'error',
			from: { path: place },
			to: { path: places.filter((other) => other !== place) },
		})),
	)
	.filter(({ to }) => to.path.length > 0);

module.exports = {
	forbidden: [
		...noWayUp,
		...noWayAside,
		{
			name: 'no-cycle',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'credentials-stand-alone',
			severity: 'error',
			from: { path: '^credentials/' },
			to: { path: '^nodes/' },
		},
		{
			name: 'every-room-has-a-layer',
			comment: 'A new room gets its place in `layers` above, and in docs/dev/architecture.md.',
			severity: 'error',
			from: { path: '^nodes/', pathNot: layers.flatMap(({ places }) => places) },
			to: {},
		},
		{
			name: 'simulator-and-product-are-strangers',
			comment: 'Two readings of the same contract.',
			severity: 'error',
			from: { path: '^test/simulator/' },
			to: { path: ['^nodes/', '^credentials/'] },
		},
		{
			name: 'product-knows-no-test',
			severity: 'error',
			from: { path: ['^nodes/', '^credentials/'] },
			to: { path: '^test/' },
		},
		{
			name: 'nodes-need-n8n-workflow-only',
			comment: "n8n's rule for verified packages; `crypto` is for credentials.",
			severity: 'error',
			from: { path: '^nodes/' },
			to: { pathNot: ['^nodes/', '^credentials/', 'node_modules/n8n-workflow/'] },
		},
		{
			name: 'credentials-need-n8n-workflow-and-crypto-only',
			severity: 'error',
			from: { path: '^credentials/' },
			to: { pathNot: ['^nodes/', '^credentials/', 'node_modules/n8n-workflow/', '^crypto$'] },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
	},
};
