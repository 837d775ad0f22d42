/*
 * What is a tag. Much that people write in angle brackets is not: `Volume <D:> on <srv-b>`, `5 < 99 and 20 > 15`,
 * `Dear <name>`. Treating it as a tag would lose it.
 */

export interface Tag {
	/** Lower case. */
	name: string;
	isEnd: boolean;
	/** Their targets: the values of `href` and `src`, in this order. */
	links: string[];
	/** The index after it. */
	end: number;
}

const setOf = (names: string): Set<string> => new Set(names.split(' '));

/**
 * Names of elements that people also put in brackets as placeholders: tags only with attributes, or with an end tag
 * further on.
 */
const WORDS = setOf(
	'a abbr acronym address area article aside audio b base big blink body button canvas caption center cite code col data ' +
		'del details dialog dir embed figure font footer form frame head header i img input ins kbd label legend link main map mark ' +
		'menu meta meter nav object option output param picture progress q s script section select slot small source strike style ' +
		'sub summary template time title track u var video',
);

/** Elements that begin a new line, or are set apart like the cells of a table. */
const BREAKS = setOf(
	'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
		'form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section summary table tbody td tfoot ' +
		'th thead title tr ul',
);

/** HTML elements, including old ones and those that Outlook adds. */
const ELEMENTS = new Set([
	...WORDS,
	...BREAKS,
	...setOf(
		'bdi bdo colgroup datalist dfn em frameset hgroup iframe marquee nobr noscript optgroup rp rt ruby samp span ' +
			'strong sup svg textarea tt wbr o:p',
	),
]);

/** Attributes that may have no value. Other words after a name are not attributes: `a <b and c> d`. */
const FLAGS = setOf(
	'allowfullscreen async autofocus autoplay checked compact controls default defer disabled download formnovalidate hidden ' +
		'ismap itemscope loop multiple muted nohref noresize noshade novalidate nowrap open readonly required reversed selected',
);

const LINKS = ['href', 'src'];

const START = /<(\/?)([a-z][a-z\d:]{0,10})(?=[\s/>])/iy;
/** As lenient as browsers: mails leave out the space after a quote, and programs leave backslashes before quotes. */
const ATTRIBUTE =
	/(?:[\s/]+|(?<=["']))([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`][^\s<>]*)))?/y;
const END = /[\s/]*>/y;
const END_TAG = /<\/([a-z][a-z\d:]{0,10})\s*>/gi;

/** Where the last end tag of each element begins, if it has one. */
export type LastEnds = Map<string, number>;

export function findLastEnds(html: string): LastEnds {
	const ends = Array.from(html.matchAll(END_TAG), ({ 1: name = '', index }): [string, number] => [
		name.toLowerCase(),
		index,
	]);
	// A page ends with its text, whether it says so or not.
	return new Map(/<html[\s>]/i.test(html) ? [...ends, ['html', html.length]] : ends);
}

export const isBreak = ({ name }: Tag): boolean => BREAKS.has(name);

/**
 * Reads a tag.
 *
 * @param at index of a `<`
 * @param lastEnds from `findLastEnds` for the whole text
 * @returns undefined if it is text, not a tag
 */
export function readTag(html: string, at: number, lastEnds: LastEnds): Tag | undefined {
	START.lastIndex = at;
	const [start, slash, name = ''] = START.exec(html) ?? [];
	const element = name.toLowerCase();
	if (start === undefined || !ELEMENTS.has(element)) return undefined;
	const isEnd = slash === '/';
	const attributes = readAttributes(html, at + start.length);
	if (!attributes) return undefined;
	END.lastIndex = attributes.end;
	if (!END.test(html)) return undefined;
	const needsEnd = WORDS.has(element) && !isEnd && attributes.end === at + start.length;
	// In a whole page, an end tag may be left out, as that of the head.
	if (needsEnd && (lastEnds.get(element) ?? lastEnds.get('html') ?? -1) < at) return undefined;
	return { name: element, isEnd, links: attributes.links, end: END.lastIndex };
}

/** @returns their targets, and the index after them; undefined if a word is not an attribute */
function readAttributes(html: string, start: number): { links: string[]; end: number } | undefined {
	const found = new Map<string, string>();
	let end = start;
	for (;;) {
		ATTRIBUTE.lastIndex = end;
		const match = ATTRIBUTE.exec(html);
		if (!match) break;
		const name = (match[1] ?? '').toLowerCase();
		const value = match[2] ?? match[3] ?? match[4];
		if (value === undefined && !FLAGS.has(name)) return undefined;
		if (LINKS.includes(name) && !found.has(name)) found.set(name, value ?? '');
		end = ATTRIBUTE.lastIndex;
	}
	return { links: LINKS.map((name) => found.get(name)).filter((link) => link !== undefined), end };
}
