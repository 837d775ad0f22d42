import fc from 'fast-check';
import { isSameHtmlText, plainText, toHtml } from '../../../nodes/ServiceOps/values/htmlText';
import { holds, isFast, repeated, textsOf } from '../../support/longTexts';

describe('the text of HTML', () => {
	test.each([
		['plain', 'plain'],
		['<p>One</p><p>Two</p>', 'One\nTwo'],
		['One<br>Two<br/>Three<BR />Four', 'One\nTwo\nThree\nFour'],
		['a <b>bold</b> word', 'a bold word'],
		['half<i>way</i>', 'halfway'],
		['<ul><li>One</li> <li>Two</li></ul>', 'One\nTwo'],
		['<table><tr><td>1</td><td>2</td></tr></table>', '1\n2'],
		['<p>one\n  two</p>', 'one two'],
		['one\ntwo', 'one\ntwo'],
		[
			'&lt;b&gt; &amp; &quot;x&quot; &#39;y&#x27; &auml;&Auml;&euro; &nosuch; &#0;',
			'<b> & "x" \'y\' äÄ€ &nosuch; &#0;',
		],
		['a&nbsp;&nbsp; b', 'a b'],
		['<a href="https://example.com/?a=1>2">link</a>', 'link'],
		["<IMG alt='>' src=x.png>after", 'after'],
		['<p class=x\n id="y">text</p >', 'text'],
		['<input disabled>x', 'x'],
		['<style>p { color: red }</style><p>text</p><script>if (a < b) {}</script>', 'text'],
		['a<!-- <p>hidden</p> -->b', 'ab'],
		['<!DOCTYPE html><html><body>text</body></html>', 'text'],
		['<![if !mso]><p>text<o:p></o:p></p><![endif]>', 'text'],
		// As real mails have them: end tags left out, attributes without a space between, quotes with a backslash.
		['<html><head><body>text</body>', 'text'],
		['<!DOCTYPE html><html>\n<head><title>Test</title>\n<body>text</body></html>', 'Test\ntext'],
		['<img src="x.png"border="0" width=1>after', 'after'],
		['<font color=\\"gray\\">text</font>', 'text'],
		['a <!VR>b', 'a b'],
		// What is no character stays.
		['&#xD800;&#57343;&#x110000;&#0;&nosuch;', '&#xD800;&#57343;&#x110000;&#0;&nosuch;'],
		['&#xD7FF;&#xE000;&#x10FFFF;&#x41;', '\ud7ff\ue000\u{10ffff}A'],
		// What is no tag stays.
		['Volume <D:> on host <srv-b>', 'Volume <D:> on host <srv-b>'],
		['5 < 99 and 20 > 15', '5 < 99 and 20 > 15'],
		['a<b and c>d', 'a<b and c>d'],
		['if (i<p && x>y)', 'if (i<p && x>y)'],
		['Dear <name>, see <title> on <time>', 'Dear <name>, see <title> on <time>'],
		['<jane@example.com>, <https://example.com>', '<jane@example.com>, <https://example.com>'],
		['<p', '<p'],
		['<p class="x', '<p class="x'],
		['<<p>>', '<\n>'],
		['a <!-- b', 'a <!-- b'],
		['<script>alert(1)', '<script>alert(1)'],
		['', ''],
		[' \n ', ''],
	])('%j', (html, text) => expect(plainText(html)).toBe(text));
});

describe('text as HTML', () => {
	test.each([
		['Printer jam', 'Printer jam'],
		['one\ntwo\r\nthree\rfour', 'one<br>two<br>three<br>four'],
		['one\vtwo\u2028three\u2029four\u0085five', 'one<br>two<br>three<br>four<br>five'],
		['Volume <D:> is > 90% & rising', 'Volume &lt;D:&gt; is &gt; 90% &amp; rising'],
		['Tom &amp; Jerry', 'Tom &amp;amp; Jerry'],
		['Dear <name>', 'Dear &lt;name&gt;'],
		['<Ctrl>+<Alt>+<Del>, <Ins>', '&lt;Ctrl&gt;+&lt;Alt&gt;+&lt;Del&gt;, &lt;Ins&gt;'],
		['<del>old</del> new', '<del>old</del> new'],
		[
			'<?xml version="1.0"?>\n<alert>x</alert>',
			'&lt;?xml version="1.0"?&gt;<br>&lt;alert&gt;x&lt;/alert&gt;',
		],
		['<p>one</p>\n<p>two & three</p>', '<p>one</p>\n<p>two & three</p>'],
		['first<br>second\nthird', 'first<br>second\nthird'],
		['see <a href="https://example.com">this</a>', 'see <a href="https://example.com">this</a>'],
		['', ''],
	])('%j', (text, html) => expect(toHtml(text)).toBe(html));
});

