/**
 * Texts up to 64 kB, as a webhook, a mail or a careless expression can bring them: for properties, and to see that a
 * function's time grows with the length of its text and no faster.
 */
import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import { cpuStopwatch } from './cpuTime';
import { nodeProcess } from './node';
import { scaled } from './scale';

export const LONGEST = 65_536;
/** How many cases of each property are tried; `npm run test:properties` tries 10,000. */
export const RUNS = Number(nodeProcess.env.PROPERTY_RUNS ?? scaled(1_000, 200));
/** Printed by fast-check with a counterexample; any other seed must do as well. */
const SEED = 20_261_201;
/** Mutation testing allows more, as its code counts what it does. */
const ALLOWED_MS = Number(nodeProcess.env.ALLOWED_MS ?? 50);

/** Declares a test of a property. */
export function holds<T>(name: string, values: fc.Arbitrary<T>, check: (value: T) => void): void {
	test(`${name} (${RUNS} cases)`, () => {
		fc.assert(fc.property(values, check), { numRuns: RUNS, seed: SEED });
	});
}

/** Any character but half a surrogate pair; fast-check's own unit `binary` takes a second to set up in every file that asks for it. */
const anyCharacter = fc
	.nat(0x10_ffff - 0x800)
	.map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

/** Texts of any characters, at most so many. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
	fc.array(anyCharacter, { maxLength }).map((characters) => characters.join(''));

/** Texts made of fragments, most of them short, one in a hundred up to 64 kB long. */
export function textsOf(fragments: string[]): fc.Arbitrary<string> {
	const part = fc.oneof(
		{ weight: 3, arbitrary: fc.constantFrom(...fragments) },
		{ weight: 1, arbitrary: anyText(4) },
	);
	const short = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
	const long = fc
		.tuple(short, fc.array(part, { minLength: 1, maxLength: 4 }), short, fc.nat(LONGEST))
		.map(([start, unit, end, length]) =>
			(start + unit.join('').repeat(length) + end).slice(-LONGEST).slice(0, length),
		);
	return fc.oneof({ weight: 99, arbitrary: short }, { weight: 1, arbitrary: long });
}

/** The result; undefined where the value was refused in words that begin with the label. */
export function refusedByName<T>(label: string, work: () => T): T | undefined {
	try {
		return work();
	} catch (error) {
		// A property runs this some hundred thousand times: `expect` would take most of its time.
		const isClear =
			error instanceof UserError &&
			error.message.startsWith(`${label} `) &&
			error.message.length < 600;
		if (!isClear) expect(error).toBeUndefined();
		return undefined;
	}
}

/** Runs a unit as often as fits into 64 kB, with something before and behind it. */
export const repeated = (unit: string, start = '', end = ''): string =>
	start + unit.repeat(Math.floor(LONGEST / unit.length)) + end;

/** Declares a test for each text: the function takes less than 50 ms, in one of five runs. */
export function isFast(texts: string[], work: (text: string) => unknown): void {
	test.each(texts.map((text) => [`${text.slice(0, 12)}…${text.slice(-12)}`, text]))(
		'64 kB of %j in 50 ms',
		(_name, text) => {
			let bestMs = Infinity;
			for (let tries = 0; tries < 5 && bestMs >= ALLOWED_MS; tries++) {
				const spentMs = cpuStopwatch();
				try {
					work(text);
				} catch (error) {
					expect(error).toBeInstanceOf(UserError);
				}
				bestMs = Math.min(bestMs, spentMs());
			}
			slowestMs = Math.max(slowestMs, bestMs);
			expect(bestMs).toBeLessThan(ALLOWED_MS);
		},
	);
}

let slowestMs = 0;

afterAll(() => {
	// eslint-disable-next-line no-console -- the figure belongs to the result
	if (slowestMs > 0) console.info(`The slowest of these texts took ${slowestMs.toFixed(1)} ms`);
});
