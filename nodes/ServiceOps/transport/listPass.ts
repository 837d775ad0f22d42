import { firstFault, inParallel } from '../values/concurrency';
import { identityOf, openPass, type ListInProgress, type Pass } from './listState';
import type { Page, Row } from './page';

/*
 * One look at a list, from its first page to its end. What a server says about its lists is a hint: the total may be
 * missing, too small, too large or that of the page; pages may be smaller than requested; the offset may be ignored;
 * rows may move between two calls. So a list ends where a page is empty, or shorter than requested and known not to be
 * the server's maximum.
 */

/** Several pages to request at a time. */
interface Batch {
	start: number;
	/** How many rows of the list it covers. */
	length: number;
	/** From one page to the next. */
	step: number;
}

/** In a list without any order, some pages bring nothing new by chance. */
const MAX_STALE = 3;
/** How many rows to keep for a check of the server's total. */
const SAMPLE = 10;

/** Known of servers on which a list of so many rows, in one page shorter than requested, was complete. */
const endsAfter = (length: number): string => `a list ends after ${length} rows`;

/**
 * Looks through a list once: the first page alone, the others several at a time as far as the server's total goes, then
 * one after another until the list ends or the limit is reached. Adds the rows that are new to the list.
 *
 * @throws what the first page that failed threw
 */
export async function lookThrough(
	list: ListInProgress,
	size: number,
	isStable: boolean,
): Promise<Pass> {
	const pass = openPass(size, isStable, list.joinsPages);
	let asked = isStable ? size : Math.min(size, list.limit);
	collect(list, pass, { from: 0, asked, page: await list.readPage(0, asked, isStable) });
	pass.firstLength = pass.offset;
	const firstAsked = asked;
	// Pages of one row have none to share.
	if (pass.offset < 2) pass.shared = 0;
	asked -= pass.shared;
	let step = pass.offset - pass.shared;
	while (!pass.isOver && list.rows.length < list.limit) {
		const { offset: start } = pass;
		const largest = sizesFor(list, pass)(0);
		// A first page smaller than requested may show the server's maximum or be an exception: the second page tells.
		const isStepSure = largest <= asked && (step === asked || start > step);
		const length = isStepSure ? lengthToRead(list, pass, step) : step;
		await readBatch(list, pass, { start, length, step });
		if (length > step) continue;
		asked = Math.max(asked, largest);
		step = Math.max(step, pass.offset - start);
	}
	const isOnePage = pass.offset === pass.firstLength && pass.offset < firstAsked;
	if (pass.isOver && isOnePage && !isStable) {
		list.known.add(endsAfter(pass.offset));
	}
	return pass;
}

/**
 * How many rows to request, by the distance from the start of a batch. If some rows are left out, requesting just the
 * missing few could take one call for each of them. A single row could by chance be the first one again, as where a server
 * ignores the offset.
 */
function sizesFor({ rows, seen, limit }: ListInProgress, { size: whole, shared, isStable }: Pass) {
	const size = whole - shared;
	const isWhole = isStable || rows.length < seen.size;
	const missing = limit - rows.length;
	return (behind: number): number =>
		isWhole ? size : Math.min(size, Math.max(2 - shared, missing - behind));
}

/** How many rows to read for those that are still missing, at the rate at which rows were kept so far. */
function lengthToRead(
	{ total = 0, rows, seen, limit, pagesInFlight }: ListInProgress,
	{ offset, isStable }: Pass,
	step: number,
): number {
	if (total <= offset) return step;
	if (isStable) return total - offset;
	const missing = limit - rows.length;
	const likely =
		rows.length === 0 ? pagesInFlight * step : Math.ceil((missing * seen.size) / rows.length);
	return Math.min(total - offset, likely);
}

/** Reads a stretch of the list; in several calls if the server sends fewer rows than before. */
async function readStretch(
	{ readPage }: ListInProgress,
	{ isStable }: Pass,
	{ from, least, size }: { from: number; least: number; size: number },
): Promise<Page> {
	let { rows, total } = await readPage(from, size, isStable);
	for (let more = rows; more.length > 0 && rows.length < least; ) {
		({ rows: more, total } = await readPage(from + rows.length, least - rows.length, isStable));
		rows = [...rows, ...more];
	}
	return { rows, total };
}

