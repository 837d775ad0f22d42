import fc from 'fast-check';
import { fileNameOf } from '../../../nodes/ServiceOps/transport/contentDisposition';
import { holds, isFast, repeated, textsOf } from '../../support/longTexts';

/** As Node hands on the bytes of a header. */
const raw = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

describe('the name of a file', () => {
	test.each([
		['attachment; filename=report.pdf', 'report.pdf'],
		['attachment; filename="report 1.pdf"', 'report 1.pdf'],
		['attachment;filename=report 1.pdf ; size=3', 'report 1.pdf'],
		['ATTACHMENT; FileName = "report.pdf"', 'report.pdf'],
		['filename="report.pdf"', 'report.pdf'],
		['inline; size=3; filename="a;b=c.pdf"; x=y', 'a;b=c.pdf'],
		['attachment; filename="say \\"hi\\".pdf"', 'say "hi".pdf'],
		['attachment; filename="f\\oo.html"', 'foo.html'],
		['attachment; filename="open.pdf', 'open.pdf'],
		["attachment; filename='report.pdf'", 'report.pdf'],
		["attachment; filename='report.pdf' ; size=1", 'report.pdf'],
		["attachment; filename=a 'b'", "a 'b'"],
		["attachment; filename='a' b", "'a' b"],
		['attachment filename="report.pdf"', 'report.pdf'],
		['attachment; x="a;"; filename="report.pdf"', 'report.pdf'],
		// RFC 6266 and 5987.
		["attachment; filename*=UTF-8'de'St%C3%B6rung.pdf", 'Störung.pdf'],
		["attachment; filename*=utf-8''St%c3%b6rung%20%e2%82%ac.pdf", 'Störung €.pdf'],
		["attachment; filename*=ISO-8859-1''St%F6rung.pdf", 'Störung.pdf'],
		["attachment; filename*=ISO-8859-1''5%80\u00ff.pdf", '5€ÿ.pdf'],
		['attachment; filename*="UTF-8\'\'St%C3%B6rung.pdf"', 'Störung.pdf'],
		["attachment; filename=x.pdf; filename*=UTF-8''St%C3%B6rung.pdf", 'Störung.pdf'],
		["attachment; filename*=UTF-8''St%C3%B6rung.pdf; filename=x.pdf", 'Störung.pdf'],
		["attachment; filename*=UTF-8''%E6%96%87%E4%BB%B6.txt", '文件.txt'],
		["attachment; filename*=Shift_JIS''%95%B6%8F%91.txt", '文書.txt'],
		// An extended form that cannot be decoded is passed over.
		["attachment; filename*=UTF-8''St%F6rung.pdf; filename=x.pdf", 'x.pdf'],
		["attachment; filename*=UTF-8''St%C3%B; filename=x.pdf", 'x.pdf'],
		["attachment; filename*=nosuch''x; filename=x.pdf", 'x.pdf'],
		["attachment; filename*=UTF-8''; filename=x.pdf", 'x.pdf'],
		["attachment; filename*=UTF-8''..; filename=x.pdf", 'x.pdf'],
		['attachment; filename*=report.pdf', 'report.pdf'],
		// RFC 2231, in parts.
		["attachment; filename*1*=%B6rung; filename*0*=UTF-8''St%C3; filename*2=.pdf", 'Störung.pdf'],
		['attachment; filename*0="long "; filename*1="100%.pdf"', 'long 100%.pdf'],
		["attachment; filename*0*=UTF-8''a%20; filename*1=b%20c.pdf", 'a b%20c.pdf'],
		// RFC 2047.
		['attachment; filename="=?UTF-8?Q?St=C3=B6rung_1.pdf?="', 'Störung 1.pdf'],
		[`attachment; filename="=?utf-8?B?${base64('Störung.pdf')}?="`, 'Störung.pdf'],
		['attachment; filename="=?ISO-8859-1?Q?St=F6rung?=.pdf"', 'Störung.pdf'],
		['attachment; filename="=?UTF-8?Q?St=C3?= =?UTF-8?Q?=B6rung.pdf?="', 'Störung.pdf'],
		['attachment; filename="=?UTF-8?Q?St=C3=B6?= =?ISO-8859-1?Q?=E4.pdf?="', 'Stöä.pdf'],
		['attachment; filename="=?UTF-8?Q?a?= and =?UTF-8?Q?b?=.pdf"', 'a and b.pdf'],
		['attachment; filename="=?UTF-8?Q?a=zz?= =?UTF-8?Q?b?="', '=?UTF-8?Q?a=zz?= =?UTF-8?Q?b?='],
		['attachment; filename="=?UTF-8?B?YQ==YQ==?="', '=?UTF-8?B?YQ==YQ==?='],
		['attachment; filename="=?UTF-8?B?!!!?="', '=?UTF-8?B?!!!?='],
		['attachment; filename==?UTF-8?Q?St=C3=B6rung.pdf?=', 'Störung.pdf'],
		// What servers send in spite of all that.
		[`attachment; filename="${raw('Störung.pdf')}"`, 'Störung.pdf'],
		[`attachment; filename=${raw('文件.txt')}`, '文件.txt'],
		['attachment; filename="St\u00f6rung.pdf"', 'Störung.pdf'],
		['attachment; filename="10 \u0080.pdf"', '10 €.pdf'],
		['attachment; filename="Störung €.pdf"', 'Störung €.pdf'],
		['attachment; filename="St%C3%B6rung%201.pdf"', 'Störung 1.pdf'],
		['attachment; filename="100%.pdf"', '100%.pdf'],
		['attachment; filename="50% off %zz.pdf"', '50% off %zz.pdf'],
		['attachment; filename="%41%zz.pdf"', '%41%zz.pdf'],
		['attachment; filename="%41%4"', '%41%4'],
		['attachment; filename="Ł%20.pdf"', 'Ł%20.pdf'],
		['attachment; filename="UTF-8\'\'St%C3%B6rung.pdf"', 'Störung.pdf'],
		['attachment; filename="O\'Neil\'s file.pdf"', "O'Neil's file.pdf"],
		// The name alone.
		['attachment; filename="../../etc/passwd"', 'passwd'],
		['attachment; filename="C:\\Users\\jane\\report.pdf"', 'report.pdf'],
		['attachment; filename="\\\\server\\share\\report.pdf"', 'report.pdf'],
		["attachment; filename*=UTF-8''..%2F..%2Fevil.exe", 'evil.exe'],
		['attachment; filename="a\u0000b\r\nc.pdf"', 'abc.pdf'],
		["attachment; filename*=UTF-8''a%00%0Ab.pdf", 'ab.pdf'],
		["attachment; filename*=UTF-8''invoice%E2%80%AEfdp.exe", 'invoicefdp.exe'],
		['attachment; filename=".htaccess"', '.htaccess'],
	])('%s', (header, expected) => expect(fileNameOf(header)).toBe(expected));

	test.each([
		undefined,
		'',
		'attachment',
		'attachment; filename',
		'attachment; filename=',
		'attachment; filename=""',
		'attachment; filename="  "',
		'attachment; filename=.',
		'attachment; filename=".."',
		'attachment; filename="a/"',
		'attachment; filename="\u0001"',
		'attachment; name="report.pdf"',
		'attachment; xfilename="report.pdf"',
		'="x"; filename=report.pdf',
	])('is not in %j', (header) => expect(fileNameOf(header)).toBeUndefined());

	test('is at most 200 characters long, with its extension', () => {
		const name = fileNameOf(`attachment; filename="${'x'.repeat(500)}.pdf"`);
		expect(name).toMatch(/^x+\.pdf$/);
		expect(name).toHaveLength(200);
		const nameOf = (text: string) => fileNameOf(`attachment; filename="${raw(text)}"`);
		expect(nameOf('x'.repeat(500))).toBe('x'.repeat(200));
		expect(nameOf(`report.v${'x'.repeat(500)}`)).toBe(`report.v${'x'.repeat(192)}`);
		// Not half of a character.
		expect(nameOf(`😀${'x'.repeat(193)}${'😀'.repeat(9)}.pdf`)).toBe(`😀${'x'.repeat(193)}.pdf`);
	});
});

