import {
	LoginRejected,
	NotFound,
	NotPermitted,
	RateLimited,
	Rejected,
	ServerFailed,
	Unreachable,
	type ErrorDetails,
	type ServiceOpsError,
} from './errors';
import type { ApiRequest } from './types';

/** What an HTTP status means for the person, where the server says nothing itself. */
export interface StatusMeaning {
	type: new (message: string, details: ErrorDetails) => ServiceOpsError;
	message: string;
	/** The one thing to do next. */
	description?: string | ((request: ApiRequest) => string);
}

const CHECK_VALUES =
	'Check the values of the fields. Names such as statuses and priorities must be exactly as in ServiceOps (High, not high), and people must exist there.';

const tooLarge = ({ file }: ApiRequest): string => {
	const size = file?.size === undefined ? '' : ` (${file.size} bytes)`;
	const what = file ? `The file ${file.name}${size}` : 'The request';
	return `${what} is larger than the server, or a proxy before it, accepts. Send less, or ask the administrator to raise the limit.`;
};

const MEANINGS: Record<number, StatusMeaning> = {
	400: {
		type: Rejected,
		message: 'ServiceOps did not accept the request',
		description: CHECK_VALUES,
	},
	401: {
		type: LoginRejected,
		message: 'ServiceOps did not accept the login',
		description: 'Open the ServiceOps credential and test it.',
	},
	403: {
		type: NotPermitted,
		message: 'This account may not do this',
		description: 'In ServiceOps, give the user of the credential a role that permits it.',
	},
	404: {
		type: NotFound,
		message: 'ServiceOps does not know this record or path',
		description: 'Check the ID or key, and whether this account may see the record.',
	},
	405: {
		type: Rejected,
		message: 'This ServiceOps server does not offer the operation',
		description: 'Ask your ServiceOps administrator whether its API allows this.',
	},
	407: {
		type: Unreachable,
		message: 'A proxy between n8n and ServiceOps requires a login of its own',
		description: 'Check the proxy settings of n8n.',
	},
	409: {
		type: Rejected,
		message: 'ServiceOps reports a conflict',
		description: 'Someone may have changed the record in the meantime.',
	},
	413: { type: Rejected, message: 'The request is too large', description: tooLarge },
	422: {
		type: Rejected,
		message: 'ServiceOps did not accept the values',
		description: CHECK_VALUES,
	},
	429: {
		type: RateLimited,
		message: 'Rate limit reached',
		description: 'Lower Concurrency under Options, or run the workflow later.',
	},
	500: { type: ServerFailed, message: 'ServiceOps could not process the request' },
	502: { type: Unreachable, message: 'The gateway in front of ServiceOps got no answer from it' },
	503: {
		type: Unreachable,
		message: 'ServiceOps is not available at the moment',
		description: 'Run the workflow again later.',
	},
	504: { type: Unreachable, message: 'ServiceOps did not answer its gateway in time' },
};

export const meaningOf = (status: number): StatusMeaning =>
	MEANINGS[status] ?? {
		type: status >= 500 ? ServerFailed : Rejected,
		message: `ServiceOps answered with HTTP status ${status}`,
	};
