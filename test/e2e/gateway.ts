import { generate } from 'selfsigned';

import type { Tarball } from './install';
import { onEnd, temporaryFolder } from './processes';
import { crypto, fs, http, https, path } from '../support/node';

const REGISTRY = 'registry.npmjs.org';

/** The one way out for an n8n under test. */
export interface Gateway {
	/** What n8n's process needs in its environment to use it. */
	readonly env: Record<string, string>;
	/** Hosts that n8n wanted to talk to and could not. */
	readonly refused: Set<string>;
	/** What was asked of the registry. */
	readonly registryCalls: string[];
}

async function listen(server: http.Server | https.Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port to listen on');
	return address.port;
}

/** Answers as registry.npmjs.org does for one package, and "not found" for everything else. */
function registryHandler({ name, version, file }: Tarball, calls: string[]): http.RequestListener {
	const content = fs.readFileSync(file);
	const manifest = {
		name,
		version,
		dist: {
			tarball: `https://${REGISTRY}/${name}/-/${path.basename(file)}`,
			integrity: `sha512-${crypto.createHash('sha512').update(content).digest('base64')}`,
			shasum: crypto.createHash('sha1').update(content).digest('hex'),
		},
	};
	const packument = { name, 'dist-tags': { latest: version }, versions: { [version]: manifest } };
	return (request, response) => {
		const url = decodeURIComponent(request.url ?? '/').replace(/\?.*$/, '');
		calls.push(url);
		if (url === `/${name}/-/${path.basename(file)}`) {
			response.end(content);
			return;
		}
		const answers: Record<string, object> = {
			[`/${name}`]: packument,
			[`/${name}/latest`]: manifest,
			[`/${name}/${version}`]: manifest,
		};
		const answer = answers[url];
		response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
		response.end(JSON.stringify(answer ?? { error: 'Not found' }));
	};
}

/**
 * Starts a proxy on loopback that stands between n8n and the internet. The npm registry behind it is ours and
 * has one package, the packed one, so n8n's own Community Nodes screen installs it with n8n unchanged; every other
 * host is refused, so a test run cannot talk to anyone.
 */
export async function startGateway(tarball: Tarball): Promise<Gateway> {
	const { private: key, cert } = await generate([{ name: 'commonName', value: REGISTRY }], {
		algorithm: 'sha256',
		extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: REGISTRY }] }],
	});
	const certificate = path.join(temporaryFolder('gateway'), 'registry.pem');
	fs.writeFileSync(certificate, cert);

	const refused = new Set<string>();
	const registryCalls: string[] = [];
	const registry = https.createServer({ key, cert }, registryHandler(tarball, registryCalls));
	const proxy = http.createServer((request, response) => {
		refused.add(request.headers.host ?? 'unknown');
		response.writeHead(403).end('This n8n is under test and has no way out.');
	});
	proxy.on('connect', (request: http.IncomingMessage, socket) => {
		socket.on('error', () => socket.destroy());
		if (request.url === `${REGISTRY}:443`) {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			registry.emit('connection', socket);
			return;
		}
		refused.add(request.url ?? 'unknown');
		socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	const url = `http://127.0.0.1:${await listen(proxy)}`;
	onEnd(() => {
		registry.closeAllConnections();
		proxy.closeAllConnections();
		proxy.close();
	});
	return {
		env: {
			HTTP_PROXY: url,
			HTTPS_PROXY: url,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: certificate,
			npm_config_cafile: certificate,
		},
		refused,
		registryCalls,
	};
}
