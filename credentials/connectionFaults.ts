/** Why there was no response, grouped by what can be done about it. */
export type FaultKind = 'unreachable' | 'login' | 'input' | 'stopped' | 'rateLimited';

export interface ConnectionFault {
	/** Text for the user, without the codes that n8n would replace with its own wording. */
	message: string;
	kind: FaultKind;
	/** Whether the same request may succeed moments later. */
	isPassing: boolean;
	/** Whether the request certainly never reached the server. */
	neverSent: boolean;
}

/** A request that cannot be signed: something is missing from the credential, or the login failed. */
export class CannotSign extends Error {
	constructor(
		message: string,
		readonly kind: FaultKind = 'input',
	) {
		super(message);
	}
}

const faultOf = (
	message: string,
	{ isPassing = false, neverSent = true, kind = 'unreachable' }: Partial<ConnectionFault> = {},
): ConnectionFault => ({ message, kind, isPassing, neverSent });

const SELF_SIGNED =
	"The server's certificate is not trusted. If it is self-signed, turn on 'Ignore SSL Issues (Insecure)' in the ServiceOps credential";

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_TLS/;

/** Certificate problems that can be fixed without turning the check off. */
const CERTIFICATE_PROBLEMS: Record<string, string> = {
	CERT_HAS_EXPIRED:
		"The server's certificate has expired. Ask the administrator of the server to renew it",
	CERT_NOT_YET_VALID:
		"The server's certificate is not valid yet. Check the clocks of the server and of n8n",
	ERR_TLS_CERT_ALTNAME_INVALID:
		"The server's certificate was issued for a different host name. Check the Server URL in the ServiceOps credential",
};

const UNREACHABLE = faultOf(
	'The server cannot be reached from n8n. Check the network and the Server URL',
	{ isPassing: true },
);
const TIMED_OUT = faultOf('The server did not answer in time', {
	isPassing: true,
	neverSent: false,
});

/** What the error codes of Node and axios mean; with any other code the request may have reached the server. */
const FAULTS: Record<string, ConnectionFault> = {
	ENOTFOUND: faultOf(
		'The host in the Server URL was not found. Check the spelling of the Server URL in the ServiceOps credential',
	),
	ECONNREFUSED: faultOf(
		'The server refused the connection. Check the port in the Server URL and that ServiceOps is running',
		{ isPassing: true },
	),
	EHOSTUNREACH: UNREACHABLE,
	ENETUNREACH: UNREACHABLE,
	EAI_AGAIN: UNREACHABLE,
	ETIMEDOUT: TIMED_OUT,
	ECONNABORTED: TIMED_OUT,
	HPE_HEADER_OVERFLOW: faultOf(
		'The headers of the response are larger than n8n accepts. Ask the administrator of the server or its proxy',
		{ isPassing: true, neverSent: false },
	),
	ERR_CANCELED: faultOf('The workflow was stopped before the server answered', {
		neverSent: false,
		kind: 'stopped',
	}),
};

const BROKEN_OFF = faultOf(
	'The connection to the server was lost before the response was complete',
	{
		isPassing: true,
		neverSent: false,
	},
);

const NO_HTTPS = faultOf(
	'The server does not use HTTPS at this address. Check the scheme and port of the Server URL',
);

const NO_CLIENT_CERTIFICATE =
	'The server requires a TLS client certificate, which this credential does not support';

/** What a server reports when it ends the TLS handshake (RFC 8446, section 6.2), by alert number. */
const TLS_ALERTS: Record<string, string> = {
	40: 'The server ended the TLS handshake: it shares no cipher with n8n, or it requires a client certificate',
	42: NO_CLIENT_CERTIFICATE,
	70: 'The server ended the TLS handshake: it does not support the TLS version of n8n',
	112: 'The server does not know the host name in the Server URL',
	116: NO_CLIENT_CERTIFICATE,
};

const TLS_ALERT = /alert number (\d+)/i;
const BEFORE_TLS = /before secure TLS connection was established/i;

/** The links of an error's chain of causes; n8n wraps what axios throws. */
interface Link {
	code?: unknown;
	message?: unknown;
	isAxiosError?: unknown;
	cause?: unknown;
}

function causes(error: unknown): Link[] {
	const chain: Link[] = [];
	let link = error;
	while (typeof link === 'object' && link !== null && chain.length < 5) {
		chain.push(link);
		link = (link as Link).cause;
	}
	return chain;
}

/** A failed handshake: nothing has been sent yet. */
function tlsFault(code: string, text: string): ConnectionFault | undefined {
	const [, alert] = TLS_ALERT.exec(text) ?? [];
	if (alert !== undefined) {
		const message = TLS_ALERTS[alert] ?? `The server ended the TLS handshake with alert ${alert}`;
		return faultOf(`${message}. Ask the administrator of the server`);
	}
	if (BEFORE_TLS.test(text)) {
		return faultOf(
			'The connection was closed during the TLS handshake. Check the Server URL and any proxy in front of the server',
			{ isPassing: true },
		);
	}
	if (CERTIFICATE.test(code)) return faultOf(CERTIFICATE_PROBLEMS[code] ?? SELF_SIGNED);
	return code === 'EPROTO' ? NO_HTTPS : undefined;
}

/**
 * Explains why there was no response.
 *
 * @param error what the request helper threw
 */
export function describeConnectionFault(error: unknown): ConnectionFault {
	const chain = causes(error);
	const refusal = chain.find((link): link is CannotSign => link instanceof CannotSign);
	if (refusal) return faultOf(refusal.message, { kind: refusal.kind });
	const code = chain
		.map((link) => link.code)
		.find((value) => typeof value === 'string' && value !== '');
	const text = chain.map(({ message }) => (typeof message === 'string' ? message : '')).join('\n');
	if (typeof code === 'string') {
		const known = tlsFault(code, text) ?? FAULTS[code];
		if (known) return known;
	}
	if (code !== undefined || chain.some((link) => link.isAxiosError === true)) return BROKEN_OFF;
	// Without a code it is not a network fault: n8n refused before anything was sent.
	const message = error instanceof Error ? error.message : String(error);
	return faultOf(message, { kind: 'input' });
}