/** Reads the pages of a batch several at a time, and collects them in order. */
async function readBatch(
	list: ListInProgress,
	pass: Pass,
	{ start, length, step }: Batch,
): Promise<void> {
	const pages = new Map<number, { asked: number; page: Page }>();
	const count = Math.ceil(length / step);
	const total = list.total ?? 0;
	let next = 0;
	const sizeAt = sizesFor(list, pass);
	const faults = await inParallel(0, count, list.pagesInFlight, async (index) => {
		const from = start + index * step;
		const size = sizeAt(index * step);
		const least = count === 1 ? 1 : Math.min(step, size, total - from);
		const { shared } = pass;
		const page = await readStretch(list, pass, {
			from: from - shared,
			least: count === 1 ? least : least + shared,
			size: size + shared,
		});
		pages.set(index, { asked: size, page });
		for (let got = pages.get(next); got && !pass.isOver; got = pages.get(next)) {
			collect(list, pass, { from: start + next * step, ...got });
			pages.delete(next++);
		}
		return !pass.isOver;
	});
	if (faults.size > 0) throw firstFault(faults);
}

/** Adds a page to the look and its new rows to the list, and finds out whether the list ends here. */
function collect(
	list: ListInProgress,
	pass: Pass,
	{ from: behind, asked, page }: { from: number; asked: number; page: Page },
): void {
	const seenBefore = pass.seen.size;
	const isSecond = behind > 0 && behind === pass.firstLength;
	pass.isRepeating = isSecond && repeatsItsStart(pass, page.rows, asked);
	const { rows, from } = joined(pass, page.rows, behind);
	const endsAtOnce = page.rows.length === 0 && pass.firstLength >= pass.size;
	if (isSecond) pass.isOdd = endsAtOnce || pass.isTorn;
	addRows(list, pass, rows);
	list.total = page.total ?? list.total;
	if (pass.seen.size > seenBefore) pass.stale = 0;
	else if (pass.stale++ === 0) pass.freshEnd = from;
	pass.isAdrift = pass.stale > MAX_STALE && !repeatsItsEnd(pass, rows.length);
	pass.isOver = rows.length === 0 || pass.isRepeating || pass.stale > MAX_STALE;
	pass.offset = pass.isOver && rows.length > 0 ? pass.freshEnd : from + rows.length;
	pass.isOver ||= isLast(list, pass, page.rows.length, behind > 0 ? asked + pass.shared : asked);
	list.longest = Math.max(list.longest, page.rows.length);
}

/** The rows of a page without those that the page before has, and where they start. */
function joined(pass: Pass, rows: Row[], from: number): { rows: Row[]; from: number } {
	const { shared, sequence } = pass;
	const [first] = rows;
	if (from === 0 || shared === 0) return { rows, from };
	if (first && identityOf(first) === sequence.at(-1)) return { rows: rows.slice(1), from };
	pass.isTorn ||= !pass.isRepeating;
	return { rows, from: from - shared };
}

function addRows(list: ListInProgress, pass: Pass, rows: Row[]): void {
	const onPage = new Set<string>();
	for (const row of rows) {
		const identity = identityOf(row);
		const isTwin = row.id === undefined && pass.seen.has(identity);
		if (isTwin || onPage.has(identity)) pass.duplicates++;
		onPage.add(identity);
		pass.seen.add(identity);
		pass.sequence.push(identity);
		addNew(list, [row]);
	}
}

/** Adds rows to the list that it does not have. @returns whether there was one */
export function addNew(list: ListInProgress, rows: Row[]): boolean {
	const before = list.seen.size;
	for (const row of rows) {
		const identity = identityOf(row);
		if (list.seen.has(identity)) continue;
		const isKept = list.rows.length < list.limit ? list.keep(row) : undefined;
		list.seen.set(identity, isKept);
		if (list.sample.length < SAMPLE) list.sample.push(row);
		if (isKept) list.rows.push(row);
	}
	return list.seen.size > before;
}

/** Whether the second page has the same rows as the first one. */
const repeatsItsStart = ({ sequence, firstLength }: Pass, rows: Row[], asked: number): boolean =>
	rows.length >= Math.min(asked, firstLength) &&
	rows.every((row, index) => identityOf(row) === sequence[index]);

/** Whether the pages that brought nothing new are all the same, as where a server goes no further than its end. */
const repeatsItsEnd = ({ sequence }: Pass, length: number): boolean =>
	sequence
		.slice(-length * MAX_STALE)
		.every((identity, index, { length: all }) => identity === sequence.at(index - all - length));

/** Whether the page is shorter than the server could have sent, so that nothing follows. */
function isLast(
	{ total, longest, known, rows, isEnough }: ListInProgress,
	{ offset }: Pass,
	length: number,
	asked: number,
): boolean {
	if (length >= asked || (total ?? 0) > offset) return false;
	if (length < longest) return true;
	return length === offset && (known.has(endsAfter(length)) || isEnough(rows, total));
}
