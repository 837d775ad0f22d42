import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { PaceDescription } from '../../../credentials/pacing';

export type Context =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

export interface ApiRequest {
	method: IHttpRequestMethods;
	/** Segments behind the server's address, e.g. `['api', 'v1', 'request', 65]`; each is encoded. */
	path: Array<string | number>;
	query?: IDataObject;
	/** A custom request may send a list as well. */
	body?: IDataObject;
	/** A file to send instead of a body. */
	file?: FileToSend;
	/**
	 * Stores the content of a successful response that is a file, not JSON; what it returns becomes the answer's body. A
	 * fault while receiving the content counts as a lost connection.
	 */
	receive?: (file: ReceivedFile) => Promise<IDataObject>;
	/**
	 * With `receive`: makes the answer's body of a response that is text. Then text and JSON of any size are data, unless
	 * the server sends them as an attachment; without it, they are files.
	 */
	receiveText?: (text: string) => IDataObject;
	/** Advice for when the server rejects the request, for requests whose path is an assumption. */
	advice?: string;
	/** How to find out whether a write whose response got lost was processed. */
	howToCheck?: string;
	/** Whether the request changes nothing on the server, so that repeating it is safe. Implied for GET. */
	isRead?: boolean;
}

/** Whether a request changes nothing on the server. */
export const isRead = ({ method, isRead: isSafe }: ApiRequest): boolean =>
	isSafe === true || method === 'GET';

/** A file on its way to the server. */
export interface FileToSend {
	name: string;
	/** E.g. `application/pdf`. */
	contentType: string;
	/** In bytes; undefined when unknown. */
	size?: number;
	/** Opens the content from its beginning, each time it is called. */
	open(): Promise<Buffer | Stream>;
}

/** A stream of bytes, by the name that needs no import. */
export type Stream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** A file received from the server. */
export interface ReceivedFile {
	content: Buffer | Stream;
	/** As the server names it, e.g. `application/pdf`; undefined when it does not. */
	contentType?: string;
	/** As the server names it; undefined when it does not. */
	name?: string;
}

export interface ApiAnswer {
	status: number;
	/** The parsed JSON; undefined when the server sent no body. */
	body: unknown;
	/** Of a success. */
	headers?: IDataObject;
}

/** Picks responses other than 2xx that are not errors for the caller. */
export type Accept = (answer: ApiAnswer) => boolean;

/** What a run of a node sends its requests with. */
export interface Api {
	/** Identifies the server and login within this process. */
	server: string;
	/**
	 * Sends one request: signs it, waits when the server asks to, logs in again when the login has expired.
	 *
	 * @param accept which responses other than 2xx the caller handles itself
	 * @throws ServiceOpsError; `possiblyDone` tells that a write may have taken effect
	 */
	send(request: ApiRequest, accept?: Accept): Promise<ApiAnswer>;
	/** Reads something once per run, however many items need it; failures are not cached. */
	once<T>(key: string, read: () => Promise<T>): Promise<T>;
	/** The pace of the requests that this process sends to the server with this login. */
	describePace(): Promise<PaceDescription>;
	/** How many pages of one list may be requested at a time. */
	pagesInFlight: number;
	/** Waits until the item may send; only then is it worth checking what the run has found out so far. */
	ready(): Promise<void>;
	/** What this run has found out about the server, so that it is found out once and not for every item. */
	known: Set<string>;
}
