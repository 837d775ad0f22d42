/** A record as one text: readable, never longer than asked for, and honest about what is missing. */
import fc from 'fast-check';
import { cutText, writeSummary } from '../../../nodes/ServiceOps/values/summaryText';

const entry = (number: number, text = `Text ${number}`) => ({ heading: `Entry ${number}`, text });
const parts = {
	title: 'INC-46: Laptop does not start',
	facts: [
		{ label: 'Status', value: 'Open' },
		{ label: 'Priority', value: 'High' },
	],
	description: 'It stays dark.',
	entries: [entry(1), entry(2)],
};

test('everything is in it, the oldest entry first', () => {
	expect(writeSummary(parts, 8000)).toBe(
		[
			'INC-46: Laptop does not start\nStatus: Open\nPriority: High',
			'Description:\nIt stays dark.',
			'Conversation (2 entries, oldest first):',
			'[Entry 1]\nText 1',
			'[Entry 2]\nText 2',
		].join('\n\n'),
	);
});

test('what is not there has no heading', () => {
	const text = writeSummary({ title: 'AST-1', facts: [], description: '' }, 8000);
	expect(text).toBe('AST-1');
	expect(writeSummary({ ...parts, entries: [] }, 8000)).toContain('Conversation (0 entries):');
	expect(writeSummary({ ...parts, entries: [entry(1)] }, 8000)).toContain(
		'Conversation (1 entry):',
	);
	// Where there is no room for any, all are left out.
	expect(writeSummary(parts, 240)).toContain('(2 entries, oldest first, the first 2 left out)');
});

test('the newest entries are kept, and it says how many are left out', () => {
	const entries = Array.from({ length: 100 }, (_, index) => entry(index, 'x'.repeat(200)));
	const text = writeSummary({ ...parts, entries }, 2000);

	expect(text.length).toBeLessThanOrEqual(2000);
	expect(text).toContain('[Entry 99]');
	expect(text).not.toContain('[Entry 0]');
	const [, leftOut] = /100 entries, oldest first, the first (\d+) left out/.exec(text) ?? [];
	expect(text.match(/\[Entry \d+\]/g)).toHaveLength(100 - Number(leftOut));
});

test('a long description does not push the conversation out', () => {
	const text = writeSummary({ ...parts, description: 'd'.repeat(50_000) }, 2000);

	expect(text).toContain('[Entry 1]');
	expect(text).toContain('[Entry 2]');
	expect(text).toMatch(/d… \[\d+ more characters\]/);
	expect(text.length).toBeGreaterThan(1700);
});

test('the newest entry is whole, however much else there is', () => {
	const facts = Array.from({ length: 5 }, () => ({ label: 'Fact', value: 'f'.repeat(200) }));
	const entries = Array.from({ length: 50 }, (_, index) => entry(index, 'x'.repeat(200)));
	const text = writeSummary({ ...parts, facts, description: 'd'.repeat(9000), entries }, 3000);
	expect(text.endsWith(`\n\n[Entry 49]\n${'x'.repeat(200)}`)).toBe(true);
	expect(text).toMatch(/d… \[\d+ more characters\]/);
});

test('one entry that is too long by itself is cut', () => {
	const text = writeSummary({ ...parts, entries: [entry(1, 'y'.repeat(9000))] }, 2000);
	expect(text).toMatch(/\[Entry 1\]\ny+… \[\d+ more characters\]$/);
});

test.each(['the beginning', '😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀'])(
	'%s is cut where it is whole',
	(text) => {
		for (let limit = 0; limit < text.length; limit++) {
			const cut = cutText(text, limit);
			expect(cut.length).toBeLessThanOrEqual(limit);
		}
		expect(cutText(text, text.length)).toBe(text);
	},
);

test('it is said how much is missing, where there is room to say it', () => {
	expect(cutText('x'.repeat(100), 50)).toBe(`${'x'.repeat(27)}… [73 more characters]`);
	expect(cutText('😀'.repeat(50), 50)).toBe(`${'😀'.repeat(13)}… [74 more characters]`);
	expect(cutText('x'.repeat(100), 23)).toBe('x'.repeat(23));
	expect(cutText('x'.repeat(100), -1)).toBe('');
});

test('never longer than asked for', () => {
	const anyEntry = fc.record({ heading: fc.string(), text: fc.string({ maxLength: 3000 }) });
	const anyParts = fc.record({
		title: fc.string({ maxLength: 1000 }),
		facts: fc.array(fc.record({ label: fc.string(), value: fc.string({ maxLength: 1000 }) })),
		description: fc.string({ maxLength: 5000 }),
		entries: fc.array(anyEntry),
	});
	fc.assert(
		fc.property(anyParts, fc.integer({ min: 1, max: 10_000 }), (given, limit) => {
			expect(writeSummary(given, limit).length).toBeLessThanOrEqual(limit);
		}),
		{ numRuns: 300, seed: 14 },
	);
});
