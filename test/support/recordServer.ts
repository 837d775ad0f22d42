/** A server that keeps records of one module in memory, as an `Api`: for unit tests of how records are found and written. */
import { NotFound, Rejected } from '../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../nodes/ServiceOps/transport/page';
import {
	isRead,
	type Api,
	type ApiAnswer,
	type ApiRequest,
} from '../../nodes/ServiceOps/transport/types';
import { textOf } from '../../nodes/ServiceOps/values/json';
import { fakeApi } from './fakeApi';

type Answer = { status: number; body: unknown } | Error | undefined;

export interface RecordServer {
	api: Api;
	rows: Row[];
	requests: ApiRequest[];
	/** Requests that change something, as `METHOD path`. */
	writes: () => string[];
	/** All of them. */
	sent: () => string[];
	/** Asked first; undefined leaves the request to the server. */
	before: (request: ApiRequest) => Answer;
	/** Which rows a search finds; all of them by default. */
	find: (request: ApiRequest, rows: Row[]) => Row[];
}

const line = ({ method, path }: ApiRequest) => `${method} /${path.join('/')}`;
let servers = 0;

/** @param module the last segment of the path of records, or the last but one where there is a model */
export function recordServer(rows: Row[] = [], module = 'request'): RecordServer {
	const requests: ApiRequest[] = [];
	const server: RecordServer = {
		api: { ...fakeApi(), server: `server-${servers++}` },
		rows,
		requests,
		writes: () => requests.filter((request) => !isRead(request)).map(line),
		sent: () => requests.map(line),
		before: () => undefined,
		find: (_request, all) => all,
	};
	const missing = { status: 404, body: { userMessage: 'No such record', code: '404' } };

	function serve(request: ApiRequest): Exclude<Answer, undefined> {
		const { method, path, body, query } = request;
		if (path.at(-1) === 'byqual') {
			const found = server.find(request, server.rows);
			const [offset, size] = [Number(query?.offset), Number(query?.size)];
			const objectList = found.slice(offset, offset + size);
			return { status: 200, body: { objectList, totalCount: found.length } };
		}
		if (method === 'POST') {
			const row = { id: server.rows.length + 1, ...body };
			server.rows.push(row);
			return { status: 200, body: row };
		}
		if (path[2] !== module) return missing;
		const row = server.rows.find(({ id }) => textOf(id) === textOf(path.at(-1)));
		if (!row) return missing;
		if (method === 'DELETE') server.rows.splice(server.rows.indexOf(row), 1);
		if (method === 'PATCH') Object.assign(row, body);
		return { status: 200, body: row };
	}

	server.api.send = async (request, accept = () => false): Promise<ApiAnswer> => {
		requests.push(request);
		const answer = await Promise.resolve(server.before(request) ?? serve(request));
		if (answer instanceof Error) throw answer;
		if (answer.status < 300 || accept(answer)) return answer;
		const details = { status: answer.status };
		throw answer.status === 404 ? new NotFound('No', details) : new Rejected('No', details);
	};
	return server;
}
