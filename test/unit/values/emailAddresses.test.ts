import fc from 'fast-check';
import {
	isEmailAddress,
	toEmailAddress,
	toEmailAddresses,
	toEmailOrLogonName,
} from '../../../nodes/ServiceOps/values/emailAddresses';
import { holds, isFast, refusedByName, repeated, textsOf } from '../../support/longTexts';

describe('the addresses of a list', () => {
	const [jane, john] = ['jane@example.com', 'john@example.com'];

	test.each([
		['jane@example.com', [jane]],
		['"Doe, Jane" <jane@example.com>, john@example.com', [jane, john]],
		['jane@example.com; john@example.com;', [jane, john]],
		['jane@example.com\njohn@example.com\r\n', [jane, john]],
		['jane@example.com john@example.com', [jane, john]],
		['jane@example.com, JANE@example.com, john@example.com', [jane, john]],
		[' "Jane" <jane@example.com>\n', [jane]],
		['Doe, Jane <jane@example.com>; Smith, John <john@example.com>', [jane, john]],
		["'jane@example.com'; 'Smith, John' <john@example.com>", [jane, john]],
		['"jane@example.com"', [jane]],
		['"Doe; \\"JD\\" <x@example.com>" <jane@example.com>', [jane]],
		[
			'"Doe,\r\n Jane"\r\n <jane@example.com>,\r\n\tJohn\r\n\tSmith <john@example.com>',
			[jane, john],
		],
		['Jane <jane@example.com>\nJohn <john@example.com>', [jane, john]],
		['jane@example.com (Jane, (IT) \\) Doe), (John) john@example.com', [jane, john]],
		['Team: jane@example.com, John <john@example.com>;', [jane, john]],
		['undisclosed-recipients:;', []],
		['=?UTF-8?Q?J=C3=A4ne,_Doe?= <jane@example.com>', [jane]],
		['=?utf-8?B?SsOkbmUgRG9l?=\r\n <jane@example.com>', [jane]],
		['jane@example.com <mailto:jane@example.com>', [jane]],
		['mailto:jane@example.com', [jane]],
		['< jane@example.com >', [jane]],
		['<@relay.example.com,@other.example.com:jane@example.com>', [jane]],
		['\u200bjane@example.com\u00a0', [jane]],
		[' ,;\n', []],
		['', []],
		[undefined, []],
		[null, []],
		[[], []],
		[
			['Jane <jane@example.com>', null, 'john@example.com'],
			[jane, john],
		],
		['["jane@example.com", "John <john@example.com>"]', [jane, john]],
		['[ "jane@example.com" ]', [jane]],
		['{"address":"jane@example.com"}', [jane]],
		['{ "address": "jane@example.com" }', [jane]],
		[[[[[[{ address: 'jane@example.com' }]]]]], [jane]],
		// As n8n's nodes for IMAP and Gmail have it.
		[
			{
				value: [{ address: 'jane@example.com', name: 'Doe, Jane' }],
				html: '<span>…</span>',
				text: '"Doe, Jane" <jane@example.com>',
			},
			[jane],
		],
		[{ value: [{ name: 'Team', group: [{ address: 'jane@example.com', name: '' }] }] }, [jane]],
		[{ value: [{ address: '', name: 'undisclosed-recipients' }] }, []],
		// Outlook.
		[[{ emailAddress: { address: 'jane@example.com', name: 'Jane' } }], [jane]],
		[{ email: 'jane@example.com', name: 'Jane' }, [jane]],
		// Directories.
		[{ displayName: 'Jane', mail: 'jane@example.com', userPrincipalName: 'j@corp.local' }, [jane]],
		[[{ mail: null, userPrincipalName: 'jane@example.com' }], [jane]],
		[{ text: 'Jane <jane@example.com>' }, [jane]],
		["['jane@example.com', 'john@example.com']", [jane, 'john@example.com']],
		["{'name': 'Jane', 'email': 'jane@example.com'}", [jane]],
		["{'+@example.com", ["{'+@example.com"]],
		[{ display_value: 'jane@example.com', value: 'an ID' }, [jane]],
		// Odd, but addresses.
		["O'Neil <o'neil+tag@sub.example.co.uk>", ["o'neil+tag@sub.example.co.uk"]],
		['"jane doe"@example.com', ['"jane doe"@example.com']],
		['jane@[IPv6:2001:db8::1]', ['jane@[IPv6:2001:db8::1]']],
		['jürgen@bücher.example', ['jürgen@bücher.example']],
		['nagios@localhost', ['nagios@localhost']],
		['jane(home)@example.com', [jane]],
	])('%j', (value, expected) => expect(toEmailAddresses('CC', value)).toEqual(expected));

	test.each([
		['bob', undefined],
		['jane@example.com, bob', '"bob" is not an email address'],
		['bob, jane@example.com', '"bob" is not an email address'],
		['jane@example.com, bob, ', '"bob" is not an email address'],
		['bob, alice, Jane <jane@example.com>', '"bob alice" is not an email address'],
		['Jane jane@example.com', undefined],
		['john@example.com Jane <jane@example.com>', '"john@example.com Jane" is not an email address'],
		['Jane <jane@example.com', 'is not closed'],
		['"Jane <jane@example.com>', 'is not closed'],
		['jane@example.com (Jane', 'is not closed'],
		['Jane) <jane@example.com>', 'is not closed'],
		['Jane <>', '"<>" is not an email address'],
		['<jane@example.com> Jane', '"Jane" is not an email address'],
		['<a href="mailto:jane@example.com">Jane</a>', 'is not an email address'],
		['https://jane@example.com', '"//jane@example.com" is not an email address'],
		['jane@', undefined],
		['@example.com', undefined],
		['jane@@example.com', undefined],
		['jane..doe@example.com', undefined],
		['.jane@example.com', undefined],
		['jane.@example.com', undefined],
		['jane@-example.com', undefined],
		['jane@example.com.', undefined],
		['jane@exa\u0000mple.com', undefined],
		[`${'j'.repeat(400)}@example.com`, undefined],
		['jane@example.com: john@example.com', undefined],
		['Doe, Jane: john@example.com', undefined],
		['<team:jane@example.com>', undefined],
		['<xmailto:jane@example.com>', undefined],
		["x'jane@example.com'", undefined],
		["'jane@example.com'x", undefined],
		['x"jane@example.com"', undefined],
		[[[[[[[{ address: 'jane@example.com' }]]]]]], undefined],
		['["jane@example.com"', 'not valid JSON'],
		[{ name: 'Jane' }, undefined],
		[{ value: [{ address: 'bob' }] }, undefined],
		[['jane@example.com', 3], undefined],
		[3, undefined],
		[true, undefined],
	])('refuses %j', (value, advice) => {
		const work = () => toEmailAddresses('CC', value);
		expect(work).toThrow(/^CC must be email addresses such as jane@example\.com or .*, but it is /);
		if (advice !== undefined) expect(work).toThrow(String(advice));
	});
});

