import { CREATES, rate, type Line, type Series } from './report';

const PANEL = { width: 400, height: 260, left: 56, top: 44, gap: 48 };
const [INNER_WIDTH, INNER_HEIGHT] = [PANEL.width - PANEL.left, PANEL.height - 90];
const STYLE = `text { font: 12px sans-serif; fill: #333 } .title { font-weight: bold }
.axis { stroke: #999; fill: none } .grid { stroke: #e5e5e5; fill: none }
.ours { stroke: #0a6ebd; stroke-width: 2; fill: none } .limit { stroke: #888; stroke-dasharray: 5 4; fill: none }
.auto { stroke: #d9480f; stroke-width: 2; fill: none } .dot { fill: #0a6ebd }`;

interface Point {
	width: number;
	perSecond: number;
}

/** Items per second against Concurrency, one panel for each latency, beside what a loop without n8n reaches. */
export function concurrencyPicture(all: Series[]): string {
	const panels = all.filter(({ title, latencyMs }) => title === CREATES && latencyMs > 0);
	const width = panels.length * (PANEL.width + PANEL.gap) + PANEL.left;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${PANEL.height + 40}" role="img">`,
		'<title>Creates per second against Concurrency</title>',
		`<style>${STYLE}</style>`,
		'<rect width="100%" height="100%" fill="#fff"/>',
		...panels.map((series, index) => panel(series, PANEL.left + index * (PANEL.width + PANEL.gap))),
		'</svg>',
		'',
	].join('\n');
}

function panel({ lines, latencyMs }: Series, left: number): string {
	const points = (start: string): Point[] =>
		lines
			.filter(({ variant, width }) => variant.startsWith(start) && width !== undefined)
			.map((line) => ({ width: line.width ?? 0, perSecond: rate(line) }))
			.sort((a, b) => a.width - b.width);
	const ours = points('ServiceOps');
	const limit = points('bare');
	const auto = lines.find((line) => isAuto(line));
	const top = Math.max(1, ...[...ours, ...limit].map(({ perSecond }) => perSecond)) * 1.05;
	const widest = Math.max(1, ...ours.map(({ width }) => width));
	const x = (width: number) => Math.round((width / widest) * INNER_WIDTH);
	const y = (perSecond: number) => Math.round(INNER_HEIGHT * (1 - perSecond / top));
	const path = (of: Point[]) =>
		of
			.map(({ width, perSecond }, index) => `${index ? 'L' : 'M'}${x(width)} ${y(perSecond)}`)
			.join('');
	const step = roundStep(top / 4);
	const grid = Array.from({ length: Math.floor(top / step) }, (_, index) => (index + 1) * step);
	const autoAt = auto && y(rate(auto));
	return [
		`<g transform="translate(${left} ${PANEL.top})">`,
		`<text class="title" x="0" y="-20">${latencyMs} ms away: creates per second</text>`,
		...grid.map(
			(value) =>
				`<path class="grid" d="M0 ${y(value)}H${INNER_WIDTH}"/><text x="-8" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
		),
		`<path class="axis" d="M0 0V${INNER_HEIGHT}H${INNER_WIDTH}"/>`,
		`<path class="limit" d="${path(limit)}"/>`,
		`<path class="ours" d="${path(ours)}"/>`,
		...ours.map(
			({ width, perSecond }) =>
				`<circle class="dot" cx="${x(width)}" cy="${y(perSecond)}" r="3"/><text x="${x(width)}" y="${INNER_HEIGHT + 16}" text-anchor="middle">${width}</text>`,
		),
		...(autoAt === undefined
			? []
			: [
					`<path class="auto" d="M0 ${autoAt}H${INNER_WIDTH}"/><text x="${INNER_WIDTH}" y="${autoAt - 6}" text-anchor="end">Auto</text>`,
				]),
		`<text x="0" y="${INNER_HEIGHT + 38}">Concurrency; dashed: a loop without n8n</text>`,
		'</g>',
	].join('\n');
}

const isAuto = ({ variant }: Line): boolean => variant.endsWith('concurrency Auto');

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundStep(least: number): number {
	const power = 10 ** Math.floor(Math.log10(least));
	return power * ([1, 2, 5, 10].find((step) => step * power >= least) ?? 10);
}
