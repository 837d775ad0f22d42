/** Every call is checked against the OpenAPI document, and against what such a document cannot say. */
import type { Document } from 'openapi-backend';
import { OpenAPIBackend } from 'openapi-backend';

import { envelope, invalid, Refusal } from './errors';
import { explain } from './explain';
import type { Fields } from './fields';
import type { Incoming } from './incoming';
import type { JournalEntry } from './journal';
import { openApiDocument, OPERATIONS } from './openapi';
import type { Operation } from './operation';

/** The compiled checks. */
export interface RequestCheck {
	/** The operation that a call means, if there is one. */
	match: (entry: JournalEntry) => Operation | undefined;
	/** Whether a path is there for some other method. */
	isPathKnown: (path: string) => boolean;
	/** The path parameters of a call that keeps to the document; a refusal for any other. */
	validate: (
		operation: Operation,
		entry: JournalEntry,
		incoming: Incoming,
	) => Record<string, string>;
}

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'];

let sharedCheck: Promise<RequestCheck> | undefined;

/** The document never changes, so all simulators of a process share its compiled checks. */
export async function requestCheck(): Promise<RequestCheck> {
	sharedCheck ??= buildCheck();
	return await sharedCheck;
}

async function buildCheck(): Promise<RequestCheck> {
	const api = new OpenAPIBackend({
		definition: openApiDocument() as unknown as Document,
		// Checks are compiled when they are first needed: most tests need a few of them only.
		quick: true,
		ignoreTrailingSlashes: false,
		ajvOpts: {
			strict: false,
			discriminator: true,
			// test/unit/simulator/document.test.ts says that the document is valid; here it would be checked again for each operation.
			validateSchema: false,
			// Most checks are used a few times only.
			code: { optimize: false },
		},
	});
	await api.init();
	const known = new Map<string, Operation | undefined>();
	const operations = new Map(OPERATIONS.map((one) => [one.operationId, one]));
	// The router puts its list of operations together anew for each question.
	const definitions = new Map(api.router.getOperations().map((one) => [one.operationId, one]));
	const asked = ({ method, path }: JournalEntry) => ({ method, path, headers: {} });
	return {
		match: (entry) => {
			const kind = `${entry.method} ${entry.path.replace(/\/\d+(?=\/|$)/g, '/0')}`;
			if (!known.has(kind)) {
				const found = api.router.matchOperation(asked(entry));
				known.set(kind, operations.get(found?.operationId ?? ''));
			}
			return known.get(kind);
		},
		isPathKnown: (path) =>
			METHODS.some(
				(method) => api.router.matchOperation({ method, path, headers: {} }) !== undefined,
			),
		validate: (operation, entry, incoming) => {
			refuseMalformed(operation, incoming);
			const definition = definitions.get(operation.operationId);
			const { path } = entry;
			const call = {
				method: entry.method,
				path,
				headers: {},
				query: { ...entry.query },
				body: incoming.body as Fields | undefined,
			};
			const { errors } = api.validator.validateRequest(call, definition);
			const params = api.router.parseRequest(call, definition).params as Record<string, string>;
			const [error] = errors ?? [];
			if (error !== undefined) {
				const input = { path: params, query: entry.query, requestBody: incoming.body };
				throw invalid(explain(error, input));
			}
			return params;
		},
	};
}

/** What the document cannot say: whether a body could be read, and was of the right media type. */
function refuseMalformed(operation: Operation, incoming: Incoming): void {
	const { body, contentType, malformed, repeated } = incoming;
	if (repeated !== undefined) throw invalid(`Query parameter '${repeated}' is given twice.`);
	if (operation.body === undefined) {
		if (body !== undefined) throw invalid('No request body is expected here.');
		return;
	}
	const accepted = operation.mediaTypes ?? ['application/json'];
	if (body !== undefined && !accepted.includes(contentType)) {
		throw new Refusal({
			status: 415,
			body: envelope('415', `Content type '${contentType}' is not supported.`),
			breach: true,
		});
	}
	if (malformed) throw invalid('The request body is not valid JSON.');
	if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) {
		throw invalid('The request body must be an object.');
	}
}
