import { createHash } from 'crypto';

/** The SHA-256 of a text: 64 hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * A short fingerprint of a text, to detect changes. Not for secrets: 32 bits can be guessed.
 *
 * @returns 8 hexadecimal digits
 */
export const digestOf = (text: string): string => sha256(text).slice(0, 8);
