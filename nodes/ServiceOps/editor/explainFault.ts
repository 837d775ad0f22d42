import { LoginRejected, NotFound, NotPermitted, RateLimited, Rejected } from '../transport/errors';

/**
 * Says why the editor cannot show something.
 *
 * @param what the thing, e.g. `this list`
 * @returns a sentence without its full stop
 */
export function explainFault(error: unknown, what: string): string {
	if (isDenied(error)) return `This account cannot read ${what}`;
	if (error instanceof NotFound) return `This ServiceOps server does not offer ${what}`;
	if (error instanceof RateLimited) return 'Rate limit reached. Try again later';
	return error instanceof Error ? error.message : String(error);
}

/** Whether the server has nothing to show for this account, now or later. */
export const isPermanent = (error: unknown): boolean =>
	isDenied(error) || error instanceof NotFound || error instanceof Rejected;

/** API keys are answered 401 outside `/api/v1` (requests.md 6.8); a login that failed has no status. */
const isDenied = (error: unknown): boolean =>
	error instanceof NotPermitted ||
	(error instanceof LoginRejected && (error.status === 401 || error.status === 403));
