/*
 * The tokens of a list of email addresses, by the grammar of RFC 5322 and the variations of mail programs: semicolons
 * between addresses, line breaks anywhere. Each character is looked at once.
 */

export type EmailToken =
	/** Separated by spaces, without comments; quoted parts keep their quotes. */
	| { kind: 'word'; text: string }
	/** What stands in angle brackets. */
	| { kind: 'angle'; text: string }
	| { kind: 'comma' | 'semicolon' | 'colon' | 'lineBreak' };

type Separator = Exclude<EmailToken, { text: string }>['kind'];
const SEPARATORS = new Map<string, Separator>([
	[',', 'comma'],
	[';', 'semicolon'],
	[':', 'colon'],
	['\n', 'lineBreak'],
]);

/** Including the invisible ones that get copied along with an address from a web page. */
const BLANKS = /(?:[^\S\n]|[\u200b\u2060])+/y;
/** An at sign before a bracket begins an address literal, the one place where a colon is part of an address. */
const PLAIN = /(?:[^\s\u200b\u2060,;:<>()"@]|@(?!\[))+/y;

/** @returns where the match at an index ends; the index where there is none */
function endOf(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : at;
}

/**
 * Splits a list of addresses into words. Comments in parentheses are left out, nested ones too.
 *
 * @returns undefined if a quote, a comment or an angle bracket has no end, or no beginning
 */
export function readEmailTokens(text: string): EmailToken[] | undefined {
	const tokens: EmailToken[] = [];
	for (let at = endOf(BLANKS, text, 0); at < text.length; at = endOf(BLANKS, text, at)) {
		const character = text.charAt(at);
		const separator = SEPARATORS.get(character);
		if (separator) {
			tokens.push({ kind: separator });
			at++;
			continue;
		}
		const end = character === '<' ? text.indexOf('>', at) + 1 : endOfWord(text, at, tokens);
		if (end === 0) return undefined;
		if (character === '<') tokens.push({ kind: 'angle', text: text.slice(at + 1, end - 1) });
		at = end;
	}
	return tokens;
}

/**
 * Reads a word and adds it to the tokens.
 *
 * @returns where it ends; 0 where something in it has no end, or no beginning
 */
function endOfWord(text: string, start: number, tokens: EmailToken[]): number {
	const parts: string[] = [];
	let at = start;
	while (at < text.length) {
		const end = endOfPart(text, at);
		if (end === 0) return 0;
		if (end === at) break;
		if (text.charAt(at) !== '(') parts.push(text.slice(at, end));
		at = end;
	}
	const word = parts.join('');
	if (word !== '') tokens.push({ kind: 'word', text: word });
	return at;
}

/** @returns where a quoted string, comment, address literal or run of other characters ends; `at` where the word does */
function endOfPart(text: string, at: number): number {
	switch (text.charAt(at)) {
		case '"':
			return endOfQuotes(text, at);
		case '(':
			return endOfComment(text, at);
		case ')':
		case '>':
			return 0;
		default:
			return text.startsWith('@[', at) ? text.indexOf(']', at) + 1 : endOf(PLAIN, text, at);
	}
}

function endOfQuotes(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		if (text.charAt(at) === '\\') at++;
		else if (text.charAt(at) === '"') return at + 1;
	}
	return 0;
}

function endOfComment(text: string, start: number): number {
	let depth = 0;
	for (let at = start; at < text.length; at++) {
		const character = text.charAt(at);
		if (character === '\\') at++;
		else if (character === '(') depth++;
		else if (character === ')' && --depth === 0) return at + 1;
	}
	return 0;
}
