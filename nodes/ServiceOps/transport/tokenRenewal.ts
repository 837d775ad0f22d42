import type { Deadline } from '../../../credentials/deadline';
import { isHtml } from '../../../credentials/pageWords';
import { isRateLimit } from '../../../credentials/rateLimitHeaders';
import type { TokenRefusal } from '../../../credentials/sessions';
import { request } from '../resources/request';
import { exchange, type SignedOutcome } from './exchange';
import { searchRequest } from './page';
import type { Credentials, RunSession } from './session';
import { isRead, type ApiRequest, type Context } from './types';

/**
 * More than one, because a new token may be stale as well: it may come from an earlier login of this process, or a
 * login by another process may have invalidated it in the meantime.
 */
const MAX_RENEWALS = 4;

/** What a run of a node sends its requests with. */
export interface Sender {
	context: Context;
	session: RunSession;
	/** How long to wait for a response, in ms. */
	timeoutMs: number;
	/** Aborted when the workflow is stopped. */
	signal?: AbortSignal;
	/** The deadline for everything that is sent. */
	deadline: Deadline;
}

interface SignedResult {
	outcome: SignedOutcome;
	/** What it was signed with in the end. */
	credentials: Credentials;
	/** The first response that rejected a token, if any did. */
	rejection?: SignedOutcome;
}

/** Signs and sends one request; sends it again with another token if the server rejects the first one. */
export async function sendSigned(
	sender: Sender,
	request: ApiRequest,
	given: Credentials,
): Promise<SignedResult> {
	let credentials = given;
	let freshRejected = 0;
	let rejection: SignedOutcome | undefined;
	for (let renewals = 0; ; renewals++) {
		const outcome = await exchange(
			sender.context,
			request,
			credentials,
			sender.deadline.cap(sender.timeoutMs),
		);
		const result = { outcome, credentials, rejection };
		if (renewals === MAX_RENEWALS || credentials.authentication === 'apiKey') return result;
		const refusal = tokenRefusalIn(outcome);
		let renewed: Credentials | undefined;
		if (isDoubtful(request, outcome, refusal)) {
			renewed = await renewedIfDead(sender, credentials, outcome);
		} else if (refusal) {
			rejection ??= outcome;
			const { token } = outcome;
			const next = await sender.session.renew({ credentials, token, refusal, freshRejected });
			({ credentials: renewed, freshRejected } = next);
		}
		if (!renewed) return result;
		credentials = renewed;
	}
}

/**
 * Whether a write may have been processed although the response looks like a rejected token, or got lost: a server
 * that rejects a token may hang up while a file is still on its way.
 */
const isDoubtful = (
	request: ApiRequest,
	outcome: SignedOutcome,
	refusal: TokenRefusal | undefined,
): boolean =>
	(request.file !== undefined && outcome.fault?.neverSent === false) ||
	(refusal === 'page' && !isRead(request));

/** The path of a page to log in. */
const LOGIN_PATH = /\/(log|sign)-?in\b/i;

/** How a response says "log in", if it does: ServiceOps may use 401, 403, or a login page with 200, or redirect to it. */
function tokenRefusalIn({ answer }: SignedOutcome): TokenRefusal | undefined {
	if (answer?.statusCode === 401) return 'unauthorized';
	if (answer?.statusCode === 403) return isRateLimit(answer) ? undefined : 'forbidden';
	const { statusCode = 0, headers: { location } = {}, body } = answer ?? {};
	const target = typeof location === 'string' ? location : '';
	const isRedirect = statusCode > 300 && statusCode < 309 && LOGIN_PATH.test(target);
	return isRedirect || (statusCode === 200 && isHtml(body)) ? 'page' : undefined;
}

/**
 * What to sign with if a web page in response to a write means that the login has expired. The page proves nothing by
 * itself, as a proxy may have lost the real response. So a read with the same token has to be rejected too, by the same
 * page, and to succeed with another token.
 */
async function renewedIfDead(
	sender: Sender,
	credentials: Credentials,
	doubtful: SignedOutcome,
): Promise<Credentials | undefined> {
	const probe = await sendSigned(sender, HARMLESS_READ, credentials);
	const { answer } = probe.outcome;
	const isThrough = answer?.statusCode === 200 && !isHtml(answer.body);
	if (!isThrough || probe.credentials === credentials) return undefined;
	// Otherwise the token may have expired after the write: then it would be done twice.
	const isSame = doubtful.fault ?? pageOf(doubtful) === pageOf(probe.rejection);
	return isSame ? probe.credentials : undefined;
}

/** What tells a page from others: its title, as the rest may be new each time. */
function pageOf(outcome: SignedOutcome | undefined): string | undefined {
	const page: unknown = outcome?.answer?.body;
	return isHtml(page) ? (/<title[^>]*>([^<]*)/i.exec(page)?.[1] ?? page) : undefined;
}

const HARMLESS_READ = searchRequest(['api', 'v1', ...request.path], 0, 1);
