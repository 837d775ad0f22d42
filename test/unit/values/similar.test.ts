import fc from 'fast-check';
import { askIfMeant, similarNames } from '../../../nodes/ServiceOps/values/similar';
import { assert } from '../../support/node';
import { holds, isFast, repeated, textsOf } from '../../support/longTexts';

const statuses = ['Open', 'In Progress', 'Pending', 'Resolved', 'Closed', 'On Hold'];

test.each([
	['Opn', ['Open']],
	['in-progress', ['In Progress']],
	['progress', ['In Progress']],
	['Cloesd', ['Closed']],
	['RESOLVED ', ['Resolved']],
	['Nothing like it', []],
	['', []],
	['x', []],
])('%j may be meant as %j', (text, names) => {
	expect(similarNames(text, statuses)).toEqual(names);
});

test('the question has the nearest names, or is not asked', () => {
	expect(askIfMeant('Closd', ['Closed', 'Close', 'Open'])).toBe(
		'Did you mean "Closed" or "Close"?',
	);
	expect(askIfMeant('Zebra', statuses)).toBe('');
});

const words = textsOf(['Open', 'ö', ' ', '-', '\ud800', '😀', 'In Progress', '"']);

holds('a name itself is the nearest', words, (text) => {
	const found = similarNames(text, ['Zzyzx', text]);
	assert.ok(found.length === 0 || found[0] === text || found.includes(text));
});

holds(
	'at most three names',
	fc.tuple(words, fc.array(words, { maxLength: 8 })),
	([text, names]) => {
		assert.ok(similarNames(text, names).length <= 3);
	},
);

isFast([repeated('a'), repeated('Open '), repeated('\u0301')], (text) => {
	similarNames(text, [...statuses, text, `${text}b`]);
});

test.each<[string, string[], string[]]>([
	// The nearest comes first, at most three of them, each once.
	[
		'Printer',
		['Printers2', 'Printers', 'Printer', 'Printer', 'Printre'],
		['Printer', 'Printers', 'Printre'],
	],
	// Two letters that changed places are one mistake, also at the end.
	['abc', ['acb', 'bac'], ['acb', 'bac']],
	['abc', ['cab', 'bca'], []],
	// What contains the text is meant where nothing is nearer, the shorter first.
	['net', ['Intranet Team', 'Network'], ['Network', 'Intranet Team']],
	['Network Operations', ['Net'], ['Net']],
	['ne', ['Network'], []],
	['Desk', ['', '-'], []],
	['x', ['-'], []],
	['?', ['A'], []],
	// One letter in three may differ, of the shorter name; two that only look like a swap are two.
	['Rezolvd', ['Resolved'], ['Resolved']],
	['abcde', ['abxdey'], []],
	['abc', ['axy', 'axb', 'acx'], []],
	['?', ['Desk'], []],
	['Désk 1', ['DESK-1'], ['DESK-1']],
])('%j among %j is %j', (text, names, expected) => {
	expect(similarNames(text, names)).toEqual(expected);
});
