/** Signs in, checks and answers a call. */
import type { Dialect } from './dialect';
import type { Answer } from './errors';
import { envelope, htmlPage, Refusal, springBody } from './errors';
import type { Fields } from './fields';
import type { Incoming } from './incoming';
import type { JournalEntry } from './journal';
import { TOKEN_OPERATION, unauthorized } from './oauth';
import { openApiDocument } from './openapi';
import type { Operation, User } from './operation';
import { dressed } from './shapes';
import type { State } from './state';
import { writesOf } from './store';
import type { RequestCheck } from './validation';

/**
 * The answer to a call.
 *
 * @param entry learns which operation it was, and whether it changed something
 */
export async function handle(
	state: State,
	check: RequestCheck,
	entry: JournalEntry,
	incoming: Incoming,
): Promise<Answer> {
	if (entry.path === '/openapi.json' && entry.method === 'GET') {
		return { status: 200, body: openApiDocument() };
	}
	const operation = check.match(entry);
	if (operation !== undefined) entry.operationId = operation.operationId;
	if (entry.path === TOKEN_OPERATION.path) {
		return await answered(async () => await logIn(state, check, entry, incoming), oauthWords);
	}
	const answer = await answered(() => {
		const before = writesOf(state.store);
		const done = operate(state, check, operation, entry, incoming);
		// Looked at before any other call gets its turn. A refusal changes nothing.
		entry.changed = writesOf(state.store) !== before;
		return done;
	});
	return dressed(answer, state.dialect, entry.path, state.now());
}

async function answered(
	work: () => Answer | Promise<Answer>,
	reword = (answer: Answer) => answer,
): Promise<Answer> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Refusal) return reword(error.answer);
		return { status: 500, body: envelope('500', `Simulator: ${String(error)}`), breach: true };
	}
}

/** The encoding of forms by OAuth (RFC 6749, 4.3.2). */
const STANDARD_FORM = 'application/x-www-form-urlencoded';

async function logIn(
	{ logins, dialect }: State,
	check: RequestCheck,
	entry: JournalEntry,
	incoming: Incoming,
): Promise<Answer> {
	const operation = check.match(entry);
	if (operation === undefined) return { ...htmlPage(405, 'Method Not Allowed'), breach: true };
	check.validate(operation, entry, incoming);
	if (dialect.loginForm === 'urlencoded' && incoming.contentType !== STANDARD_FORM) {
		throw new Refusal({ status: 415, body: envelope('415', 'The form was not read.') });
	}
	return await logins.logIn(incoming.authorization, incoming.body as Record<string, string>);
}

/** The login words its errors as OAuth does. */
function oauthWords(answer: Answer): Answer {
	const { userMessage } = answer.body as { userMessage: string };
	return { ...answer, body: { error: 'invalid_request', error_description: userMessage } };
}

function operate(
	{ store, dialect, logins, now }: State,
	check: RequestCheck,
	operation: Operation | undefined,
	entry: JournalEntry,
	incoming: Incoming,
): Answer {
	const { user, by } = logins.identify(incoming.authorization);
	const notThere = (status: 404 | 405) => missed(status, dialect, entry.path, now());
	if (operation === undefined) {
		return { ...notThere(check.isPathKnown(entry.path) ? 405 : 404), breach: true };
	}
	if (by === 'apiKey' && isInternal(operation) && !dialect.lookupsAcceptApiKey) {
		throw unauthorized('An API key is not accepted here.');
	}
	switch (operation.absent?.(dialect)) {
		case 404:
			return notThere(404);
		case '404html':
			return htmlPage(404, 'Not Found');
		case 405:
			return htmlPage(405, 'Method Not Allowed');
		case undefined:
	}
	const params = check.validate(operation, entry, incoming);
	permit(user);
	return operation.run({
		store,
		dialect,
		user,
		params,
		query: entry.query,
		body: (incoming.body ?? {}) as Fields,
		uploads: incoming.uploads,
	});
}

/** What a path gets that the server does not have, or not for this method. */
function missed(status: 404 | 405, { unknownPath }: Dialect, path: string, at: number): Answer {
	if (unknownPath === 'spring') return { status, body: springBody(status, path, at) };
	return htmlPage(status, status === 404 ? 'Not Found' : 'Method Not Allowed');
}

/** The paths that the web interface calls, apart from the upload. */
function isInternal({ path, tag }: Operation): boolean {
	return !path.startsWith('/api/v1/') && tag !== 'attachment';
}

function permit(user: User): void {
	if (!user.restricted) return;
	throw new Refusal({
		status: 403,
		body: envelope('403', 'You do not have permission to do this.'),
	});
}
