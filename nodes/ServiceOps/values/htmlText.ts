import { decodeEntities, encodeEntities } from './htmlEntities';
import { findLastEnds, isBreak, readTag, type LastEnds, type Tag } from './htmlTags';
import { isSameList } from './lists';
import { ownValue } from './own';

/*
 * HTML and the text that people read in it. ServiceOps keeps some texts as HTML, which it writes in its own way, and
 * returns descriptions without their tags (requests.md section 4). So what two texts say is compared, not how it is
 * written.
 */

/*
 * Marks for what is between two words. Browsers treat a line break in the source as a space, but some servers put one
 * in place of a tag, so it can be either.
 */
const BREAK = '\n';
const SOURCE_BREAK = '\r';
const BLANK = ' ';
/** A tag within a line, e.g. `<b>`. Unicode guarantees that this code is not a character. */
const INLINE = '\ufdd0';
const MARKS = [BREAK, SOURCE_BREAK, BLANK];

interface Reading {
	/** Words, with one mark between each two. */
	text: string;
	/** The targets of links and images. */
	links: string[];
	hasTags: boolean;
}

/** Looks at each character a fixed number of times, whatever the text. */
function readHtml(html: string): Reading {
	const lastEnds = findLastEnds(html);
	const lastCommentEnd = html.lastIndexOf('-->');
	const parts: string[] = [];
	const links: string[] = [];
	let hasTags = false;
	let start = 0;
	let at = html.indexOf('<');
	while (at >= 0) {
		const tag = readTag(html, at, lastEnds);
		const end = tag
			? endOfContent(html, tag, lastEnds)
			: at < lastCommentEnd && html.startsWith('<!--', at)
				? html.indexOf('-->', at) + 3
				: endOfDeclaration(html, at);
		if (end !== undefined) {
			if (start < at) parts.push(toMarks(decodeEntities(html.slice(start, at))));
			parts.push(tag && isBreak(tag) ? BREAK : INLINE);
			for (const link of tag?.links ?? []) links.push(decodeEntities(link).trim());
			// An XML declaration begins a document whose elements are to be read, not shown.
			hasTags ||= !html.startsWith('<?', at);
			start = end;
		}
		at = html.indexOf('<', end ?? at + 1);
	}
	parts.push(toMarks(decodeEntities(html.slice(start))));
	return { text: joinMarks(parts.join('')), links, hasTags };
}

/** Elements whose content is not shown. */
const HIDDEN: Record<string, RegExp> = {
	script: /<\/script\s*>/gi,
	style: /<\/style\s*>/gi,
};

/** @returns the index after a tag, or after the whole element if its content is not shown */
function endOfContent(html: string, { name, isEnd, end }: Tag, lastEnds: LastEnds): number {
	const endTag = ownValue(HIDDEN, name);
	if (isEnd || !endTag || (lastEnds.get(name) ?? -1) < end) return end;
	endTag.lastIndex = end;
	return endTag.test(html) ? endTag.lastIndex : end;
}

/** Also those that programs write for themselves, as Outlook does in `<![if !mso]>`. */
const DECLARATION = /<(?:!(?:[a-z]|\[if\b|\[endif\])|\?xml\b)[^<>]{0,200}>/iy;

function endOfDeclaration(html: string, at: number): number | undefined {
	DECLARATION.lastIndex = at;
	return DECLARATION.test(html) ? DECLARATION.lastIndex : undefined;
}

const toMarks = (text: string): string =>
	text.replace(/\ufdd0/g, '\ufffd').replace(/\r\n?|\n/g, SOURCE_BREAK);

/** Several marks between two words become one, the strongest. Those at the ends are dropped. */
const joinMarks = (text: string): string =>
	text
		.replace(/[\s\ufdd0]+/g, (run) => {
			if (run.includes(BREAK)) return BREAK;
			if (run.includes(SOURCE_BREAK)) return SOURCE_BREAK;
			return /[^\ufdd0]/.test(run) ? BLANK : INLINE;
		})
		.replace(/^[\s\ufdd0]|[\s\ufdd0]$/g, '');

/**
 * The text that HTML shows: characters for entities, a line break for each paragraph, `<br>` and the like, one space
 * for several. Angle brackets that are not tags stay.
 *
 * @param html HTML or text
 */
export function plainText(html: string): string {
	const { text, hasTags } = readHtml(html);
	return withoutInline(text).replaceAll(SOURCE_BREAK, hasTags ? BLANK : BREAK);
}

const withoutInline = (text: string): string => text.replaceAll(INLINE, '');

/** Word processors and JavaScript have line ends of their own. */
const LINE_END = /\r\n?|[\n\v\u0085\u2028\u2029]/g;

/**
 * Converts text to HTML, for fields that ServiceOps shows as such: text without tags is escaped, with `<br>` for its
 * line breaks; text with tags is HTML already and stays as it is.
 */
export const toHtml = (text: string): string =>
	readHtml(text).hasTags ? text : encodeEntities(text).replace(LINE_END, '<br>');

/**
 * Whether the server's text says what was sent, although the server may have rewritten its HTML or removed the tags.
 * Links and images count if the server keeps them; if it does not, a change of these alone cannot be seen.
 *
 * @param current what the server has
 * @param wanted what would be sent, as returned by `toHtml`
 */
export function isSameHtmlText(current: string, wanted: string): boolean {
	if (current === wanted) return true;
	const [is, shall] = [readHtml(current), readHtml(wanted)];
	if (is.hasTags && isSameKept(is, shall)) return true;
	const stripped = is.hasTags ? [] : [is.text];
	// A server that removes tags may decode entities too: in that case, what looks like a tag or an entity is text.
	if (!is.hasTags || shall.hasTags) stripped.push(joinMarks(toMarks(current)));
	return stripped.some((text) => isStripped(text, shall));
}

function isSameKept(is: Reading, shall: Reading): boolean {
	const [current, wanted] = [withoutInline(is.text), withoutInline(shall.text)];
	if (current.length !== wanted.length || !isSameList(is.links, shall.links)) return false;
	for (let at = 0; at < current.length; at++) {
		const marks = [current.charAt(at), wanted.charAt(at)];
		if (marks[0] === marks[1]) continue;
		const isEither = marks.includes(SOURCE_BREAK) && marks.every((mark) => MARKS.includes(mark));
		if (!isEither) return false;
	}
	return true;
}

/**
 * Whether a text is what remains of HTML without its tags; the server may replace each with a space or a line break.
 */
function isStripped(current: string, { text: wanted, links }: Reading): boolean {
	if (current === '' && links.length > 0) return false;
	let at = 0;
	for (let next = 0; next < wanted.length; next++) {
		const [is, shall] = [current.charAt(at), wanted.charAt(next)];
		const isTag = shall === BREAK || shall === INLINE;
		if (shall === is || (MARKS.includes(is) && (isTag || shall === SOURCE_BREAK))) at++;
		else if (!isTag) return false;
	}
	return at === current.length;
}
