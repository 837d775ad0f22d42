/**
 * A ServiceOps server that costs next to nothing, in a process of its own. The strict simulator checks every call against
 * its OpenAPI document and filters in memory; measured with it, all clients would be as slow as it is.
 *
 * `--tls` has it speak https. `/bench/reset` sets latency and total, and a rate limit (`perSecond`, `bucket`) or after how many
 * calls the token expires, twice in all (`expireAfter`).
 */
import { generate } from 'selfsigned';
import { delay, http, https, nodeProcess } from '../support/node';

/** What the server saw since it was reset. */
export interface Counts {
	requests: number;
	logins: number;
	/** Calls that the rate limit rejected. */
	rejected: number;
	/** The most connections open at once. */
	peakConnections: number;
	/** The most calls in progress at once. */
	peakCalls: number;
	/** From the first call's arrival to the last answer, in ms. */
	busyMs: number;
}

const LOGIN_PATH = '/api/oauth/token';

let latencyMs = 0;
let total = 0;
let calls = 0;
let firstAt = 0;
let lastAt = 0;
const connections = new Set<unknown>();
const counts: Counts = {
	requests: 0,
	logins: 0,
	rejected: 0,
	peakConnections: 0,
	peakCalls: 0,
	busyMs: 0,
};

/** A token bucket; no limit while `perSecond` is 0. */
const limit = { perSecond: 0, bucket: 0, tokens: 0, at: 0 };
/** Tokens are numbered; those up to `expired` are rejected. The next expiry is after so many more calls. */
const token = { newest: 0, expired: 0, every: 0, expiries: 0 };

function isRejected(): boolean {
	if (limit.perSecond === 0) return false;
	const now = performance.now();
	const filled = limit.tokens + ((now - limit.at) / 1_000) * limit.perSecond;
	Object.assign(limit, { at: now, tokens: Math.min(limit.bucket, filled) });
	if (limit.tokens < 1) return true;
	limit.tokens--;
	return false;
}

const MOST_EXPIRIES = 2;

/** Whether the call comes with an expired token; the calls that are counted make the next one expire. */
function isExpired(authorization: string): boolean {
	const { every, expiries } = token;
	if (every > 0 && expiries < MOST_EXPIRIES && counts.requests >= every * (expiries + 1)) {
		token.expired = token.newest;
		token.expiries++;
	}
	const number = /^Bearer bench-(\d+)$/.exec(authorization)?.[1];
	return number !== undefined && Number(number) <= token.expired;
}

/** A request as ServiceOps shows it: about forty properties, 1.2 kB. */
const record = (id: number): string =>
	JSON.stringify({
		id,
		name: `INC-${id}`,
		subject: `Printer ${id} does not print`,
		description: '<p>Since this morning nothing comes out of it, and its lamp blinks red.</p>',
		requester: 'erika@example.com',
		requesterId: 1000 + (id % 500),
		requesterName: 'Erika Mustermann',
		statusId: 9,
		statusName: 'Open',
		priorityId: 2,
		priorityName: 'Medium',
		urgencyId: 1,
		urgencyName: 'Low',
		impactId: 1,
		impactName: 'On User',
		categoryId: 7,
		categoryName: 'Hardware',
		departmentId: 3,
		departmentName: 'Sales',
		locationId: 5,
		locationName: 'Head Office',
		assignee: 'sam@example.com',
		technicianId: 12,
		technicianName: 'Sam Admin',
		groupId: 4,
		technicianGroupName: 'Service Desk',
		source: 'External',
		tags: ['printer', 'hardware'],
		spam: false,
		removed: false,
		createdTime: 1_780_000_000_000 + id,
		updatedTime: 1_780_000_100_000 + id,
		dueBy: 1_780_100_000_000 + id,
		firstResponseDueBy: 1_780_050_000_000 + id,
		slaViolated: false,
		reopenCount: 0,
		customField: { 'Asset Tag': `A-${id}`, Floor: '2', Building: 'North' },
		fileAttachments: [],
		supportLevel: 'tier1',
		callFrom: '0',
		transitionStatusId: 0,
	});

