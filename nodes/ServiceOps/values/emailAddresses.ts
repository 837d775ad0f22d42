import { isNonsense, tryParse } from './coerce';
import { readEmailTokens, type EmailToken } from './emailTokens';
import { isRecord, textOf } from './json';
import { quote, refuse } from './refuse';
import { toCode, toIdentifier } from './visible';

/*
 * Email addresses in every form that mail programs write and n8n's mail nodes output. ServiceOps only accepts bare
 * addresses.
 */

const EXAMPLES = 'jane@example.com or "Doe, Jane" <jane@example.com>';
/** The longest that servers accept; the limit of RFC 5321 is 254. */
const LONGEST = 320;
const LOCAL_PART = /^(?:"[^"\r\n]*"|[^\s"(),.:;<>@[\]\\/\p{Cc}][^\s"(),:;<>@[\]\\\p{Cc}]*)$/u;
const DOMAIN = /^(?:\[[\w.:-]+\]|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}])?)$/u;

/** Whether a text is a bare address such as `jane@example.com` and nothing else. */
export function isEmailAddress(text: string): boolean {
	const at = text.lastIndexOf('@');
	if (at < 1 || text.length > LONGEST || text.includes('..')) return false;
	const localPart = text.slice(0, at);
	return !localPart.endsWith('.') && LOCAL_PART.test(localPart) && DOMAIN.test(text.slice(at + 1));
}

/**
 * The bare addresses of a list.
 *
 * @param label name of the field, for the error
 * @param value text as in the To line of an email, the address object of an n8n mail node, or an array of either
 * @returns each address once, in the order given
 * @throws BadInput when anything in it is not an address
 */
export function toEmailAddresses(label: string, value: unknown): string[] {
	const read = readAddresses(value);
	return 'fault' in read
		? refuse(label, `email addresses such as ${EXAMPLES}`, value, read.fault)
		: withoutRepetitions(read.addresses);
}

/**
 * The bare address of one person.
 *
 * @throws BadInput where there is none, or more than one
 */
export function toEmailAddress(label: string, value: unknown): string {
	return onlyAddress(label, value, `an email address such as ${EXAMPLES}`);
}

/** What directories allow in a logon name, with the domain before it; no spaces, which occur in display names. */
const LOGON_NAME = /^[^\s,;:<>()"@[\]\p{Cc}]+$/u;

/** A name such as `Jane Doe` or `Doe, Jane`, which the server has to be asked for. */
const DISPLAY_NAME =
	/^(?=.{3,100}$)\p{L}[\p{L}\p{M}\p{N}.'’()-]*(?:[ ,]+[\p{L}\p{M}\p{N}.'’()-]+){1,7}$/u;

/**
 * The bare address of one person, a logon name such as `jdoe` or `CORP\jdoe`, or a name such as `Jane Doe`.
 *
 * @throws BadInput where there is neither, or more than one
 */
export function toEmailOrLogonName(label: string, value: unknown): string {
	const text = toCode(textOf(value) || nameIn(value));
	const name = text.replace(/\s+/g, ' ');
	if (text.length <= LONGEST && !isNonsense(text)) {
		if (LOGON_NAME.test(text)) return text;
		if (DISPLAY_NAME.test(name)) return name;
	}
	return onlyAddress(label, value, `an email address, logon name or name, such as ${EXAMPLES}`);
}

/** The name of a person whose address an object does not have. Beside the name, ServiceNow has an ID. */
function nameIn(value: unknown): string {
	if (!isRecord(value)) return '';
	const hasAddress = KEYS.some((key) => isPresent(value[key]));
	return textOf(value.display_value ?? (hasAddress ? '' : (value.name ?? value.displayName)));
}

function onlyAddress(label: string, value: unknown, expected: string): string {
	const read = readAddresses(value);
	if ('fault' in read) return refuse(label, expected, value, read.fault);
	const [address, ...others] = withoutRepetitions(read.addresses);
	if (address !== undefined && others.length === 0) return address;
	return refuse(label, expected, value, others.length > 0 ? 'Only one is allowed' : undefined);
}

/** In practice, no mail server distinguishes upper and lower case. */
function withoutRepetitions(addresses: string[]): string[] {
	const seen = new Map<string, string>();
	for (const address of addresses) {
		const key = address.toLowerCase();
		if (!seen.has(key)) seen.set(key, address);
	}
	return [...seen.values()];
}

type Reading = { addresses: string[] } | { fault: string | undefined };

/**
 * Where addresses are in the output of n8n's nodes for IMAP, Gmail and Outlook, and of directories, in the order in which they are
 * tried.
 */
const KEYS =
	'group display_value value address emailAddress email mail userPrincipalName text'.split(' ');
const DEEPEST = 5;

export function readAddresses(value: unknown, depth = 0): Reading {
	if (value === undefined || value === null) return { addresses: [] };
	if (typeof value === 'string') return readText(value);
	if (depth > DEEPEST || typeof value !== 'object') return { fault: undefined };
	if (Array.isArray(value)) {
		const found: string[][] = [];
		for (const entry of value as unknown[]) {
			const read = readAddresses(entry, depth + 1);
			if ('fault' in read) return read;
			found.push(read.addresses);
		}
		return { addresses: found.flat() };
	}
	const fields = value as Record<string, unknown>;
	const key = KEYS.find((name) => isPresent(fields[name]));
	if (key) return readAddresses(fields[key], depth + 1);
	// Mail programs write "undisclosed-recipients" as a name without an address.
	return fields.address === '' ? { addresses: [] } : { fault: undefined };
}

