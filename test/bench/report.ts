import type { Counts } from './server';
import type { StartUp } from './startUp';
import type { Task } from './variants';
import { fs, nodeProcess, os, path, projectRoot } from '../support/node';

/** The file name of the picture, beside the page of the figures. */
export const PICTURE = 'concurrency.svg';

/** One run. */
export interface Measurement extends Counts {
	ms: number;
	/** Results: rows of lists, else items. */
	rows: number;
	/** Processor time of n8n; not for the bare loop, as are the next two. */
	cpuMs?: number;
	/** Heap and buffers at most, garbage included, above what n8n had before. */
	peakMb?: number;
	/** What of it is still needed when the node has ended. */
	keptMb?: number;
}

export interface Line {
	variant: string;
	width?: number;
	runs: Measurement[];
}

/** All who did the same at the same latency. */
export interface Series {
	title: string;
	task: Task;
	latencyMs: number;
	/** What the server allows: calls per second, and how many at once. */
	limit?: { perSecond: number; bucket: number };
	/** The token expires after so many calls. */
	expireAfter?: number;
	count: number;
	lines: Line[];
}

const median = (numbers: number[]): number =>
	[...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

const of = ({ runs }: Line, key: keyof Measurement): number =>
	median(runs.map((run) => run[key] ?? NaN));

/** Items per second. */
export const rate = (line: Line): number =>
	median(line.runs.map(({ rows, ms }) => (rows * 1000) / ms));

const isOurs = ({ variant }: Line): boolean => variant.startsWith('ServiceOps');

/** The line to compare with: as many at a time, else the fastest. */
function reference({ lines }: Series, kind: string, width?: number): Line | undefined {
	const candidates = lines.filter(({ variant }) => variant.startsWith(kind));
	const same = candidates.find((line) => width !== undefined && line.width === width);
	return same ?? [...candidates].sort((a, b) => rate(b) - rate(a))[0];
}

const ratio = (line: Line, other: Line | undefined): number =>
	other ? rate(line) / rate(other) : NaN;
const fixed = (value: number, digits: number): string =>
	Number.isFinite(value) ? value.toFixed(digits) : '–';

const COLUMNS = [
	'who',
	'ms',
	'per s',
	'of floor',
	'of limit',
	'of HTTP Request',
	'requests',
	'rejected',
	'connections',
	'in flight',
	'n8n CPU ms',
	'peak MB',
	'kept MB',
];

function cells(series: Series, line: Line): string[] {
	const { variant, width } = line;
	return [
		variant,
		fixed(of(line, 'ms'), 0),
		fixed(rate(line), 0),
		fixed(ratio(line, reference(series, 'minimal', width)), 2),
		fixed(ratio(line, reference(series, 'bare', width)), 2),
		fixed(ratio(line, reference(series, 'HTTP')), 2),
		fixed(of(line, 'requests'), 0),
		fixed(of(line, 'rejected'), 0),
		fixed(of(line, 'peakConnections'), 0),
		fixed(of(line, 'peakCalls'), 0),
		fixed(of(line, 'cpuMs'), 0),
		fixed(of(line, 'peakMb'), 0),
		fixed(of(line, 'keptMb'), 1),
	];
}

/** A series as a table in Markdown, which a terminal shows as well. */
export function table(series: Series): string {
	const body = series.lines.map((line) => cells(series, line));
	const widths = COLUMNS.map((name, column) =>
		Math.max(name.length, ...body.map((row) => row[column]?.length ?? 0)),
	);
	const draw = (row: string[], pad: (text: string, width: number) => string) =>
		`| ${row.map((text, column) => pad(text, widths[column] ?? 0)).join(' | ')} |`;
	const left = (text: string, width: number) => text.padEnd(width);
	const right = (text: string, width: number) => text.padStart(width);
	const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
	return [
		`### ${series.title}, ${series.latencyMs} ms`,
		'',
		draw(COLUMNS, left),
		rule,
		...body.map((row) => draw(row, (text, width) => (text === row[0] ? left : right)(text, width))),
		'',
		`Logins of the ServiceOps node in all its runs of this table: ${loginsOf(series)}.`,
		'',
	].join('\n');
}

interface Target {
	text: string;
	wanted: number;
	/** Whether less is better. */
	isLimit?: boolean;
	value: number;
}

/** Items per second of one line, to those of others in the same series. */
const compare = (
	text: string,
	wanted: number,
	series: Series | undefined,
	width: number | undefined,
	kind: string,
): Target => {
	const line = ours(series, width);
	const other = series && reference(series, kind, kind === 'minimal' ? width : undefined);
	return { text, wanted, value: line ? ratio(line, other) : NaN };
};

/** @param width undefined for Auto */
const ours = (series: Series | undefined, width: number | undefined): Line | undefined =>
	series?.lines.find((line) => isOurs(line) && line.width === width);

/** The table that most targets are about. */
export const CREATES = 'Create 500';

/** As many as a nightly run has. */
export const MANY_CREATES = 'Create 5,000';

const HTTP_DEFAULT = 'HTTP Request, default';

function targetsOf(all: Series[], startUp: StartUp): Target[] {
	const find = (title: string, latencyMs: number) =>
		all.find((series) => series.title === title && series.latencyMs === latencyMs);
	const create = find(CREATES, 20);
	const rowsOf = (pages: number) => find(`Get Many, 10,000 rows, pages of ${pages}`, 100);
	const tenAtATime = (kind: string) => `Creates at 20 ms, 10 in flight, to ${kind}`;
	return [
		...[0, 20, 100].map((ms) =>
			compare(
				`Creates at ${ms} ms with nothing set, to HTTP Request`,
				1,
				find(CREATES, ms),
				undefined,
				HTTP_DEFAULT,
			),
		),
		compare(
			'5,000 creates at 100 ms with nothing set, to HTTP Request',
			1,
			find(MANY_CREATES, 100),
			undefined,
			HTTP_DEFAULT,
		),
		compare(tenAtATime('HTTP Request'), 1, create, 10, HTTP_DEFAULT),
		compare('Creates at 20 ms, 32 in flight, to HTTP Request', 1.8, create, 32, HTTP_DEFAULT),
		compare(tenAtATime('the floor'), 0.95, create, 10, 'minimal'),
		compare('10,000 rows at 100 ms, pages of 100, to HTTP Request', 8, rowsOf(100), 10, 'HTTP'),
		compare('10,000 rows at 100 ms, pages of 1000, to HTTP Request', 4, rowsOf(1000), 10, 'HTTP'),
		...memoryTargets(find('Get Many, 100,000 rows, pages of 1000', 100)),
		...countTargets(all),
		...all.flatMap(limitTargets),
		{
			text: `Start of n8n with the package (${fixed(median(startUp.with), 0)} ms), to without it (${fixed(median(startUp.without), 0)} ms)`,
			wanted: 1.05,
			isLimit: true,
			value: median(startUp.with) / median(startUp.without),
		},
	];
}

function memoryTargets(large: Series | undefined): Target[] {
	const mine = ours(large, 10);
	const bare = large && reference(large, 'minimal');
	const to = (key: 'keptMb' | 'peakMb') => (mine && bare ? of(mine, key) / of(bare, key) : NaN);
	return [
		{
			text: 'Memory kept for 100,000 rows, to the bare rows',
			wanted: 2,
			isLimit: true,
			value: to('keptMb'),
		},
		{
			text: 'Peak memory for 100,000 rows, to the minimal node that collects the bare rows',
			wanted: 2,
			isLimit: true,
			value: to('peakMb'),
		},
	];
}

const loginsOf = ({ lines }: Series): number =>
	lines
		.filter(isOurs)
		.flatMap(({ runs }) => runs)
		.reduce((sum, { logins }) => sum + logins, 0);

function countTargets(all: Series[]): Target[] {
	const perItem = all
		.filter(({ task }) => task !== 'list')
		.flatMap(({ lines }) => lines.filter(isOurs))
		.map((line) => Math.max(...line.runs.map(({ requests, rows }) => requests / rows)));
	const lasting = all.filter(({ expireAfter }) => !expireAfter).map(loginsOf);
	const expiring = all.filter(({ expireAfter }) => expireAfter);
	const runs = expiring.flatMap(({ lines }) => lines.flatMap((line) => line.runs)).length;
	return [
		{ text: 'Requests per item', wanted: 1, isLimit: true, value: Math.max(...perItem) },
		{ text: 'Logins per credential', wanted: 1, isLimit: true, value: Math.max(...lasting) },
		{
			text: 'Logins per run in which the token expires twice',
			wanted: 3,
			isLimit: true,
			value: expiring.reduce((sum, series) => sum + loginsOf(series), 0) / runs,
		},
	];
}

/** How close a series comes to what the server allows. */
function limitTargets({ title, limit, count, lines }: Series): Target[] {
	if (!limit) return [];
	const leastMs = (Math.max(0, count - limit.bucket) / limit.perSecond) * 1_000;
	return lines.filter(isOurs).flatMap((line): Target[] => [
		{
			text: `${title}, ${line.variant}: time, to what the server needs`,
			wanted: 1.1,
			isLimit: true,
			value: of(line, 'ms') / leastMs,
		},
		{
			text: `${title}, ${line.variant}: rejected, of all`,
			wanted: 0.1,
			isLimit: true,
			value: of(line, 'rejected') / count,
		},
	]);
}

/** What the issue asks for, beside what was measured. */
export function targets(all: Series[], startUp: StartUp): string {
	const lines = targetsOf(all, startUp).map(({ text, wanted, isLimit, value }) => {
		const isMet = isLimit ? value <= wanted : value >= wanted;
		const verdict = Number.isNaN(value) ? 'not measured' : isMet ? 'met' : 'missed';
		return `| ${text} | ${isLimit ? '≤' : '≥'} ${wanted} | ${fixed(value, 2)} | ${verdict} |`;
	});
	return ['| Target | Wanted | Measured | |', '|---|--:|--:|---|', ...lines, ''].join('\n');
}

const SUMMARY_WIDTHS = [undefined, 1, 10, 32];

/** Items per second of each series in one line. */
function summary(all: Series[]): string {
	const head = ['per second', 'Auto', '1', '10', '32', 'HTTP Request', 'minimal node', 'bare loop'];
	const body = all.map((series) => {
		const others = ['HTTP', 'minimal', 'bare'].map((kind) => reference(series, kind));
		const lines = [...SUMMARY_WIDTHS.map((width) => ours(series, width)), ...others];
		return [
			`${series.title}, ${series.latencyMs} ms`,
			...lines.map((line) => (line ? fixed(rate(line), 0) : '–')),
		];
	});
	const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
	return [head, rule, ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The page that the full run writes: figures from the run, reasons from `notes.md` beside this file. */
export function benchmarksPage(
	all: Series[],
	startUp: StartUp,
	{ n8nVersion, isOnce, minutes }: { n8nVersion: string; isOnce: boolean; minutes: number },
): string {
	const cpus = os.cpus();
	const notes = fs.readFileSync(path.join(projectRoot, 'test', 'bench', 'notes.md'), 'utf8');
	return [
		'# Benchmarks',
		'',
		`Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes} minutes: ${cpus.length} × ${cpus[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GB, Linux ${os.release()}; n8n ${n8nVersion} with SQLite on its own Node 24, bare loop and server on Node ${nodeProcess.version}. ${isOnce ? `Measured once; ${CREATES} three times, of which these are the medians` : 'Medians of three runs'}.`,
		'',
		'## Targets',
		'',
		targets(all, startUp),
		`![Creates per second against Concurrency](${PICTURE})`,
		'',
		'## Figures',
		'',
		'Items (rows, of lists) per second: this node by Concurrency, and the fastest of the others. `npm run bench` prints more: processor time, memory, connections, requests.',
		'',
		summary(all),
		'',
		notes.trim(),
		'',
	].join('\n');
}
