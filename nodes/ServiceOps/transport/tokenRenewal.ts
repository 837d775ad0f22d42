import type { Credentials } from './session';
import { Refusal } from '../../../credentials/accessToken';
import { isHtml } from '../../../credentials/oddAnswers';
import { attempt, Sender } from './exchange';
import { all } from './qualification';
import { ApiRequest, Outcome } from './types';

/**
 * More than one, because a new token may be stale as well: it may stem from an earlier login of this process, or a
 * login of another process may have ended it on the way.
 */
const MAX_RENEWALS = 4;

/**
 * One request, signed; once more with another token when the server turned the first one away.
 *
 * @returns what became of it, and what it was signed with in the end
 */
export async function sendSigned(
	sender: Sender,
	request: ApiRequest,
	given: Credentials,
): Promise<{ outcome: Outcome; credentials: Credentials }> {
	let credentials = given;
	let freshRefused = 0;
	for (let renewals = 0; ; renewals++) {
		const outcome = await attempt(sender, request, credentials);
		const result = { outcome, credentials };
		if (renewals === MAX_RENEWALS || credentials.authentication === 'apiKey') return result;
		const refusal = refusalIn(outcome);
		let renewed: Credentials | undefined;
		if (isDoubtful(request, outcome, refusal)) {
			renewed = await renewedIfDead(sender, credentials);
		} else if (refusal) {
			const { token } = outcome;
			const next = await sender.login.renew({ credentials, token, refusal, freshRefused });
			({ credentials: renewed, freshRefused } = next);
		}
		if (!renewed) return result;
		credentials = renewed;
	}
}

/**
 * Whether a write may have been carried out, although the answer looks like a refusal of the token, or may be one that
 * got lost: a server that turns a token away may hang up while a file is still on its way.
 */
const isDoubtful = (request: ApiRequest, outcome: Outcome, refusal?: Refusal): boolean =>
	(request.file !== undefined && outcome.fault?.neverSent === false) ||
	(refusal === 'page' && !isReading(request));

export const isReading = (request: ApiRequest): boolean =>
	request.isRead === true || request.method === 'GET';

/** How an answer says "log in", if it does: ServiceOps may use 401, 403, or a login page with 200. */
function refusalIn({ answer }: Outcome): Refusal | undefined {
	if (answer?.statusCode === 401) return 'unauthorized';
	if (answer?.statusCode === 403) return 'forbidden';
	return answer?.statusCode === 200 && isHtml(answer.body) ? 'page' : undefined;
}

/**
 * What to sign with if a page in answer to a write means that the login has expired. The page proves nothing by itself,
 * as a proxy may have lost the real answer. So a read with the same token has to be turned away too, and to get through
 * with another one.
 */
async function renewedIfDead(
	sender: Sender,
	credentials: Credentials,
): Promise<Credentials | undefined> {
	const probe = await sendSigned(sender, HARMLESS_READ, credentials);
	const { answer } = probe.outcome;
	const isThrough = answer?.statusCode === 200 && !isHtml(answer.body);
	return isThrough && probe.credentials !== credentials ? probe.credentials : undefined;
}

const HARMLESS_READ: ApiRequest = {
	method: 'POST',
	path: ['api', 'v1', 'request', 'search', 'byqual'],
	query: { offset: 0, size: 1 },
	body: { qualDetails: all([]) },
	isRead: true,
};
