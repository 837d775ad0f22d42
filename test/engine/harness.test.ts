/**
 * The harness itself: it must behave as n8n does without the product's care, or the product's tests would prove nothing.
 * The package made here logs in plainly, as most credentials do; the counts are those measured on n8n 2.40.7.
 */
import { credentialStore, runNode, testCredential } from '../support/engine';
import { fs, http, os, path } from '../support/node';

const NODE = `
exports.Plain = class {
	description = {
		displayName: 'Plain', name: 'plain', group: ['input'], version: 1, description: 'Sends GET', defaults: { name: 'Plain' },
		inputs: ['main'], outputs: ['main'], credentials: [{ name: 'plainApi', required: true }],
		properties: [{ displayName: 'Text', name: 'text', type: 'string', default: '' }],
	};
	async execute() {
		const { url } = await this.getCredentials('plainApi');
		const one = async (_, item) => {
			try {
				const text = this.getNodeParameter('text', item);
				const answer = await this.helpers.httpRequestWithAuthentication.call(this, 'plainApi', { url: url + '/data', json: true });
				return { json: { text, ...answer }, pairedItem: { item } };
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				return { json: { error: error.message }, pairedItem: { item } };
			}
		};
		return [await Promise.all(this.getInputData().map(one))];
	}
};`;

const CREDENTIAL = `
exports.PlainApi = class {
	name = 'plainApi';
	displayName = 'Plain API';
	properties = [
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '' },
		{ displayName: 'Token', name: 'token', type: 'hidden', typeOptions: { expirable: true, password: true }, default: '' },
	];
	authenticate = { type: 'generic', properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } } };
	test = {
		request: { baseURL: '={{$credentials.url}}', url: '/data' },
		rules: [{ type: 'responseSuccessBody', properties: { key: 'maintenance', value: true, message: 'Down for maintenance' } }],
	};
	async preAuthentication({ url, password }) {
		if (password === 'api-key') return {};
		const { token } = await this.helpers.httpRequest({ method: 'POST', url: url + '/login', body: { password }, json: true });
		return { token };
	}
};`;

let root: string;
let server: http.Server;
let url: string;
let logins: number;
let maintenance: boolean;

beforeAll(async () => {
	root = fs.mkdtempSync(path.join(os.tmpdir(), 'serviceops-harness-'));
	fs.writeFileSync(path.join(root, 'Plain.node.js'), NODE);
	fs.writeFileSync(path.join(root, 'PlainApi.credentials.js'), CREDENTIAL);
	fs.writeFileSync(
		path.join(root, 'package.json'),
		JSON.stringify({
			name: 'n8n-nodes-plain',
			version: '1.0.0',
			n8n: { nodes: ['Plain.node.js'], credentials: ['PlainApi.credentials.js'] },
		}),
	);
	server = http.createServer((request, response) => {
		const answer = (status: number, body: object) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			if (request.url === '/login') {
				logins += 1;
				if (body.includes('right')) answer(200, { token: 'good' });
				else answer(401, { message: 'no' });
			} else if (request.headers.authorization === 'Bearer good') {
				answer(200, { ok: true, maintenance });
			} else answer(401, {});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	url = `http://127.0.0.1:${address.port}`;
});

beforeEach(() => {
	logins = 0;
	maintenance = false;
});

afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	fs.rmSync(root, { recursive: true });
});

const items = Array.from({ length: 20 }, (_, index) => ({ json: { index } }));

const run = async (password: string, token: string) => {
	const credentials = credentialStore({ one: { url, password, token } });
	const result = await runNode({
		packageRoot: root,
		nodeType: 'n8n-nodes-plain.plain',
		parameters: { text: '=item {{ $json.index }}' },
		items,
		credentials,
		onError: 'continueRegularOutput',
	});
	const output = result.items[0] ?? [];
	return { credentials, output, failed: output.filter(({ json }) => json.error).length };
};

test.each([
	{ what: 'first use', password: 'right', token: '', logins: 20, writes: 20, failed: 0 },
	{ what: 'expired token', password: 'right', token: 'old', logins: 20, writes: 20, failed: 0 },
	{ what: 'valid token', password: 'right', token: 'good', logins: 0, writes: 0, failed: 0 },
	{ what: 'wrong password', password: 'wrong', token: '', logins: 40, writes: 0, failed: 20 },
	{ what: 'no login needed', password: 'api-key', token: '', logins: 0, writes: 0, failed: 20 },
])(
	'20 parallel items, $what: $logins logins, $writes writes',
	async ({ password, token, ...expected }) => {
		const { credentials, output, failed } = await run(password, token);

		expect({ logins, writes: credentials.writes, failed }).toMatchObject({
			logins: expected.logins,
			writes: expected.writes,
			failed: expected.failed,
		});
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	},
);

test('expressions see their own item and the saved token is the one in the table', async () => {
	const { credentials, output } = await run('right', '');

	expect(output[7]?.json.text).toBe('item 7');
	expect(credentials.rows.one?.token).toBe('good');
});

test.each([
	{ form: { password: 'right' }, down: false, says: ['OK', 'Connection successful!'], asked: 1 },
	{ form: { password: 'right' }, down: true, says: ['Error', 'Down for maintenance'], asked: 1 },
	// n8n tries a second login after a refusal.
	{ form: { password: 'wrong' }, down: false, says: ['Error', 'Unauthorized'], asked: 2 },
])('credential test: $says.0, $says.1', async ({ form, down, says, asked }) => {
	maintenance = down;
	const credentials = credentialStore({ one: { url, password: 'right', token: 'good' } });

	const result = await testCredential({
		packageRoot: root,
		credentialType: 'plainApi',
		credentials,
		form,
	});

	const [status, message] = says;
	expect(result).toEqual({ status, message });
	// The test logs in even though the stored token is valid.
	expect(logins).toBe(asked);
});
