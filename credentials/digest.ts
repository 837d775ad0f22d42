import { createHash } from 'crypto';

/**
 * A short fingerprint of a text, to detect changes. Not for secrets: 32 bits can be guessed.
 *
 * @returns 8 hexadecimal digits
 */
export const digestOf = (text: string): string =>
	createHash('sha256').update(text).digest('hex').slice(0, 8);
