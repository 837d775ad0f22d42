/*
 * A record with its conversation as one text, for chat messages and AI agents. It is never longer than asked for: long texts are
 * cut, the oldest entries are left out first, and what is missing is said.
 */

/** An entry of the conversation. */
export interface SummaryEntry {
	/** Who wrote it, when, and what it is. */
	heading: string;
	/** Plain text. */
	text: string;
}

/** What a summary is made of. */
export interface SummaryParts {
	title: string;
	facts: Array<{ label: string; value: string }>;
	/** Plain text; empty for none. */
	description: string;
	/** The oldest first; undefined where records have no conversation. */
	entries?: SummaryEntry[];
	/** Why the conversation is not there. */
	note?: string;
}

const LONGEST_FACT = 300;
/** What the headings and notes between the parts take at most. */
const FRAME = 200;

/** @param limit the most characters of the result */
export function writeSummary(parts: SummaryParts, limit: number): string {
	const { title, facts, description, entries = [], note } = parts;
	const head = [
		cutText(title, LONGEST_FACT),
		...facts.map(({ label, value }) => `${label}: ${cutText(value, LONGEST_FACT)}`),
	].join('\n');
	const texts = entries.map(({ heading, text }) => `[${heading}]\n${text}`);
	const room = Math.max(0, limit - head.length - FRAME);
	const wanted = texts.reduce((sum, text) => sum + text.length + 2, 0);
	const shortened = cutText(description, Math.max(room - wanted, Math.floor(room / 3)));
	const newest = takeNewest(texts, room - shortened.length);
	const leftOut = texts.length - newest.length;
	const sections = [
		head,
		shortened && `Description:\n${shortened}`,
		parts.entries && `Conversation (${describeCount(texts.length, leftOut)}):`,
		...newest,
		note,
	];
	return cutText(sections.filter(Boolean).join('\n\n'), limit);
}

function describeCount(count: number, leftOut: number): string {
	const entries = `${count} ${count === 1 ? 'entry' : 'entries'}`;
	if (leftOut > 0) return `${entries}, oldest first, the first ${leftOut} left out`;
	return count > 1 ? `${entries}, oldest first` : entries;
}

/** The last texts that fit; the very last one is cut where it alone is too long. */
function takeNewest(texts: string[], room: number): string[] {
	const taken: string[] = [];
	let left = room;
	for (const text of [...texts].reverse()) {
		if (taken.length > 0 && text.length + 2 > left) break;
		const part = cutText(text, left);
		if (part === '') break;
		taken.unshift(part);
		left -= part.length + 2;
	}
	return taken;
}

/** The beginning of a text, and how much is missing. */
export function cutText(text: string, limit: number): string {
	if (text.length <= limit) return text;
	const mark = (missing: number) => `… [${missing} more characters]`;
	// The number that is named has as many digits as the one that is reserved for.
	const kept = limit - mark(text.length).length;
	if (kept <= 0) return text.slice(0, Math.max(0, limit));
	const start = text.slice(0, kept).replace(/[\ud800-\udbff]$/, '');
	return `${start}${mark(text.length - start.length)}`;
}
