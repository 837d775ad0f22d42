import { PROXY_WANTS_LOGIN } from '../../../credentials/serverAnswer';
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

/** What an HTTP status means for the user, when the server does not say. */
export interface StatusMeaning {
	type: new (message: string, details: ErrorDetails) => ServiceOpsError;
	message: string;
	/** The one thing to do next. */
	description?: string | ((request: ApiRequest) => string);
	/** The same, when the answer has no words of ServiceOps. */
	unsaid?: string;
}

const CHECK_VALUES =
	'Check the values that were sent. If it is unclear which one is meant, leave out fields one at a time.';

const tooLarge = ({ file }: ApiRequest): string => {
	const size = file?.size === undefined ? '' : ` (${file.size} bytes)`;
	const what = file ? `The file ${file.name}${size}` : 'The request';
	return `${what} is too large for the server or a proxy in front of it. Send less, or have the limit raised.`;
};

const MEANINGS: Record<number, StatusMeaning> = {
	400: {
		type: Rejected,
		message: 'ServiceOps rejected the request',
		description: CHECK_VALUES,
	},
	401: {
		type: LoginRejected,
		message: 'ServiceOps rejected the login',
		description: 'Open the ServiceOps credential and test it.',
	},
	403: {
		type: NotPermitted,
		message: 'This account does not have permission to do this',
		description: 'In ServiceOps, give the user of the credential a role that permits it.',
		unsaid:
			'Either the user of the credential needs a role that permits it, or a proxy or firewall blocks the request.',
	},
	404: {
		type: NotFound,
		message: 'Record or path not found in ServiceOps',
		description: ({ path }) =>
			path.some((segment) => /^\d+$/.test(String(segment)))
				? 'Check the ID or key, and whether this account can see the record.'
				: 'Check the Server URL in the ServiceOps credential.',
	},
	405: {
		type: Rejected,
		message: 'This ServiceOps server does not support the operation',
		description: ({ method }) =>
			`Ask your ServiceOps administrator whether its API, or a proxy in front of it, blocks the method ${method}.`,
	},
	407: {
		type: Unreachable,
		message: PROXY_WANTS_LOGIN,
		description: 'Check the proxy settings of n8n.',
	},
	409: {
		type: Rejected,
		message: 'ServiceOps reported a conflict',
		description: 'Get the record again: someone may have changed it in the meantime.',
	},
	413: { type: Rejected, message: 'The request is too large', description: tooLarge },
	422: {
		type: Rejected,
		message: 'ServiceOps rejected the values',
		description: CHECK_VALUES,
	},
	429: {
		type: RateLimited,
		message: 'Rate limit reached',
		description: 'Lower Concurrency under Options, or run the workflow later.',
	},
	500: { type: ServerFailed, message: 'ServiceOps could not process the request' },
	502: { type: Unreachable, message: 'The gateway in front of ServiceOps got no response from it' },
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
