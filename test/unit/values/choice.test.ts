/** Fixed choices are meant by their value or their name, in whatever case, blanks and hyphens. */
import { findChoice, labelsIn, toChoice } from '../../../nodes/ServiceOps/values/choice';

const choices = [
	{ name: 'Non-IT Asset', value: 'asset_non_it' },
	{ name: 'CI', value: 'cmdb' },
	{ name: 'Note', value: 'note' },
	{ name: 'note!', value: 'other' },
];

test.each([
	['asset_non_it', 'asset_non_it'],
	['non it asset', 'asset_non_it'],
	['ASSET NON-IT', 'asset_non_it'],
	[' ci ', 'cmdb'],
	['note', 'note'],
])('%j is %s', (given, value) => {
	expect(toChoice('Kind', choices, given).value).toBe(value);
});

test.each(['NOTE', 'server', '', '-', undefined, null, true, {}])(
	'%j is none, or could be several',
	(given) => {
		expect(findChoice(choices, given)).toBeUndefined();
		expect(() => toChoice('Kind', choices, given)).toThrow(
			/^Kind(: there is no .*| is empty)\. Use one of: Non-IT Asset, CI, Note, note!$/,
		);
	},
);

test('a choice without letters is meant by its value only', () => {
	const any = [{ name: '*', value: '-' }];
	expect(findChoice(any, '-')).toBe(any[0]);
	expect(findChoice(any, '?')).toBeUndefined();
});

test('labels are looked up by what is chosen', () => {
	expect(JSON.parse(labelsIn(choices).slice(1, -1))).toEqual({
		asset_non_it: 'Non-IT Asset',
		cmdb: 'CI',
		note: 'Note',
		other: 'note!',
	});
	expect(labelsIn(choices)).toMatch(/^\(.*\)$/);
});
