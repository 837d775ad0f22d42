import { UserError } from 'n8n-workflow';

/*
 * What can go wrong with a call, a class for each meaning, so that callers ask the type and never a status or a text.
 * What was entered wrongly is `BadInput` (values/badInput.ts). `run/nodeError.ts` makes of them what n8n shows.
 */

export interface ErrorDetails {
	/** The one thing to do next. */
	description?: string;
	/** The HTTP status of the answer, where there was one. */
	status?: number;
	/** Whether a write may have been carried out although no clear answer came. */
	possiblyDone?: boolean;
}

/** Any fault of a call. */
export class ServiceOpsError extends UserError {
	declare description: string | null | undefined;

	readonly status?: number;

	readonly possiblyDone: boolean;

	constructor(message: string, { description, status, possiblyDone = false }: ErrorDetails = {}) {
		super(message, { description });
		this.status = status;
		this.possiblyDone = possiblyDone;
	}

	/** The same error with another sentence behind its advice. */
	advise(sentence: string): this {
		this.description = [this.description, sentence].filter(Boolean).join(' ');
		return this;
	}
}

/** There is no such record, or nothing at this path. */
export class NotFound extends ServiceOpsError {}

/** Several records have what only one should have. */
export class SeveralFound extends ServiceOpsError {}

/** ServiceOps understood the request and said no. */
export class Rejected extends ServiceOpsError {}

/** The account has no permission. */
export class NotPermitted extends ServiceOpsError {}

/** The login was refused, or its token. */
export class LoginRejected extends ServiceOpsError {}

/** The server takes no more requests for now. */
export class RateLimited extends ServiceOpsError {}

/** No answer came: no connection, broken off, timed out, or a gateway answered for the server. */
export class Unreachable extends ServiceOpsError {}

/** The server failed while it worked on the request. */
export class ServerFailed extends ServiceOpsError {}

/** An answer came, but none that the ServiceOps API gives. */
export class OddAnswer extends ServiceOpsError {}

/** The workflow was stopped, or the time for the call is up. */
export class Abandoned extends ServiceOpsError {}