test.each([
	['<mailto:jane@example.com|jane@example.com>'],
	['[Jane](mailto:jane@example.com)'],
	['[jane@example.com](mailto:jane@example.com?subject=Hi%20there)'],
	['Doe, Jane [mailto:jane@example.com]'],
])('the link %s', (text) => {
	expect(toEmailAddresses('CC', `${text}, bob@example.com`)).toEqual([
		'jane@example.com',
		'bob@example.com',
	]);
});

test('what is the whole text is quoted once, and an object that contains itself is none', () => {
	expect(() => toEmailAddresses('CC', 'bob')).toThrow(/, but it is "bob"$/);
	expect(() => toEmailAddress('CC', [])).toThrow(/, but it is \[\]$/);
	expect(isEmailAddress('bob')).toBe(false);
	const own: Record<string, unknown> = {};
	own.value = own;
	expect(() => toEmailAddresses('CC', own)).toThrow('CC must be email addresses');
});

test.each([
	[{ name: 'John Smith', email: 'john@example.com' }, 'john@example.com'],
	[{ name: 'John Smith', address: '' }, 'John Smith'],
	[{ display_value: 'John Smith', value: 'an ID' }, 'John Smith'],
	[{ name: 'John Smith', address: null }, 'John Smith'],
])('of %j, the address counts before the name', (value, expected) => {
	expect(toEmailOrLogonName('Requester', value)).toBe(expected);
});

test('no logon name is that long', () => {
	expect(() => toEmailOrLogonName('Requester', 'j'.repeat(321))).toThrow('Requester must be');
});

describe('one person', () => {
	test.each([
		['"Smith, John" <john@example.com>'],
		['Smith, John <john@example.com>\n'],
		['john@example.com, John@Example.com'],
		[{ value: [{ address: 'john@example.com', name: 'Smith, John' }], text: 'x', html: 'x' }],
		[[{ address: 'john@example.com' }]],
	])('%j', (value) => {
		expect(toEmailAddress('Requester', value)).toBe('john@example.com');
		expect(toEmailOrLogonName('Requester', value)).toBe('john@example.com');
	});

	test.each([
		['john@example.com, jane@example.com', 'Only one is allowed'],
		[{ value: [{ address: 'a@example.com' }, { address: 'b@example.com' }] }, 'Only one'],
		['undefined', 'but it is "undefined"'],
		['[object Object]', 'but it is "[object Object]"'],
		['', 'but it is ""'],
		[[], 'but it is []'],
		[{}, 'but it is {}'],
	])('is not %j', (value, message) => {
		expect(() => toEmailAddress('Requester', value)).toThrow(message);
		expect(() => toEmailOrLogonName('Requester', value)).toThrow(message);
		expect(() => toEmailOrLogonName('Requester', value)).toThrow(
			/^Requester must be an email address, logon name or name, such as /,
		);
	});

	test.each([
		['John Smith', 'but it is "John Smith"'],
		['Smith, John', '"Smith John" is not an email address'],
	])('is not %j where only an address will do', (value, message) => {
		expect(() => toEmailAddress('Requester', value)).toThrow(message);
		expect(toEmailOrLogonName('Requester', ` ${value}\u00a0`)).toBe(value);
	});

	test.each([
		['jsmith', 'jsmith'],
		[{ id: 7, name: 'John Smith' }, 'John Smith'],
		['Anne-Marie  O’Neill Jr.', 'Anne-Marie O’Neill Jr.'],
		[' john.smith ', 'john.smith'],
		['CORP\\jsmith', 'CORP\\jsmith'],
		['4711', '4711'],
		[4711, '4711'],
	])('can be a logon name where the field takes one: %j', (value, expected) => {
		expect(toEmailOrLogonName('Requester', value)).toBe(expected);
		expect(() => toEmailAddress('Requester', value)).toThrow(
			/^Requester must be an email address such as /,
		);
	});
});

