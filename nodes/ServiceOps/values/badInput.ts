import { UserError } from 'n8n-workflow';

/** Invalid input. The message names the field; nothing has been sent. */
export class BadInput extends UserError {
	/** Everything that is wrong, if it is more than one thing. */
	faults = [this.message];
}

/** More would hide each other. */
const MOST_FAULTS = 8;

/**
 * Checks all of an item before it complains, so that a person can correct all of a row at once.
 *
 * @param checks each throws BadInput when something is invalid
 * @returns what they return
 * @throws BadInput with everything that is invalid
 */
export function checkAll<T>(checks: Array<() => T>): T[] {
	const results: T[] = [];
	const invalid: BadInput[] = [];
	for (const outcome of checks.map(tryCheck)) {
		if ('result' in outcome) results.push(outcome.result);
		else if (outcome.fault instanceof BadInput) invalid.push(outcome.fault);
		else throw outcome.fault;
	}
	const [first] = invalid;
	if (!first) return results;
	const faults = [...new Set(invalid.flatMap((error) => error.faults))];
	if (faults.length === 1) throw first;
	const more = faults.length - MOST_FAULTS;
	const shown = faults.slice(0, MOST_FAULTS).join('. ');
	throw Object.assign(new BadInput(more > 0 ? `${shown}. And ${more} more` : shown), { faults });
}

function tryCheck<T>(check: () => T): { result: T } | { fault: unknown } {
	try {
		return { result: check() };
	} catch (fault) {
		return { fault };
	}
}
