import { UserError, type GenericValue, type IDataObject } from 'n8n-workflow';
import { isRecord, textOf } from '../transport/json';

/*
 * What people, expressions and AI agents put into a form, made into what ServiceOps takes. Each function throws a
 * UserError that names the field when the value does not fit, so that nothing is sent.
 */

/** n8n marks a resource locator only once it has been changed in the editor. */
const isLocator = (value: unknown): value is { value: unknown } =>
	isRecord(value) && (value.__rl === true || ('mode' in value && 'value' in value));

/** What a parameter holds: resource locators are unwrapped, blank text counts as not set. */
export function entered(value: unknown): unknown {
	const inner = isLocator(value) ? value.value : value;
	return typeof inner === 'string' && inner.trim() === '' ? undefined : (inner ?? undefined);
}

function refuse(label: string, expected: string, value: unknown): never {
	throw new UserError(`${label} must be ${expected}, but it is ${show(value)}`);
}

/** A value as it is quoted in messages. */
export function show(value: unknown): string {
	// JSON would make null of NaN.
	const json = typeof value === 'number' ? undefined : JSON.stringify(value);
	const text = typeof value === 'string' ? `"${value}"` : (json ?? String(value));
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** An entry of a list of fixed choices, as the form shows it. */
export interface Choice {
	name: string;
	value: string;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The choice that is meant: by its value, else by its value or its name in whatever case, blanks and hyphens.
 *
 * @returns undefined when it could be none or several
 */
export function findChoice<C extends Choice>(choices: C[], given: unknown): C | undefined {
	const text = textOf(given);
	const exact = choices.find(({ value }) => value === text);
	if (exact) return exact;
	const meant = letters(text);
	if (meant === '') return undefined;
	const alike = choices.filter(
		({ name, value }) => letters(name) === meant || letters(value) === meant,
	);
	return alike.length === 1 ? alike[0] : undefined;
}

/**
 * As `findChoice`, where nothing else will do.
 *
 * @throws UserError that names the field and lists its choices
 */
export function toChoice<C extends Choice>(label: string, choices: C[], given: unknown): C {
	const found = findChoice(choices, given);
	if (found) return found;
	const names = choices.map(({ name }) => name).join(', ');
	throw new UserError(`${label}: there is no ${show(given)}. Use one of: ${names}`);
}

export function toText(label: string, value: unknown): string {
	if (typeof value === 'string') return value;
	// An expression that calculates with nothing gives NaN, which nobody wants to read in a record.
	if (Number.isFinite(value) || typeof value === 'boolean') return String(value);
	return refuse(label, 'text', value);
}

export function toNumber(label: string, value: unknown): number {
	const number = typeof value === 'string' ? Number(value.trim()) : value;
	return typeof number === 'number' && Number.isFinite(number)
		? number
		: refuse(label, 'a number', value);
}

/** What IDs look like in paths. */
export const ID = /^[1-9]\d{0,14}$/;

/** The ID of something that has no key, as text. */
export function toIdText(label: string, value: unknown): string {
	const id = textOf(value).trim();
	if (ID.test(id)) return id;
	throw new UserError(`${label} must be a number such as 3, but it is "${id}"`);
}

/** A whole number of at least 1. */
export function toCount(label: string, value: unknown): number {
	const number = toNumber(label, value);
	return Number.isSafeInteger(number) && number >= 1
		? number
		: refuse(label, 'a whole number of at least 1', value);
}

export function toBoolean(label: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	const text = textOf(value).trim().toLowerCase();
	if (['true', 'yes', '1'].includes(text)) return true;
	if (['false', 'no', '0'].includes(text)) return false;
	return refuse(label, 'true or false', value);
}

/** @returns texts without blanks and repetitions; ServiceOps wants lists such as tags to be unique */
export function toList(label: string, value: unknown): string[] {
	const parsed =
		typeof value === 'string' && value.trim().startsWith('[') ? parseJson(label, value) : value;
	const entries: unknown = typeof parsed === 'string' ? parsed.split(',') : parsed;
	if (!Array.isArray(entries))
		return refuse(label, 'a list: texts separated by commas, or an array', value);
	const texts = entries.map((entry) => toText(label, entry).trim()).filter((text) => text !== '');
	return [...new Set(texts)];
}

export function parseJson(label: string, value: unknown): GenericValue {
	if (typeof value !== 'string') return value as GenericValue;
	const { parsed, fault } = tryParse(value);
	if (fault !== undefined) throw new UserError(`${label} is not valid JSON: ${fault}`);
	return parsed;
}

function tryParse(text: string): { parsed?: GenericValue; fault?: string } {
	try {
		return { parsed: JSON.parse(text) as GenericValue };
	} catch (error) {
		return { fault: error instanceof Error ? error.message : 'it cannot be read' };
	}
}

/** Whether something is what ServiceOps calls a file that was uploaded before (requests.md 6.7). */
export const isFile = (value: unknown): value is IDataObject =>
	isRecord(value) && typeof value.refFileName === 'string';

export function toFiles(label: string, value: unknown): IDataObject[] {
	const files = parseJson(label, value);
	if (Array.isArray(files) && files.every(isFile)) return files;
	return refuse(label, 'an array of objects with refFileName and realName', value);
}

export function toObject(label: string, value: unknown): IDataObject {
	const parsed = parseJson(label, value);
	return isRecord(parsed) ? parsed : refuse(label, 'a JSON object', value);
}

const ISO =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const SERVICEOPS_DATE = /^(\d{2})-(\d{2})-(\d{4})(?: (\d{2}):(\d{2}))?$/;
const TIME_FORMS = 'a time such as 2026-08-31T14:30 (ISO 8601)';
/** Smaller numbers are seconds or a mistake: in ms this is March 1973. */
const EARLIEST_MS = 1e11;
const WIDEST_OFFSET_MS = 14 * 3_600_000;
const DAY_MS = 86_400_000;

/**
 * @param zone IANA name of the time zone that times without a zone are in
 * @returns epoch ms
 */
export function toTime(label: string, value: unknown, zone: string): number {
	if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
	if (isRecord(value) && typeof value.toMillis === 'function') {
		return toTime(label, (value.toMillis as () => number)(), zone);
	}
	const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
	if (typeof number === 'number') {
		if (Number.isInteger(number) && number >= EARLIEST_MS && number <= 8.64e15) return number;
		return refuse(label, `${TIME_FORMS}, or a number of milliseconds since 1970`, value);
	}
	const match = typeof value === 'string' ? ISO.exec(value.trim()) : null;
	if (!match) return refuse(label, TIME_FORMS, value);
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
		.slice(1, 7)
		.map((part) => Number(part ?? 0));
	const milliseconds = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
	const utc = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
	const isReal =
		new Date(utc).getUTCMonth() === month - 1 && hour < 24 && minute < 60 && second < 60;
	if (!isReal) return refuse(label, TIME_FORMS, value);
	if (!match[8]) return fromZone(utc, zone);
	const offset = parseOffset(match[8]);
	return Math.abs(offset) <= WIDEST_OFFSET_MS ? utc - offset : refuse(label, TIME_FORMS, value);
}

function parseOffset(text: string): number {
	if (text.toUpperCase() === 'Z') return 0;
	const digits = text.slice(1).replace(':', '').padEnd(4, '0');
	const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
	return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

/**
 * Asset dates are text on the wire: `dd-MM-yyyy`, with ` HH:mm` when a time of day was given (assets.md section 0).
 *
 * @param zone IANA name of the time zone in which the server is to read the date
 */
export function toDateText(label: string, value: unknown, zone: string): string {
	const own = typeof value === 'string' ? SERVICEOPS_DATE.exec(value.trim()) : null;
	const iso = own ? `${own[3]}-${own[2]}-${own[1]}T${own[4] ?? '00'}:${own[5] ?? '00'}` : value;
	// Without a zone the text is what the wall clock shows, even where the clock skips that hour.
	const isWallClock = typeof iso === 'string' && ISO.test(iso.trim()) && !ISO.exec(iso.trim())?.[8];
	const wall = isWallClock
		? new Date(toTime(label, iso, 'UTC')).toISOString()
		: toWallClock(toTime(label, iso, zone), zone);
	const [year = '', month = '', day = ''] = wall.slice(0, 10).split('-');
	const timeOfDay = wall.slice(11, 16);
	return `${day}-${month}-${year}${timeOfDay === '00:00' ? '' : ` ${timeOfDay}`}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone shows: `2026-08-31T14:30:00`. */
function toWallClock(epochMs: number, zone: string): string {
	let clock = clocks.get(zone);
	if (!clock) {
		clock = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
		});
		clocks.set(zone, clock);
	}
	const parts = Object.fromEntries(
		clock.formatToParts(epochMs).map(({ type, value }) => [type, value]),
	);
	const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
	return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
}

/**
 * The moment at which clocks in the zone show what `wallAsUtc` shows in UTC: the first one where clocks are set back,
 * and as much later as the gap is wide where they are set forward.
 */
function fromZone(wallAsUtc: number, zone: string): number {
	const offsetAt = (epochMs: number) =>
		Date.parse(`${toWallClock(epochMs, zone)}Z`) - Math.floor(epochMs / 1000) * 1000;
	const [before, after] = [offsetAt(wallAsUtc - DAY_MS), offsetAt(wallAsUtc + DAY_MS)];
	const candidates = [wallAsUtc - before, wallAsUtc - after];
	const exact = candidates.find((epochMs) => epochMs + offsetAt(epochMs) === wallAsUtc);
	return exact ?? wallAsUtc - before;
}