const address = fc
	.tuple(
		fc.stringMatching(/^[a-z0-9!#$&'*+/=?^_`{|}~-]{1,8}(\.[a-z0-9_+-]{1,5}){0,2}$/),
		fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,3})?(\.[a-z]{2,4}){1,2}$/),
	)
	.map((parts) => parts.join('@'))
	.filter((text) => !/^['/]|'@/.test(text));
/** A name as mail programs quote it. */
const quoted = fc
	.string({ unit: 'grapheme', maxLength: 12 })
	.map((name) => `"${name.replace(/["\\]/g, '\\$&').replace(/\n/g, ' ')}"`);
const plain = fc.constantFrom(
	'Jane',
	'Jane Doe',
	'Doe, Jane',
	'Dr. J. Doe',
	'=?UTF-8?Q?J=2C?=',
	'',
);
const comment = fc.constantFrom('', '', ' (home, (or) away)', ' (a\\)b)');
const mailbox = fc.oneof(
	fc.tuple(address, comment).map(([bare, note]) => ({ bare, written: bare + note })),
	fc
		.tuple(fc.oneof(quoted, plain), fc.constantFrom(' ', '\r\n '), address, comment)
		.map(([name, gap, bare, note]) => ({ bare, written: `${name}${gap}<${bare}>${note}` })),
);

holds(
	'every list that mail programs write gives its addresses',
	fc.tuple(fc.array(mailbox, { maxLength: 6 }), fc.constantFrom(', ', ',', '; ', ';', ',\r\n ')),
	([mailboxes, separator]) => {
		const text = mailboxes.map(({ written }) => written).join(separator);
		const expected = mailboxes.map(({ bare }) => bare);
		expect(toEmailAddresses('CC', text)).toEqual([...new Set(expected)]);
	},
);

const fragments = [
	'jane@example.com',
	'<jane@example.com>',
	'"',
	'\\',
	'(',
	')',
	'<',
	'>',
	'[',
	']',
	'@',
	'@[',
	',',
	';',
	':',
	'\n',
	'\r\n ',
	' ',
	"'",
	'.',
	'Jane',
	'mailto:',
	'=?UTF-8?Q?',
	'?=',
	'{"value":',
];

holds(
	'any other text gives addresses that stand in it, or is refused',
	textsOf(fragments),
	(text) => {
		const found = refusedByName('CC', () => toEmailAddresses('CC', text)) ?? [];
		const bare = text.replace(/\([^()]*\)/g, '');
		for (const one of found) {
			expect(isEmailAddress(one)).toBe(true);
			expect(one).toMatch(/^(?:"[^"]*"|[^\s<>,;:()]+)@[^\s<>,;()@]+$/);
			expect(text.includes(one) || bare.includes(one) || text.includes('(')).toBe(true);
		}
		const person = refusedByName('Requester', () => toEmailOrLogonName('Requester', text));
		// An address, a logon name, or a name of a few words.
		if (person !== undefined)
			expect(person).toMatch(/^\S+$|^"[^"]*"@\S+$|^[^\s<>@]+(?: [^\s<>@]+)+$/);
	},
);

describe('time', () => {
	const texts = [
		repeated('a@b.c,'),
		repeated('a@b.c '),
		repeated('Jane <a@b.c>,'),
		repeated('x\n'),
		repeated('x\n', '', ', a@b.c'),
		repeated('x,'),
		repeated('('),
		repeated('()'),
		repeated('(', '', repeated(')')),
		repeated('"'),
		repeated('\\', '"'),
		repeated('<'),
		repeated('<>'),
		repeated('@'),
		repeated('@['),
		repeated('a', '', '@b.c'),
		repeated('a.', '', '@b.c'),
		repeated('-', 'a@b', '.c'),
		repeated(' '),
		repeated(':'),
		repeated('[', '[{'),
		`{"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
	];
	isFast(texts, (text) => toEmailAddresses('CC', text));
	isFast(texts, (text) => toEmailOrLogonName('Requester', text));
});