const rows: string[] = [];
const row = (index: number): string => (rows[index] ??= record(index + 1));

function answerOf(method: string, url: URL): string {
	const path = url.pathname;
	if (path === LOGIN_PATH) {
		counts.logins++;
		token.newest++;
		return `{"access_token":"bench-${token.newest}","token_type":"bearer","expires_in":43199}`;
	}
	if (path.endsWith('/search/byqual')) {
		const offset = Number(url.searchParams.get('offset'));
		const end = Math.min(total, offset + Number(url.searchParams.get('size')));
		const page: string[] = [];
		for (let index = offset; index < end; index++) page.push(row(index));
		return `{"objectList":[${page.join(',')}],"totalCount":${total}}`;
	}
	return row(method === 'GET' ? Number(path.split('/').at(-1)) - 1 : counts.requests);
}

function control(url: URL): string {
	if (url.pathname === '/bench/reset') {
		const numberOf = (name: string) => Number(url.searchParams.get(name));
		latencyMs = numberOf('latency');
		total = numberOf('total');
		const bucket = numberOf('bucket');
		const perSecond = numberOf('perSecond');
		Object.assign(limit, { perSecond, bucket, tokens: bucket, at: performance.now() });
		Object.assign(token, { every: numberOf('expireAfter'), expiries: 0 });
		// Written out beforehand, so that the first to ask does not pay for it.
		for (let index = 0; index < total; index++) row(index);
		firstAt = lastAt = 0;
		Object.assign(counts, {
			requests: 0,
			logins: 0,
			rejected: 0,
			peakConnections: connections.size,
			peakCalls: calls,
		});
	}
	return JSON.stringify({ ...counts, busyMs: lastAt - firstAt });
}

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };

function serve(request: http.IncomingMessage, response: http.ServerResponse): void {
	const url = new URL(request.url ?? '/', 'http://localhost');
	const end = (body: string, status = 200) => {
		response.writeHead(status, { ...JSON_TYPE, ...(status === 429 && { 'retry-after': '1' }) });
		response.end(body);
	};
	request.resume();
	if (url.pathname.startsWith('/bench/')) {
		connections.delete(request.socket);
		end(control(url));
		return;
	}
	const isLogin = url.pathname === LOGIN_PATH;
	firstAt ||= performance.now();
	calls++;
	counts.peakCalls = Math.max(counts.peakCalls, calls);
	counts.peakConnections = Math.max(counts.peakConnections, connections.size);
	const answer = () => {
		calls--;
		if (!isLogin && isRejected()) {
			counts.rejected++;
			end('{"userMessage":"Too many requests."}', 429);
		} else if (!isLogin && isExpired(request.headers.authorization ?? '')) {
			end('{"error":"invalid_token"}', 401);
		} else {
			const body = answerOf(request.method ?? 'GET', url);
			if (!isLogin) counts.requests++;
			end(body);
		}
		lastAt = performance.now();
	};
	request.on('end', () => {
		if (latencyMs > 0) void delay(latencyMs).then(answer);
		else answer();
	});
}

async function start(): Promise<void> {
	const isTls = nodeProcess.argv.includes('--tls');
	const { private: key, cert } = isTls
		? await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'ec' })
		: { private: '', cert: '' };
	const server = isTls ? https.createServer({ key, cert }, serve) : http.createServer(serve);
	server.on(isTls ? 'secureConnection' : 'connection', (socket: http.IncomingMessage['socket']) => {
		connections.add(socket);
		socket.on('close', () => connections.delete(socket));
	});
	server.keepAliveTimeout = 600_000;
	server.listen(0, '127.0.0.1', () => {
		const address = server.address();
		const port = address !== null && typeof address === 'object' ? address.port : 0;
		nodeProcess.stdout.write(`http${isTls ? 's' : ''}://127.0.0.1:${port}\n`);
	});
}

void start();
