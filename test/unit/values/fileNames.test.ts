/** Names of files: which ones a pattern means, and how equal ones are told apart. */
import fc from 'fast-check';
import { matchesPattern, toUniqueNames } from '../../../nodes/ServiceOps/values/fileNames';
import { cpuStopwatch } from '../../support/cpuTime';

test.each([
	['*.pdf', 'Report.PDF', true],
	['*.pdf', 'report.pdf.exe', false],
	['report*', 'report (2).pdf', true],
	['report?.pdf', 'report1.pdf', true],
	['report?.pdf', 'report.pdf', false],
	['*', '', true],
	['', '', true],
	['', 'a', false],
	['a*b*c', 'aXXbYYbZZc', true],
	['a*b*c', 'aXXbYY', false],
	['[1].txt', '[1].txt', true],
	['[1].txt', '1.txt', false],
	['Größe*.xlsx', 'größe 2026.xlsx', true],
])('%j and %j: %s', (pattern, name, matches) => {
	expect(matchesPattern(pattern, name)).toBe(matches);
});

test('a pattern that makes others slow takes no time', () => {
	const spentMs = cpuStopwatch();
	expect(matchesPattern(`${'*a'.repeat(50)}b`, 'a'.repeat(5_000))).toBe(false);
	expect(spentMs()).toBeLessThan(200);
});

test.each([
	[
		['a.pdf', 'a.pdf', 'A.PDF'],
		['a.pdf', 'a (2).pdf', 'A (3).PDF'],
	],
	[
		['a (2).pdf', 'a.pdf', 'a.pdf'],
		['a (2).pdf', 'a.pdf', 'a (3).pdf'],
	],
	// The one that has the name already keeps it.
	[
		['a.pdf', 'a.pdf', 'a (2).pdf'],
		['a.pdf', 'a (3).pdf', 'a (2).pdf'],
	],
	[
		['README', 'README', '.env', '.env'],
		['README', 'README (2)', '.env', '.env (2)'],
	],
])('%j become %j', (given, unique) => {
	expect(toUniqueNames(given)).toEqual(unique);
});

test('no two are equal, whatever they were', () => {
	const name = fc.constantFrom('a', 'A', 'a (2)', 'a (3)', 'a.b', 'a (2).b', '', '.');
	fc.assert(
		fc.property(fc.array(name, { maxLength: 12 }), (given) => {
			const unique = toUniqueNames(given).map((one) => one.toLowerCase());
			expect(new Set(unique).size).toBe(given.length);
		}),
		{ numRuns: 500, seed: 14 },
	);
});