describe('two texts are the same', () => {
	test.each([
		// What the server has, and what is sent.
		['<p>one</p><p>two</p>', '<p>one</p>\n<P>two</P>'],
		['<p class="a" id="b">x</p>', "<p id='b' class=a>x</p>"],
		['one<br />two', 'one<br>two'],
		['one\ntwo', 'one<br>two'],
		['<b>one</b>\ntwo', '<b>one</b><br>two'],
		['<div>one<br/>two</div>', 'one<br>two'],
		['caf&eacute; &ndash; &#8364;5', 'café – €5'],
		['a&nbsp;b', 'a b'],
		['a &gt; b', 'a > b'],
		[
			'<a target="_blank" href="https://example.com?a=1&amp;b=2">x</a>',
			'<a href=https://example.com?a=1&b=2>x</a>',
		],
		// A server that takes the tags out, with something or nothing in their place.
		['Incident Description', '<p>Incident Description</p>'],
		['one\ntwo', '<p>one</p><p>two</p>'],
		['one two', '<p>one</p><p>two</p>'],
		['onetwo', '<p>one</p><p>two</p>'],
		['a bold word', 'a <b>bold</b> word'],
		['see this', 'see <a href="https://example.com">this</a>'],
		['Volume <D:> & <srv-b>', 'Volume &lt;D:&gt; &amp; &lt;srv-b&gt;'],
		['AT&amp;T', 'AT&amp;amp;T'],
		['Write <br> there', '<p>Write &lt;br&gt; there</p>'],
		['', '<p></p>'],
	])('%j and %j', (current, wanted) => expect(isSameHtmlText(current, wanted)).toBe(true));

	test.each([
		['Volume <C:> on host <srv-a>', 'Volume <D:> on host <srv-b>'],
		['5 < 99 and 20 > 15', '5 < 98 and 20 > 15'],
		['5 < 99 and 20 > 15', '515'],
		['Dear <name>', 'Dear <title>'],
		['a b', 'ab'],
		['notepad', '<p>note pad</p>'],
		['one\ntwo', 'one two'],
		['<p>one</p><p>two</p>', '<p>one two</p>'],
		['<p>x</p>', '&lt;p&gt;x&lt;/p&gt;'],
		['<a href="https://a.example">x</a>', '<a href="https://b.example">x</a>'],
		['<p>see <a href="https://a.example">x</a></p>', '<p>see x</p>'],
		['<img src="a.png">', '<img src="b.png">'],
		['', '<img src="b.png">'],
		['', 'x'],
		['Case', 'case'],
		['x', ''],
	])('and %j is not %j', (current, wanted) => {
		expect(isSameHtmlText(current, wanted)).toBe(false);
	});
});

/** Text that is no HTML, but has its signs. */
const notHtml = textsOf([
	'<D:>',
	'<srv-b>',
	'< ',
	'<',
	'> ',
	'5',
	'a',
	' ',
	'\n',
	'"',
	"'",
	'&',
	'<name>',
	'<x>',
	'/>',
	'</',
	'=',
]);
const LINE_END = /[\n\v\r\u0085\u2028\u2029]/;
/** White space of several kinds reads as one. */
const read = (text: string) =>
	text.replace(/[\s\u0085]+/g, (run) => (LINE_END.test(run) ? '\n' : ' ')).trim();

