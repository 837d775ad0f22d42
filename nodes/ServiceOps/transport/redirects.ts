import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { ConnectionFault } from '../../../credentials/connectionFaults';
import { wordsOf } from '../../../credentials/serverAnswer';
import { readBody, readBytes } from './answerBody';
import type { Stream } from './types';

/*
 * Downloads may be kept on another server, to which ServiceOps redirects. Nothing of the credential goes there.
 */

const MAX_HOPS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** How to send the requests of a download; the bodies of the responses are streams. */
export interface Hops {
	/** Sends a request to the server of the credential. */
	signed: (url: string) => Promise<IN8nHttpFullResponse>;
	/** Sends a request to any other server, without the credential. */
	unsigned: (url: string) => Promise<IN8nHttpFullResponse>;
}

type Followed =
	| { answer: IN8nHttpFullResponse; fault?: undefined }
	| { answer?: undefined; fault: ConnectionFault };

/**
 * Follows the redirects of a download.
 *
 * @param from the URL that gave the first answer, on the server of the credential
 */
export async function followRedirects(
	first: IN8nHttpFullResponse,
	from: string,
	{ signed, unsigned }: Hops,
): Promise<Followed> {
	const { origin } = new URL(from);
	let [answer, url] = [first, from];
	for (let hops = 0; REDIRECTS.includes(answer.statusCode); hops++) {
		const target = targetOf(answer, url);
		if (!target) return { answer };
		if (hops === MAX_HOPS)
			return refuse(`ServiceOps redirects the download more than ${MAX_HOPS} times`);
		if (new URL(url).protocol === 'https:' && target.protocol !== 'https:') {
			return refuse(
				`ServiceOps redirects the download to ${target.origin}, which is not encrypted`,
			);
		}
		(answer.body as unknown as Partial<Stream>).destroy?.();
		const isHome = target.origin === origin && new URL(url).origin === origin;
		url = target.href;
		answer = await (isHome ? signed(url) : unsigned(url));
	}
	const { origin: last } = new URL(url);
	if (last === origin || answer.statusCode < 300) return { answer };
	const isPassing = answer.statusCode >= 500;
	const said = wordsOf(readBody(await readBytes(answer.body as unknown as Stream), answer));
	const status = `${last} answered the download with HTTP status ${answer.statusCode}`;
	return refuse(said ? `${status}: ${said}` : status, isPassing);
}

const refuse = (message: string, isPassing = false): Followed => ({
	fault: { message, kind: 'unreachable', isPassing, neverSent: false },
});

function targetOf({ headers }: IN8nHttpFullResponse, base: string): URL | undefined {
	const { location } = headers;
	if (typeof location !== 'string' || location === '') return undefined;
	try {
		const target = new URL(location, base);
		return ['http:', 'https:'].includes(target.protocol) ? target : undefined;
	} catch {
		return undefined;
	}
}
