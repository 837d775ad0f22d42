import { isDenied, NotFound, RateLimited, reasonOf } from '../transport/errors';

/**
 * Explains why the editor cannot show something.
 *
 * @param what the thing, e.g. `this list`
 * @returns a sentence without its full stop
 */
export function explainFault(error: unknown, what: string): string {
	if (isDenied(error)) return `This account cannot read ${what}`;
	if (error instanceof NotFound) return `This ServiceOps server does not have ${what}`;
	if (error instanceof RateLimited) return 'Rate limit reached. Try again later';
	return reasonOf(error);
}
