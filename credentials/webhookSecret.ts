import { createHash, timingSafeEqual } from 'crypto';

/** The header in which ServiceOps sends the secret with every call. */
export const SECRET_HEADER = 'X-ServiceOps-Secret';

const MIN_LENGTH = 16;
/** What a header carries as it is: neither blanks nor letters beyond ASCII. */
const SENDABLE = /^[\x21-\x7e]*$/;

/** What is wrong with a secret, in words for the person who entered it; undefined when it can be used. */
export function secretFault(secret: unknown): string | undefined {
	if (typeof secret !== 'string' || secret === '') return 'The Secret is empty';
	if (!SENDABLE.test(secret)) return 'The Secret has blanks or letters that a header cannot carry';
	return secret.length < MIN_LENGTH
		? `The Secret is shorter than ${MIN_LENGTH} characters`
		: undefined;
}

/**
 * Whether a call brings the secret. Digests are compared, and in constant time, so that the time it takes tells nothing
 * of how near a guess is. A secret that cannot be used fits nothing.
 */
export function isSecret(secret: unknown, given: string): boolean {
	if (typeof secret !== 'string' || secretFault(secret) !== undefined) return false;
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(secret), digest(given));
}
