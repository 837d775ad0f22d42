/*
 * What a response says that is a document instead of data: XML, or the page of a web server. Nothing is looked up behind the
 * first 10,000 characters, which bounds the time for any text.
 */

const LONGEST_DOCUMENT = 10_000;

const SIGNS: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

/** Text with the entities of markup as what they stand for. */
export const decode = (text: string): string =>
	text.replace(/&(#\d{1,6}|#x[\da-f]{1,5}|\w{2,6});/gi, (whole, name: string) =>
		name.startsWith('#')
			? String.fromCodePoint(Number(name.slice(1).replace(/^x/i, '0x')))
			: (Object.hasOwn(SIGNS, name) && SIGNS[name]) || whole,
	);

/** Content without markup, a comment or declaration, a tag, or text. */
const PARTS =
	/<!\[CDATA\[([^]*?)\]\]>|<(?:!--[^]*?--|[!?][^>]*)>|<(\/?)(?:[\w.-]+:)?([\w.-]+)[^<>]*?(\/?)>|([^<]+)/g;

/** An element while it is read. */
interface Element {
	name: string;
	fields: Record<string, unknown>;
	text: string;
}

const valueOf = ({ fields, text }: Element): unknown => {
	const words = text.trim();
	if (Object.keys(fields).length === 0) return words;
	return words === '' ? fields : { ...fields, text: words };
};

/** Whether a text is XML, rather than a web page. */
export const isXml = (text: unknown): text is string =>
	typeof text === 'string' && /^\s*<[?\w]/.test(text) && !isHtml(text);

/** Whether XML is SOAP that tells of a fault. */
export const isSoapFault = (xml: string): boolean =>
	/<(?:[\w.-]+:)?fault[\s>/]/i.test(xml.slice(0, LONGEST_DOCUMENT));

/** Whether a text is a web page. */
export const isHtml = (text: unknown): text is string =>
	typeof text === 'string' && /^\s*(<\?xml[^>]*>\s*)?<(!doctype|html|head|body)\b/i.test(text);

/** What is in the root of XML, as JSON would have it: elements by name, several of one name as a list. */
export function readXml(xml: string): Record<string, unknown> {
	const root: Element = { name: '', fields: {}, text: '' };
	const open = [root];
	const close = () => {
		const element = open.pop();
		const parent = open[open.length - 1];
		if (!element || !parent) return;
		const before = parent.fields[element.name];
		const value = valueOf(element);
		parent.fields[element.name] = before === undefined ? value : [before, value].flat();
	};
	for (const part of xml.slice(0, LONGEST_DOCUMENT).matchAll(PARTS)) {
		const [, verbatim, slash, name, isEmpty, text] = part;
		const current = open[open.length - 1] ?? root;
		if (text !== undefined || verbatim !== undefined)
			current.text += verbatim ?? decode(text ?? '');
		if (name === undefined) continue;
		if (slash) {
			if (current.name === name) close();
			continue;
		}
		open.push({ name, fields: {}, text: '' });
		if (isEmpty) close();
	}
	while (open.length > 1) close();
	const [[name = '', only] = [], another] = Object.entries(root.fields);
	if (another !== undefined || only === undefined) return root.fields;
	if (/err|fault|exception/i.test(name)) return { error: only };
	return typeof only === 'object' ? { ...only } : root.fields;
}

/** Lines that only repeat the status, or name the software. */
const SAYS_NOTHING =
	/^(?:http\b|error\b|status\b|[:\s–-])*\d{3}\b.{0,60}$|^(?:nginx|apache|openresty|microsoft-iis|cloudflare|jetty|powered by)\b.{0,60}$/i;
/** What stands before the words of an application, on the pages of Tomcat, Jetty and Spring. */
const LABEL = /^(?:message:?|there was an unexpected error \(type=.*)$/i;

/** What a web page says: its words, and those of the application, where the page labels them. */
export function readPage(page: string): { words: string; own?: string } {
	const lines = page
		.slice(0, LONGEST_DOCUMENT)
		.replace(/<(script|style)\b[^]*?(<\/\1>|$)/gi, '')
		.replace(/<!--[^]*?(-->|$)|<[^<>]*>/g, '\n')
		.split('\n')
		.map((line) => decode(line).trim())
		.filter((line) => line !== '');
	const label = lines.findIndex((line) => LABEL.test(line));
	const own = label < 0 ? undefined : lines[label + 1];
	const nothing = lines.filter((line) => SAYS_NOTHING.test(line)).join(' ');
	const words = lines.filter((line) => !nothing.includes(line));
	return { words: [...new Set(words)].join(' '), own };
}
