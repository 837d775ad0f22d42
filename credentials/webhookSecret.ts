import { timingSafeEqual } from 'crypto';
import { sha256 } from './digest';

/** The header in which ServiceOps sends the secret with every call. */
export const SECRET_HEADER = 'X-ServiceOps-Secret';

const MIN_LENGTH = 16;
/** What a header carries unchanged: printable ASCII without spaces. */
const SENDABLE = /^[\x21-\x7e]*$/;

/** What is wrong with a secret, worded for the person who entered it; undefined when it is usable. */
export function secretFault(secret: unknown): string | undefined {
	if (typeof secret !== 'string' || secret === '') return 'The Secret is empty';
	if (!SENDABLE.test(secret))
		return 'The Secret contains spaces or characters that a header cannot carry';
	return secret.length < MIN_LENGTH
		? `The Secret is shorter than ${MIN_LENGTH} characters`
		: undefined;
}

/**
 * Whether a call carries the secret. Digests are compared, and in constant time, so that timing does not reveal how
 * close a guess is. An unusable secret matches nothing.
 */
export function isSecret(secret: unknown, given: string): boolean {
	if (typeof secret !== 'string' || secretFault(secret) !== undefined) return false;
	const digest = (text: string) => Buffer.from(sha256(text));
	return timingSafeEqual(digest(secret), digest(given));
}
