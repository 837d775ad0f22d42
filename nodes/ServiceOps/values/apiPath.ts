import { BadInput } from './badInput';
import { entered, isNonsense, toText } from './coerce';

/**
 * Splits a path into segments. Nothing in it may lead to another host or out of the path.
 *
 * @throws BadInput that names the field when it could
 */
export function toSegments(label: string, value: unknown): string[] {
	const text = toText(label, entered(value) ?? '').trim();
	const wrong = (reason: string) =>
		new BadInput(`${label} ${reason}. Enter it like this: /api/v1/request/65`);
	if (text === '') throw wrong('is empty');
	if (/^[a-z][a-z0-9+.-]*:/i.test(text) || text.startsWith('//') || text.includes('\\')) {
		throw wrong('must not contain a server: requests go to the Server URL of the credential');
	}
	if (/[?#]/.test(text))
		throw wrong('must not contain ? or #: parameters of the query are entered separately');
	if (/\/\/|\[object \w+\]/.test(text) || text.split('/').some(isNonsense)) {
		throw wrong('is incomplete: an expression in it gives no value');
	}
	// Half of a surrogate pair cannot be encoded.
	if (/\p{Surrogate}/u.test(text)) throw wrong('contains an invalid character');
	const segments = text
		.split('/')
		.filter((segment) => segment !== '')
		.map(decode);
	if (
		segments.length === 0 ||
		segments.some((segment) => ['.', '..'].includes(segment) || /[/\\]/.test(segment))
	) {
		throw wrong('must not contain segments such as . or ..');
	}
	return segments;
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/** A path on the server, with every segment encoded: `/api/v1/request/65`. */
export const toPath = (segments: Array<string | number>): string =>
	`/${segments.map((segment) => encodeURIComponent(String(segment))).join('/')}`;