holds(
	'two texts without tags are the same exactly when they read the same',
	fc.tuple(notHtml, notHtml),
	([one, other]) => {
		// Some turn out to be HTML, or to have entities, which a server may have taken out.
		const isHtml = [one, other].some((text) => text.includes('<') && toHtml(text) === text);
		if (isHtml || /&#?\w+;/.test(one + other)) return;
		expect(read(plainText(toHtml(one)))).toBe(read(one));
		const isSame = isSameHtmlText(toHtml(one), toHtml(other));
		if (isSame) expect(read(one).replace(/\s/g, '')).toBe(read(other).replace(/\s/g, ''));
		if (read(one) === read(other)) expect(isSame).toBe(true);
		// A line break may be sent as a tag, of which a server may leave nothing.
		else if (!LINE_END.test(one + other)) expect(isSame).toBe(false);
	},
);

interface Element {
	name: string;
	attributes: Array<[string, string]>;
	children: Node[];
}
type Node = string | Element;

const word = fc.constantFrom(
	'disk',
	'full',
	'5 < 9',
	'<D:>',
	'a&b',
	'größer',
	'"quoted"',
	"it's",
	'20 > 15',
);
const attributes = fc.uniqueArray(
	fc.tuple(
		fc.constantFrom('class', 'id', 'title', 'style'),
		fc.constantFrom('x', 'a b', 'x>y', '1'),
	),
	{ maxLength: 3, selector: ([name]) => name },
);
const links = fc.constantFrom('https://a.example/?x=1&y=2', 'https://b.example', '/c');
const { node } = fc.letrec<{ node: Node; element: Node; link: Node; line: Node }>((tie) => ({
	node: fc.oneof({ maxDepth: 3 }, word, tie('line'), tie('element'), tie('link')),
	line: fc.constant({ name: 'br', attributes: [], children: [] }),
	element: fc.record({
		name: fc.constantFrom('p', 'div', 'b', 'span', 'li'),
		attributes,
		children: fc.array(tie('node'), { maxLength: 3 }),
	}),
	link: fc.record({
		name: fc.constant('a'),
		attributes: fc
			.tuple(links, attributes)
			.map(([href, others]): Array<[string, string]> => [['href', href], ...others]),
		children: fc.tuple(word),
	}),
}));
const documents = fc.array(node, { minLength: 1, maxLength: 4 });

const escape = (text: string) =>
	text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
/** As someone writes it. */
const write = (nodes: Node[]): string =>
	nodes
		.map((one) => {
			if (typeof one === 'string') return escape(one);
			const all = one.attributes.map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
			if (one.name === 'br') return '<br>';
			return `<${one.name}${all}>${write(one.children)}</${one.name}>`;
		})
		.join('');
/** As a server may write the same. */
const normalize = (nodes: Node[]): string =>
	nodes
		.map((one) => {
			if (typeof one === 'string') {
				return escape(one)
					.replace(/ü/g, '&uuml;')
					.replace(/ß/g, '&#223;')
					.replace(/ö/g, '&#xF6;')
					.replace(/&quot;/g, '"');
			}
			if (one.name === 'br') return '<br />\n';
			const all = [...one.attributes]
				.reverse()
				.map(([name, value]) => `\n ${name.toUpperCase()} = '${value.replace(/&/g, '&#38;')}'`)
				.join('');
			const gap = ['p', 'div', 'li'].includes(one.name) ? '\n  ' : '';
			return `${gap}<${one.name.toUpperCase()}${all} >${normalize(one.children)}</${one.name}\n>${gap}`;
		})
		.join('');
/** As a server that takes tags out gives it back. */
const strip = (nodes: Node[], place: string): string =>
	nodes
		.map((one) => {
			if (typeof one === 'string') return one;
			if (one.name === 'br') return place;
			const inner = strip(one.children, place);
			return ['p', 'div', 'li'].includes(one.name) ? place + inner + place : inner;
		})
		.join('');

holds('HTML is the same in whatever way a server writes it', documents, (nodes) => {
	expect(isSameHtmlText(normalize(nodes), write(nodes))).toBe(true);
});

holds(
	'and without its tags, with blanks, line breaks or nothing in their place',
	fc.tuple(documents, fc.constantFrom(' ', '\n', '')),
	([nodes, place]) => {
		// Where nothing is left but an image or a link, the server has lost it.
		const text = strip(nodes, place).trim();
		expect(isSameHtmlText(text, write(nodes))).toBe(text !== '' || !write(nodes).includes('href'));
	},
);

holds('another word or link makes a difference', fc.tuple(documents, documents), ([one, other]) => {
	const isSame = isSameHtmlText(normalize(one), write(other));
	const hasTags = [...one, ...other].some((part) => typeof part !== 'string');
	const texts = [one, other].map((nodes) => strip(nodes, '').replace(/\s/g, ''));
	if (texts[0] !== texts[1]) expect(isSame).toBe(false);
	const targets = [one, other].map((nodes) => (write(nodes).match(/href="[^"]*"/g) ?? []).join());
	if (hasTags && one.some((part) => typeof part !== 'string') && targets[0] !== targets[1])
		expect(isSame).toBe(false);
});

holds(
	'any text can be read, sent and compared',
	textsOf([
		'<',
		'>',
		'</',
		'<p>',
		'</p>',
		'<br>',
		'<a href="',
		'<!--',
		'-->',
		'<style>',
		'</style>',
		'&',
		'&lt;',
		'&#60;',
		'"',
		"'",
		'=',
		'/',
		' ',
		'\n',
		'x',
		'<b',
	]),
	(text) => {
		const html = toHtml(text);
		expect(isSameHtmlText(`${html} `, html)).toBe(true);
		expect(plainText(text)).toBe(plainText(text).trim());
	},
);

describe('time', () => {
	const texts = [
		repeated('<'),
		'<'.repeat(100_000),
		repeated('<p'),
		repeated('<p '),
		repeated('<p>'),
		repeated('<b>'),
		repeated('<b>', '', '</b>'),
		'</b>'.repeat(9000) + '<b>'.repeat(9000),
		repeated('<a b="'),
		repeated('<a b=\'<a c="'),
		repeated('<a b=1 '),
		repeated(' b=1', '<a'),
		repeated(' ', '<a', '<'),
		repeated(' ', '<a b', '<'),
		repeated(' ', '</a', '<'),
		repeated('<!--'),
		repeated('<!-- -->'),
		repeated('<!doctype '),
		repeated('<style>'),
		repeated('<style>', '</style>'),
		repeated('<style>', '', '</style>'),
		repeated('<style></style>'),
		repeated('&'),
		repeated('&lt;'),
		repeated('&#60'),
		repeated('\n'),
		repeated(' \n\u00a0', 'a', 'b'),
		repeated('<br>\n'),
		repeated('\ufdd0'),
		repeated('"', '<a href="'),
		repeated('x', '<a href="'),
	];
	isFast(texts, plainText);
	isFast(texts, (text) => isSameHtmlText(text, `${text}x`));
	isFast(texts, toHtml);
});
