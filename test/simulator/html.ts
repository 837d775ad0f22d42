/** What servers make of HTML: plain text, or the same HTML written another way. */

/** A piece of HTML. `tag` is in lower case; `raw` is as it was sent. */
interface Token {
	kind: 'text' | 'open' | 'close' | 'other';
	raw: string;
	tag: string;
}

const TAG = /^<(\/?)([a-zA-Z][^\s/>]*)/;
const VOID = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);

/** Takes HTML apart, in linear time; a `<` that begins no tag is text. */
function tokensOf(html: string): Token[] {
	const tokens: Token[] = [];
	const text = (from: number, to: number) => {
		if (to > from) tokens.push({ kind: 'text', raw: html.slice(from, to), tag: '' });
	};
	const last = html.lastIndexOf('>');
	let from = 0;
	for (let at = html.indexOf('<'); at >= 0 && at < last; ) {
		const [, slash, name = ''] = TAG.exec(html.slice(at, at + 80)) ?? [];
		const isOther = html.startsWith('<!', at);
		if (slash === undefined && !isOther) {
			at = html.indexOf('<', at + 1);
			continue;
		}
		text(from, at);
		from = html.indexOf('>', at) + 1;
		const kind = isOther ? 'other' : slash === '/' ? 'close' : 'open';
		tokens.push({ kind, raw: html.slice(at, from), tag: name.toLowerCase() });
		at = html.indexOf('<', from);
	}
	text(from, html.length);
	return tokens;
}

const ENTITIES: Record<string, string> = {
	nbsp: '\u00a0',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	'#39': "'",
	amp: '&',
};

function decoded(text: string): string {
	return text.replace(/&(#?\w{1,5});/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** HTML as plain text, as requests answer their description. */
export function plainText(html: string): string {
	const parts = tokensOf(html).map(({ kind, raw, tag }, at, all) => {
		if (kind === 'text') return decoded(raw).replaceAll('\u00a0', ' ');
		const ends = kind === 'close' && ['p', 'div', 'li'].includes(tag) && at < all.length - 1;
		return tag === 'br' || ends ? '\n' : '';
	});
	return parts.join('').trim();
}

const ATTRIBUTE = /([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/**
 * The same HTML as a clean-up library writes it: names in lower case, attributes in double quotes, entities only where
 * they are needed, blanks collapsed, scripts and comments gone, everything closed that was opened.
 */
export function normalizedHtml(html: string): string {
	const open: string[] = [];
	let skipped = '';
	let out = '';
	for (const { kind, raw, tag } of tokensOf(html)) {
		if (skipped !== '') {
			if (kind === 'close' && tag === skipped) skipped = '';
			continue;
		}
		if (kind === 'text') {
			const text = encoded(decoded(raw).replace(/[ \t\r\n\f]+/g, ' '));
			out += out.endsWith(' ') && text.startsWith(' ') ? text.slice(1) : text;
		}
		if (kind === 'open' && (tag === 'script' || tag === 'style')) skipped = tag;
		else if (kind === 'open') {
			out += openTag(raw, tag);
			if (!VOID.has(tag)) open.push(tag);
		}
		if (kind === 'close' && open.includes(tag)) out += closeDownTo(open, tag);
	}
	return (out + closeDownTo(open, undefined)).trim();
}

function openTag(raw: string, tag: string): string {
	const attributes = [...raw.slice(1 + tag.length, -1).matchAll(ATTRIBUTE)]
		.map(([, name = '', double, single, bare]): [string, string | undefined] => [
			name.toLowerCase(),
			double ?? single ?? bare,
		])
		.filter(([name]) => !name.startsWith('on'))
		.map(([name, value]) => (value === undefined ? name : `${name}="${quoted(value)}"`));
	return `<${[tag, ...attributes].join(' ')}>`;
}

/** Closes what is open, from the inside, up to the last of these tags. */
function closeDownTo(open: string[], tag: string | undefined): string {
	const from = tag === undefined ? 0 : open.lastIndexOf(tag);
	return open
		.splice(from)
		.reverse()
		.map((name) => `</${name}>`)
		.join('');
}

function encoded(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\u00a0', '&nbsp;');
}

function quoted(value: string): string {
	return encoded(decoded(value)).replaceAll('"', '&quot;');
}
