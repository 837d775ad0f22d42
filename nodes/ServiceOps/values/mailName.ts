import { readEmailTokens } from './emailTokens';
import { isRecord, textOf } from './json';

/*
 * The name that a mail shows for a person.
 */

const LONGEST = 1_000;

/**
 * The display name beside an address: `Jane Doe` for `"Jane Doe" <jane@example.com>`, and for the address object of n8n's
 * mail nodes.
 *
 * @param value what was entered as the address
 * @param address the bare address, for a name made of it where there is no other
 */
export function displayNameOf(value: unknown, address: string): string {
	const shown = nameIn(value, 0).replace(/\s+/g, ' ').trim();
	return shown === '' || shown.includes('@') ? nameOfAddress(address) : shown;
}

function nameIn(value: unknown, depth: number): string {
	if (depth > 4) return '';
	if (typeof value === 'string') return nameInText(value.slice(0, LONGEST));
	if (Array.isArray(value)) return nameIn(value[0], depth + 1);
	if (!isRecord(value)) return '';
	const name = textOf(value.name) || textOf(value.displayName);
	return name || nameIn(value.value ?? value.emailAddress ?? value.text, depth + 1);
}

/** The words before the address in angle brackets, or the comment behind a bare one. */
function nameInText(text: string): string {
	const tokens = readEmailTokens(text.trim());
	const angle = tokens?.findIndex(({ kind }) => kind === 'angle') ?? -1;
	if (!tokens || angle < 1) return /\(([^()]{2,100})\)\s*$/.exec(text)?.[1] ?? '';
	const words = tokens.slice(0, angle).map((token) => ('text' in token ? token.text : ','));
	return words
		.join(' ')
		.replace(/\s+,/g, ',')
		.replace(/"((?:[^"\\]|\\.)*)"/g, (_, quoted: string) => quoted.replace(/\\(.)/g, '$1'));
}

/** `jane.doe@example.com` is most likely Jane Doe. */
function nameOfAddress(address: string): string {
	const [local = ''] = address.split('@');
	const words = local.split(/[._-]+/).filter(Boolean);
	const named = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
	return named.join(' ') || address;
}
