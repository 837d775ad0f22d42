/** Named characters 192 to 222, in order; those 32 further on have the same names in lower case. */
const CAPITALS = (
	'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde ' +
	'Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN'
).split(' ');

/** Named characters 160 to 255, in order. */
const LATIN = [
	...(
		'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute ' +
		'micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest'
	).split(' '),
	...CAPITALS,
	'szlig',
	...CAPITALS.map((name) => (name === 'times' ? 'divide' : name.toLowerCase())),
	'yuml',
];

const OTHERS: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	ndash: '–',
	mdash: '—',
	lsquo: '‘',
	rsquo: '’',
	sbquo: '‚',
	ldquo: '“',
	rdquo: '”',
	bdquo: '„',
	bull: '•',
	hellip: '…',
	euro: '€',
	trade: '™',
	larr: '←',
	uarr: '↑',
	rarr: '→',
	darr: '↓',
	le: '≤',
	ge: '≥',
	ne: '≠',
	minus: '−',
	OElig: 'Œ',
	oelig: 'œ',
	Scaron: 'Š',
	scaron: 'š',
	ensp: '\u2002',
	emsp: '\u2003',
	thinsp: '\u2009',
	zwnj: '\u200c',
	zwj: '\u200d',
};

const NAMED = new Map([
	...LATIN.map((name, index): [string, string] => [name, String.fromCharCode(160 + index)]),
	...Object.entries(OTHERS),
]);

const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,7}));/gi;

/** Decodes entities such as `&auml;`, `&#228;` and `&#xE4;` in a text; unknown ones stay as they are. */
export const decodeEntities = (html: string): string =>
	html.replace(ENTITY, (entity, decimal?: string, hexadecimal?: string, name?: string) => {
		if (name !== undefined) return NAMED.get(name) ?? entity;
		const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal);
		const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
		return isCharacter ? String.fromCodePoint(code) : entity;
	});

/** Escapes text for HTML. */
export const encodeEntities = (text: string): string =>
	text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
