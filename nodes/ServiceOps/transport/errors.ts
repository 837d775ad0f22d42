import { UserError, type IDataObject } from 'n8n-workflow';

/*
 * What can go wrong with a call, one class per meaning, so that callers check the type and never a status or a text.
 * Invalid input is `BadInput` (values/badInput.ts). `run/nodeError.ts` turns them into what n8n shows.
 */

export interface ErrorDetails {
	/** The one thing to do next. */
	description?: string;
	/** The HTTP status of the response, if there was one. */
	status?: number;
	/** Whether a write may have been processed although there was no clear response. */
	possiblyDone?: boolean;
	/** What only an administrator needs, such as the server's code. */
	details?: string;
	/** Whether the server may not have the path at all. */
	mayBeThePath?: boolean;
}

/** Any failure of a call. */
export class ServiceOpsError extends UserError {
	declare description: string | null | undefined;

	readonly status?: number;

	readonly possiblyDone: boolean;

	readonly details?: string;

	readonly mayBeThePath: boolean;

	constructor(
		message: string,
		{ description, status, possiblyDone = false, details, mayBeThePath = false }: ErrorDetails = {},
	) {
		super(message, { description });
		this.status = status;
		this.possiblyDone = possiblyDone;
		this.details = details;
		this.mayBeThePath = mayBeThePath;
	}

	/** The same error with one more sentence of advice. */
	advise(sentence: string): this {
		this.description = [this.description, sentence].filter(Boolean).join(' ');
		return this;
	}
}

/** Whether a write that failed so may have been processed all the same. */
export const isPossiblyDone = (error: unknown): error is ServiceOpsError =>
	error instanceof ServiceOpsError && error.possiblyDone;

/** No such record, or nothing at this path. */
export class NotFound extends ServiceOpsError {}

/** Several records match where one should. */
export class SeveralFound extends ServiceOpsError {}

/** ServiceOps understood the request and said no. */
export class Rejected extends ServiceOpsError {}

/** The account has no permission. */
export class NotPermitted extends ServiceOpsError {}

/** The login or its token was rejected. */
export class LoginRejected extends ServiceOpsError {}

/** The rate limit of the server is reached. */
export class RateLimited extends ServiceOpsError {}

/** No response from the server: no connection, connection lost, timed out, or a gateway responded instead. */
export class Unreachable extends ServiceOpsError {}

/** The server failed while processing the request. */
export class ServerFailed extends ServiceOpsError {}

/** The server has more rows than it returned. */
export class Incomplete extends ServiceOpsError {
	constructor(
		message: string,
		/** What was read: an item that continues on error returns it. */
		readonly rows: IDataObject[],
	) {
		super(message, {
			description:
				'Run this again later, narrow the Filters, or set a larger Page Size under Options. If On Error is set to continue, the records so far are returned.',
		});
	}
}

/** A list ends at the most that the server finds with one search. */
export class CutOff extends Incomplete {}

/** There was a response, but not one that the ServiceOps API gives. */
export class OddAnswer extends ServiceOpsError {}

/** Something was done in several steps, of which a later one failed. */
export class PartlyDone extends ServiceOpsError {}

/**
 * The error about a step after others that are done.
 *
 * @param done what is done
 */
export const partlyDone = (error: unknown, done: string): unknown =>
	error instanceof ServiceOpsError && !(error instanceof PartlyDone)
		? new PartlyDone(`${error.message.replace(/\.$/, '')}. ${done}`, {
				description: error.description ?? undefined,
				status: error.status,
				possiblyDone: error.possiblyDone,
				details: error.details,
			})
		: error;

/** The workflow was stopped, or the time for the call is up. */
export class Abandoned extends ServiceOpsError {}

/**
 * Whether this account may not have what it asked for. API keys are answered 401 outside `/api/v1` (requests.md 6.8); a
 * login that failed has no status.
 */
export const isDenied = (error: unknown): boolean =>
	error instanceof NotPermitted ||
	(error instanceof LoginRejected && (error.status === 401 || error.status === 403));

/**
 * Whether the server does not have what was read, or this account may not read it, now or later. Servers answer an unknown path in
 * several ways, even with a web page. A login that failed, a rate limit or a server that is down says nothing about it.
 */
export const isUnavailable = (error: unknown): boolean =>
	isDenied(error) || [NotFound, OddAnswer, Rejected].some((type) => error instanceof type);

/** Whether the server may have refused the request for what it asked: some fail instead of saying no (requests.md 4). */
export const isRefusal = (error: unknown): boolean =>
	error instanceof Rejected || error instanceof ServerFailed;

/** What an error says, for a note. */
export const reasonOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);

/** Handles a rejection: an error that is expected gives the value, all others are thrown. */
export const ifError =
	<T>(isExpected: (error: unknown) => boolean, value: T) =>
	(error: unknown): T => {
		if (isExpected(error)) return value;
		throw error;
	};
