const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_TLS/;

const SELF_SIGNED =
	"The server's certificate is not trusted. If it is self-signed, turn on 'Ignore SSL Issues (Insecure)' in the ServiceOps credential";

/** What can be mended without giving up the check. */
const CERTIFICATE_PROBLEMS: Record<string, string> = {
	CERT_HAS_EXPIRED:
		"The server's certificate has expired. Ask the administrator of the server to renew it",
	CERT_NOT_YET_VALID:
		"The server's certificate is not valid yet. Check the clocks of the server and of n8n",
	ERR_TLS_CERT_ALTNAME_INVALID:
		"The server's certificate is made out to another name than the host in the Server URL. Check the Server URL in the ServiceOps credential",
};

export interface ConnectionFault {
	/** A text for the person, without the codes that n8n would translate into its own words. */
	message: string;
	/** Whether the same request may succeed a moment later. */
	isPassing: boolean;
	/** Whether the request certainly never reached the server. */
	neverSent: boolean;
}

/** What the codes of Node and axios mean, in words; anything not listed may have reached the server. */
const FAULTS: Record<string, ConnectionFault> = {
	ENOTFOUND: {
		message:
			'The host in the Server URL was not found. Check the spelling of the Server URL in the ServiceOps credential',
		isPassing: false,
		neverSent: true,
	},
	ECONNREFUSED: {
		message:
			'The server refused the connection. Check the port in the Server URL and that ServiceOps is running',
		isPassing: true,
		neverSent: true,
	},
	EHOSTUNREACH: unreachable(),
	ENETUNREACH: unreachable(),
	EAI_AGAIN: unreachable(),
	EPROTO: {
		message:
			'The server does not speak https at this address. Check scheme and port of the Server URL',
		isPassing: false,
		neverSent: true,
	},
	ETIMEDOUT: timedOut(),
	ECONNABORTED: timedOut(),
	ERR_CANCELED: {
		message: 'The workflow was stopped before the server answered',
		isPassing: false,
		neverSent: false,
	},
};

function untrusted(code: string): ConnectionFault {
	return {
		message: CERTIFICATE_PROBLEMS[code] ?? SELF_SIGNED,
		isPassing: false,
		neverSent: true,
	};
}

function unreachable(): ConnectionFault {
	return {
		message: 'The server cannot be reached from n8n. Check the network and the Server URL',
		isPassing: true,
		neverSent: true,
	};
}

function timedOut(): ConnectionFault {
	return { message: 'The server did not answer in time', isPassing: true, neverSent: false };
}

/** The links of an error's chain of causes; n8n wraps what axios throws. */
interface Link {
	code?: unknown;
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

/**
 * Says in words why no answer came.
 *
 * @param error what the request helper threw
 */
export function describeConnectionFault(error: unknown): ConnectionFault {
	const chain = causes(error);
	const code = chain
		.map((link) => link.code)
		.find((value) => typeof value === 'string' && value !== '');
	if (typeof code === 'string') {
		if (CERTIFICATE.test(code)) return untrusted(code);
		const known = FAULTS[code];
		if (known) return known;
	}
	if (code !== undefined || chain.some((link) => link.isAxiosError === true)) {
		return {
			message: 'The connection to the server broke before its answer was complete',
			isPassing: true,
			neverSent: false,
		};
	}
	// Without a code it is no network fault: the credential refused before anything was sent.
	const message = error instanceof Error ? error.message : String(error);
	return { message, isPassing: false, neverSent: true };
}
