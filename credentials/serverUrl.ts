import { CannotSign } from './connectionFaults';

const EXAMPLE = 'e.g. https://helpdesk.example.com';

/** What people copy along: the start of the API, the path of its login, or the page on which they log in. */
const OWN_PATHS = /\/(login|api(\/+v1|\/+oauth(\/.*)?)?)$/i;

/**
 * Normalizes the address of a ServiceOps server as people paste it, so that a path can be appended: no spaces, no
 * trailing slash, none of ServiceOps' own paths, no query.
 *
 * @param entered the value of the credential's Server URL field
 * @returns an http(s) address without a trailing slash, e.g. `https://helpdesk.example.com`
 * @throws Error with a text for the person who fills in the form
 */
export function normalizeServerUrl(entered: unknown): string {
	const text = typeof entered === 'string' ? entered.trim() : '';
	if (text === '') {
		throw new CannotSign(
			`Server URL is empty. Enter the address of your ServiceOps server, ${EXAMPLE}`,
		);
	}
	// First of all, because the messages below quote the address.
	if (text.includes('@')) {
		throw new CannotSign(
			'Server URL contains a username or password. Enter these in their own fields',
		);
	}
	if (!text.includes('://')) {
		throw new CannotSign(`Server URL '${text}' has no scheme. Start it with https://, ${EXAMPLE}`);
	}
	const url = parseUrl(text.replace(/\s+/g, ''));
	if (!url)
		throw new CannotSign(
			`Server URL '${text}' is not a web address. Enter it like this: ${EXAMPLE}`,
		);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new CannotSign(
			`Server URL starts with '${url.protocol}//'. Only https:// and http:// work, ${EXAMPLE}`,
		);
	}
	const path = url.pathname.replace(/\/+$/, '').replace(OWN_PATHS, '');
	return url.origin + path.replace(/\/+$/, '');
}

function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}