/** RFC 5987 takes fewer characters as they are than URLs do. */
const escaped = (text: string) =>
	encodeURIComponent(text).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
const inQuotes = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
const ENCODERS = [
	(name: string) => `filename*=UTF-8''${escaped(name)}`,
	(name: string) => `filename="fallback.txt"; filename*=UTF-8'en'${escaped(name)}; size=1`,
	(name: string) => `filename="=?UTF-8?B?${base64(name)}?="`,
	(name: string) =>
		`filename="=?utf-8?Q?${escaped(name).replace(/_/g, '%5F').replace(/%/g, '=')}?="`,
	(name: string) => `filename=${inQuotes(raw(name))}`,
];
const names = fc
	.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
	// A plain name may look encoded itself.
	.filter((name) => name === name.trim() && !/[%/\\\p{C}]|^\.*$|=\?|''/u.test(name));

holds(
	'every name comes back from every way to write it',
	fc.tuple(names, fc.constantFrom(...ENCODERS)),
	([name, encode]) => {
		expect(fileNameOf(`attachment; ${encode(name)}`)).toBe(name);
	},
);

const fragments = [
	'attachment',
	';',
	' ',
	'=',
	'"',
	'\\',
	'/',
	'..',
	'filename=',
	'filename*=',
	'filename*0=',
	'filename*0*=',
	"UTF-8''",
	'=?UTF-8?Q?',
	'=?UTF-8?B?',
	'?=',
	'%',
	'%2F',
	'%00',
	'=C3',
	'ö',
	'a.pdf',
];

holds('no header gives a path or an invisible character', textsOf(fragments), (header) => {
	const name = fileNameOf(header);
	if (name === undefined) return;
	expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e]|^\s*\.*\s*$/u);
	expect(name.length).toBeLessThanOrEqual(200);
});

describe('time', () => {
	isFast(
		[
			repeated(' ', 'attachment;', '"'),
			repeated('"'),
			repeated('\\', 'filename="'),
			repeated('a', 'filename="'),
			repeated('%', 'filename='),
			repeated('%41', 'filename='),
			repeated('/', 'filename='),
			repeated('.', 'filename='),
			repeated('=?UTF-8?Q?', 'filename='),
			repeated('=?UTF-8?Q?a?=', 'filename='),
			repeated('=?UTF-8?Q?a?= ', 'filename='),
			repeated('=?UTF-8?B?YQ==?=', 'filename="', '"'),
			repeated('a', 'filename="=?UTF-8?B?', '!?="'),
			repeated('filename*=;'),
			repeated('filename="a";'),
			repeated("'", 'filename*='),
			repeated('ö', 'filename='),
			Array.from({ length: 4000 }, (_, index) => `filename*${index}=a`).join(';'),
		],
		fileNameOf,
	);
});
