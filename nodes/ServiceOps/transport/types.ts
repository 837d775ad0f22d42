import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import type { ConnectionFault } from '../../../credentials/answers';

export type Context = IExecuteFunctions | ILoadOptionsFunctions;

export interface ApiRequest {
	method: IHttpRequestMethods;
	/** Segments behind the server's address, e.g. `['api', 'v1', 'request', 65]`; each is encoded. */
	path: Array<string | number>;
	query?: IDataObject;
	body?: IDataObject;
	/** Whether the request changes nothing on the server, so that it may be sent again at will. GET always may. */
	isRead?: boolean;
}

export interface ApiAnswer {
	status: number;
	/** The parsed JSON; undefined when the server sent no body. */
	body: unknown;
}

/** Picks answers other than 2xx that are no errors for the caller. */
export type Accept = (answer: ApiAnswer) => boolean;

export interface Api {
	/**
	 * Sends one request: signs it, waits where the server asks to, logs in anew when the login has expired.
	 *
	 * @param accept which answers other than 2xx the caller wants to look at itself
	 * @throws NodeApiError with a text for the person; `context.mayHaveBeenDone` tells that a write may have taken effect
	 */
	send(request: ApiRequest, accept?: Accept): Promise<ApiAnswer>;
	/** Reads something once per run, however many items ask for it. */
	once<T>(key: string, read: () => Promise<T>): Promise<T>;
	/** Does something after all that this run was asked to do before under the same key. */
	inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
	/** What this run has learnt about the server, so that it is found out once and not for every item. */
	known: Set<string>;
}

/** What became of one request on the wire: an answer, or the fault because of which none came. */
export type Outcome =
	| { answer: IN8nHttpFullResponse; fault?: undefined }
	| { answer?: undefined; fault: ConnectionFault };
