/** Writes whose answer got lost on the way: never done twice, and never reported as simply failed. */
import {
	record,
	newRequest,
	numbered,
	passwordLogin,
	useWorld,
	apiKeyLogin,
	jsonOf,
} from './world';
import { runNode } from '../support/engine';
import { startCannedServer } from '../support/cannedServer';
import { MAY_BE_DONE, naming } from '../support/says';

const world = useWorld();
const create = newRequest('Printer is on fire');
const PAGE = { status: 200, body: '<html><body>Welcome</body></html>', contentType: 'text/html' };
const creates = () => world.simulator.calls({ method: 'POST', path: '/api/v1/request' });

const faults = [
	['503 with a rate limit header', { status: 503, headers: { 'X-RateLimit-Reset': '20' } }],
	['503', { status: 503 }],
	['500', { status: 500 }],
	['408', { status: 408 }],
	['a page with 200', PAGE],
	['a broken connection', { reset: true }],
	['half an answer', { status: 200, body: '{"id": 10' }],
	['no body', { status: 200, body: '' }],
] as const;

describe.each(['password', 'apiKey'])('signed in by %s', (authentication) => {
	const credentials = () =>
		(authentication === 'password' ? passwordLogin : apiKeyLogin)(world.simulator.url);

	test.each(faults)(
		'a create that is done and answered with %s is not sent again',
		async (_, fault) => {
			// n8n has logged in before, so that the fault meets the create.
			await world.run(newRequest('Before'), { credentials: credentials() });
			world.simulator.clearJournal();
			world.simulator.failNext({
				method: 'POST',
				path: /\/v1\/request$/,
				times: 9,
				after: true,
				...fault,
			});

			const { error } = await world.run(create, { credentials: credentials() });

			expect(creates()).toHaveLength(1);
			expect(`${error?.message} ${error?.description}`).toMatch(MAY_BE_DONE);
		},
	);

	test('the warning survives Continue On Fail', async () => {
		world.simulator.failNext({ method: 'POST', path: /\/v1\/request$/, reset: true, after: true });

		const result = await world.run(create, {
			credentials: credentials(),
			onError: 'continueRegularOutput',
		});

		expect(JSON.stringify(jsonOf(result))).toMatch(MAY_BE_DONE);
	});
});

test('a create that meets an expired login and a login page is done once, after a new login', async () => {
	const credentials = passwordLogin(world.simulator.url);
	world.simulator.dialect.expiredToken = 'html200';
	await world.run(newRequest('Before'), { credentials });
	world.simulator.expireTokens();
	world.simulator.clearJournal();

	const { error } = await world.run(create, { credentials });

	expect(error).toBeUndefined();
	expect(world.simulator.logins()).toBe(1);
	expect(creates().filter(({ status, body }) => status === 200 && body)).toHaveLength(2);
	expect(world.simulator.calls({ method: 'GET' })).toHaveLength(0);
});

test.each([
	['an error of the server', 500, 'Internal Server Error'],
	['a page', 200, '<html><body>Sign in</body></html>'],
	['an envelope with 200', 200, '{"code":"1","userMessage":"Wrong password.","cause":null}'],
	['a locked account', 423, '{"error":"locked"}'],
])('a login refused with %s is tried once for 20 items', async (_, status, body) => {
	world.simulator.failNext({
		path: /oauth/,
		times: 99,
		status,
		body,
		contentType: body.startsWith('<') ? 'text/html' : 'application/json',
	});
	const credentials = passwordLogin(world.simulator.url, {
		password: `wrong ${status} ${body.length}`,
	});

	const result = await world.run(create, {
		credentials,
		items: numbered(20),
		onError: 'continueRegularOutput',
	});

	expect(world.simulator.logins()).toBe(1);
	expect(jsonOf(result)).toHaveLength(20);
	expect(creates()).toHaveLength(0);
});

const file = { binary: { data: { data: 'SGk=', mimeType: 'text/plain', fileName: 'hi.txt' } } };
const onRequest = { ...record('104'), parentResource: 'request' };
const asset = { resource: 'asset', operation: 'delete', assetClass: 'HardwareAsset' };

test.each([
	{
		what: 'a service request',
		parameters: {
			resource: 'serviceRequest',
			operation: 'create',
			requester: 'requester@example.com',
			serviceName: 'New Laptop',
			serviceCategoryName: 'Hardware',
		},
		howTo: 'look for a new record with Get Many, sorted by Created Time',
	},
	{
		what: 'the end of an asset',
		parameters: { ...asset, ...record('1') },
		howTo: 'use Get with the ID 1',
	},
	{
		what: 'a note',
		parameters: { resource: 'conversation', operation: 'create', ...onRequest, details: 'Hi' },
		howTo: 'use Get Many on the conversation',
	},
	{
		what: 'another text of a note',
		parameters: {
			resource: 'conversation',
			operation: 'update',
			...onRequest,
			conversationId: '2',
			updateFields: { details: 'Hi' },
		},
		howTo: 'use Get Many on the conversation',
	},
	{
		what: 'the end of a note',
		parameters: {
			resource: 'conversation',
			operation: 'delete',
			...onRequest,
			conversationId: '2',
		},
		howTo: 'use Get Many on the conversation',
	},
	{
		what: 'links to assets',
		parameters: {
			resource: 'request',
			operation: 'linkAssets',
			...record('104'),
			destinationNames: 'AST-1',
		},
		howTo: 'open the request in ServiceOps',
	},
	{
		what: 'a component',
		parameters: {
			resource: 'component',
			operation: 'create',
			...record('1'),
			componentKind: 'Ram',
			additionalFields: { size: '8' },
		},
		howTo: 'look at the components in ServiceOps',
	},
])('whoever lost the answer to $what is told how to check', async ({ parameters, howTo }) => {
	world.simulator.failNext({
		path: /^(?!.*search)/,
		method: parameters.operation === 'delete' ? 'DELETE' : undefined,
		status: 500,
		after: true,
	});

	const { error } = await world.run(parameters);

	expect(error?.message).toMatch(MAY_BE_DONE);
	expect(error?.description).toContain(`To check, ${howTo}`);
});

test('a lost answer to an upload is no doubt about the record that the file is for', async () => {
	world.simulator.failNext({ path: /oprfile/, status: 500, after: true });

	const { error } = await world.run(
		{ ...create, additionalFields: { attachmentInputFields: 'data' } },
		{ items: [{ json: {}, ...file }] },
	);

	expect(error?.description).toMatch(naming('upload of hi.txt', 'record itself was not written'));
	expect(creates()).toHaveLength(0);
});

test('an update that hit an asset of another class is an error that names both', async () => {
	const server = await startCannedServer(() => ({
		body: { id: 2, type: 'HardwareAsset', assetId: 'AST-2', name: 'A laptop' },
	}));
	const { error } = await runNode({
		credentials: apiKeyLogin(server.url),
		parameters: {
			resource: 'asset',
			operation: 'update',
			assetClass: 'SoftwareAsset',
			...record('2'),
			updateFields: { name: 'An editor' },
		},
	});
	await server.close();

	expect(error?.message).toMatch(
		naming('AST-2', 'A laptop', 'HardwareAsset', 'instead of the Software asset 2'),
	);
});
