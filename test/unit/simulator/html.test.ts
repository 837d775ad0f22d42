/** What the simulator makes of HTML: another way to write the same, in linear time. */
import fc from 'fast-check';
import { normalizedHtml, plainText } from '../../simulator/html';
import { cpuStopwatch } from '../../support/cpuTime';

test.each([
	['<p>a</p>', '<p>a</p>'],
	['<P>a<BR/>b', '<p>a<br>b</p>'],
	[
		"<a HREF='https://example.com/?a=1&amp;b=2' onclick=evil()>x</a>",
		'<a href="https://example.com/?a=1&amp;b=2">x</a>',
	],
	['<b><i>x</b></i>', '<b><i>x</i></b>'],
	['a&nbsp; b', 'a&nbsp; b'],
	['a  \n b &lt; c &quot;d&quot;', 'a b &lt; c "d"'],
	['5 < 99 and 20 > 15', '5 &lt; 99 and 20 &gt; 15'],
	['<!-- no --><script>alert("<p>")</script><style>p{}</style>yes', 'yes'],
	['</p>x', 'x'],
	['', ''],
])('%j becomes %j', (html, expected) => {
	expect(normalizedHtml(html)).toBe(expected);
});

test.each([
	['<p>a &amp; <b>b</b></p>', 'a & b'],
	['<p>a</p><p>b</p>', 'a\nb'],
	['a<br>b<br />c', 'a\nb\nc'],
	['5 < 99 and 20 > 15', '5 < 99 and 20 > 15'],
	['&amp;lt;', '&lt;'],
	['Volume <D:> on <srv-a>', 'Volume  on'],
])('%j is %j as plain text', (html, expected) => {
	expect(plainText(html)).toBe(expected);
});

const pieces = fc.array(
	fc.oneof(
		fc.constantFrom(
			'<p>',
			'</p>',
			'<b>',
			'</B>',
			'<br/>',
			'<',
			'>',
			'&amp;',
			'&nbsp;',
			'<a b=c>',
			'<A HREF="&gt;&amp;" d>',
		),
		fc.string(),
	),
	{ maxLength: 30 },
);

test('what is normal stays as it is', () => {
	fc.assert(
		fc.property(pieces, (parts) => {
			const once = normalizedHtml(parts.join(''));
			expect(normalizedHtml(once)).toBe(once);
		}),
		{ numRuns: 500 },
	);
});

test.each(['<', '<p>', '<a ', '&', '>', '<!', '</p>', '<b', '<script>'])(
	'a long text of %j takes linear time',
	(piece) => {
		const html = piece.repeat(100_000);
		const spentMs = cpuStopwatch();
		normalizedHtml(html);
		plainText(html);
		expect(spentMs()).toBeLessThan(3000);
	},
);
