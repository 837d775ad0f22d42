import { print } from './processes';
import { delay } from '../support/node';

/** Counts what passed and what failed; a failed check does not stop the others. */
export interface Checks {
	/** Runs one check and prints a line about it. Answers whether it passed. */
	check: (name: string, run: () => Promise<void> | void) => Promise<boolean>;
	/** Prints the closing line and answers the exit code. */
	finish: () => number;
}

const CHECK_TIMEOUT_MS = 180_000;

/** A fresh count. */
export function startChecks(): Checks {
	const failures: string[] = [];
	let passed = 0;
	return {
		check: async (name, run) => {
			const started = Date.now();
			try {
				await Promise.race([
					(async () => {
						await run();
					})(),
					delay(CHECK_TIMEOUT_MS).then(() => {
						throw new Error(`Took more than ${CHECK_TIMEOUT_MS / 1000} s`);
					}),
				]);
				passed += 1;
				print(`  ok    ${name} (${Date.now() - started} ms)`);
				return true;
			} catch (error) {
				failures.push(name);
				print(`  FAIL  ${name}`);
				const text = error instanceof Error ? error.message : String(error);
				print(text.replace(/^/gm, '          '));
				return false;
			}
		},
		finish: () => {
			if (failures.length > 0)
				print(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
			print(`\n${passed} passed, ${failures.length} failed`);
			return failures.length === 0 && passed > 0 ? 0 : 1;
		},
	};
}

/** A value as text, for titles and messages. */
export function show(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Fails unless the condition holds. */
export function expect(condition: boolean, otherwise: string): asserts condition {
	if (!condition) throw new Error(otherwise);
}

/** Fails unless both are the same when written as JSON. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
	const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
	expect(left === right, `${what}: expected ${right}, got ${left}`);
}
