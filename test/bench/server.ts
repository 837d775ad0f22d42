/**
 * A ServiceOps server that costs next to nothing, in a process of its own. The strict simulator checks every call against
 * its OpenAPI document and filters in memory; measured with it, all clients would be as slow as it is.
 */
import { delay, http, nodeProcess } from '../support/node';

/** What the server saw since it was reset. */
export interface Counts {
	requests: number;
	logins: number;
	/** The most connections open at once. */
	peakConnections: number;
	/** The most calls in progress at once. */
	peakCalls: number;
	/** From the first call's arrival to the last answer, in ms. */
	busyMs: number;
}

let latencyMs = 0;
let total = 0;
let calls = 0;
let firstAt = 0;
let lastAt = 0;
const connections = new Set<unknown>();
const counts: Counts = { requests: 0, logins: 0, peakConnections: 0, peakCalls: 0, busyMs: 0 };

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
	if (path === '/api/oauth/token') {
		counts.logins++;
		return '{"access_token":"bench-token","token_type":"bearer","expires_in":43199}';
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
		latencyMs = Number(url.searchParams.get('latency'));
		total = Number(url.searchParams.get('total'));
		// Written out beforehand, so that the first to ask does not pay for it.
		for (let index = 0; index < total; index++) row(index);
		firstAt = lastAt = 0;
		Object.assign(counts, {
			requests: 0,
			logins: 0,
			peakConnections: connections.size,
			peakCalls: calls,
		});
	}
	return JSON.stringify({ ...counts, busyMs: lastAt - firstAt });
}

const server = http.createServer((request, response) => {
	const url = new URL(request.url ?? '/', 'http://localhost');
	const end = (body: string) => {
		response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' });
		response.end(body);
	};
	request.resume();
	if (url.pathname.startsWith('/bench/')) {
		connections.delete(request.socket);
		end(control(url));
		return;
	}
	firstAt ||= performance.now();
	calls++;
	counts.peakCalls = Math.max(counts.peakCalls, calls);
	counts.peakConnections = Math.max(counts.peakConnections, connections.size);
	const answer = () => {
		const body = answerOf(request.method ?? 'GET', url);
		if (url.pathname !== '/api/oauth/token') counts.requests++;
		calls--;
		end(body);
		lastAt = performance.now();
	};
	request.on('end', () => {
		if (latencyMs > 0) void delay(latencyMs).then(answer);
		else answer();
	});
});
server.on('connection', (socket) => {
	connections.add(socket);
	socket.on('close', () => connections.delete(socket));
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	const port = address !== null && typeof address === 'object' ? address.port : 0;
	nodeProcess.stdout.write(`http://127.0.0.1:${port}\n`);
});