const isPresent = (value: unknown): boolean =>
	value !== undefined && value !== null && value !== '';

/** Links in chats, in Markdown and in the plain text of mails, with what is beside the address. */
const MAIL_LINK =
	/(?:\[[^[\]]{0,200}\]\(|[<[])mailto:([^\s<>|?()[\]]{1,320})[^\s<>()[\]]{0,500}[>)\]]/gi;

function readText(text: string): Reading {
	const trimmed = toIdentifier(text).replace(MAIL_LINK, '<$1>');
	if (/^\[\s*(?:["'{]|\])|^\{\s*(?:"|'.*\}$)/s.test(trimmed)) {
		const parsed = tryParse(trimmed);
		return parsed === undefined ? { fault: 'It is not valid JSON' } : readAddresses(parsed, 1);
	}
	const tokens = readEmailTokens(trimmed);
	if (!tokens) return { fault: 'A quote, a parenthesis or an angle bracket is not closed' };
	const { addresses, fault } = readTokens(tokens);
	if (fault === undefined) return { addresses };
	return { fault: fault === trimmed ? undefined : `${quote(fault)} is not an email address` };
}

interface Word {
	text: string;
	/** The address that it is. */
	address: string | undefined;
}

interface Progress {
	addresses: string[];
	/** Since the last separator. */
	words: Word[];
	/** How many of these are addresses. */
	found: number;
	/** "Doe," of `Doe, Jane <jane@example.com>`, as Outlook writes it without quotes. */
	lastName: Word[];
}

function readTokens(tokens: EmailToken[]): { addresses: string[]; fault?: string } {
	const progress: Progress = { addresses: [], words: [], found: 0, lastName: [] };
	for (const token of [...tokens, { kind: 'semicolon' } as const]) {
		const isRead = readToken(progress, token);
		if (isRead) continue;
		return { addresses: [], fault: faultAt(progress, token) };
	}
	return { addresses: progress.addresses };
}

/** The text that is not an address, where parsing has stopped. */
function faultAt({ lastName, words, found }: Progress, token: EmailToken): string {
	if (token.kind === 'angle' && addressOfAngle(token.text) === undefined) return `<${token.text}>`;
	const isLastName = found > 0 && lastName.length > 0;
	return (isLastName ? lastName : [...lastName, ...words]).map(({ text }) => text).join(' ');
}

/** @returns whether it is valid so far */
function readToken(progress: Progress, token: EmailToken): boolean {
	switch (token.kind) {
		case 'word': {
			const address = addressIn(token.text);
			progress.words.push({ text: token.text, address });
			if (address !== undefined) progress.found++;
			return true;
		}
		case 'angle':
			return readAngle(progress, token.text);
		case 'colon':
			// After the name of a group, or `mailto`.
			if (progress.found > 0 || progress.lastName.length > 0) return false;
			progress.words = [];
			return true;
		case 'comma':
		case 'semicolon':
		case 'lineBreak':
			return readSeparator(progress, token.kind);
	}
}

function readAngle(progress: Progress, inner: string): boolean {
	const { words } = progress;
	const address = addressOfAngle(inner);
	// A second address among the words before it would be lost; a name that is itself an address is common.
	const isLost =
		words.length > 1 &&
		words.some((word) => word.address !== undefined && !word.text.startsWith('"'));
	if (address === undefined || isLost) return false;
	progress.addresses.push(address);
	progress.words = [];
	progress.found = 0;
	progress.lastName = [];
	return true;
}

function readSeparator(progress: Progress, kind: 'comma' | 'semicolon' | 'lineBreak'): boolean {
	const { words, found, lastName } = progress;
	// A name may contain line breaks anywhere.
	if (found === 0 && kind === 'lineBreak') return true;
	if (found !== words.length || (found > 0 && lastName.length > 0)) {
		const isLastName = found === 0 && kind === 'comma' && lastName.length === 0;
		if (isLastName) [progress.lastName, progress.words] = [words, []];
		return isLastName;
	}
	if (words.length === 0) return lastName.length === 0;
	for (const { address } of words) if (address !== undefined) progress.addresses.push(address);
	progress.words = [];
	progress.found = 0;
	return true;
}

/** Old mails have a route before the address: <@relay:jane@example.com>. */
const addressOfAngle = (inner: string): string | undefined =>
	addressIn(inner.startsWith('@') ? inner.slice(inner.indexOf(':') + 1) : inner);

/** @returns the address in a word, without quotes around it, and without the `mailto:` of links */
function addressIn(word: string): string | undefined {
	const text = word
		.trim()
		.replace(/^mailto:/i, '')
		.replace(/^'(.*)'$/s, '$1')
		.replace(/^"([^"]*)"$/, '$1');
	return isEmailAddress(text) ? text : undefined;
}
