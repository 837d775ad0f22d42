/** `npm run simulator [-- --port 8080]`: a ServiceOps server to try things on, over HTTP and HTTPS. */
import { nodeProcess } from '../support/node';
import { LOGIN, startSimulator, UMLAUT_CLIENT } from './index';

/** The port after `--port`, or the first argument that is a number; 0 takes a free one. */
function portFrom(args: string[]): number {
	const given = args.find((arg) => /^(--port=)?\d+$/.test(arg));
	return Number(given?.replace('--port=', '') ?? 0);
}

async function main(): Promise<void> {
	const port = portFrom(nodeProcess.argv.slice(2));
	const plain = await startSimulator({ port });
	const secure = await startSimulator({ port: port === 0 ? 0 : port + 1, https: true });
	nodeProcess.stdout.write(
		[
			'ServiceOps simulator. Everything below is made up, and only this machine can reach it.',
			'',
			`  HTTP            ${plain.url}`,
			`  HTTPS           ${secure.url}   (self-signed; data of its own)`,
			`  OpenAPI         ${plain.url}/openapi.json`,
			'',
			`  Client ID       ${LOGIN.clientId}`,
			`  Client Secret   ${LOGIN.clientSecret}`,
			`  Username        ${LOGIN.username}`,
			`  Password        ${LOGIN.password}`,
			`  API Key         ${LOGIN.apiKey}`,
			'',
			`  A second client ${UMLAUT_CLIENT.clientId} / ${UMLAUT_CLIENT.clientSecret}`,
			`  No permissions  ${LOGIN.restrictedUsername} (same password), ${LOGIN.restrictedApiKey}`,
			'',
			'Stop with Ctrl-C.',
			'',
		].join('\n'),
	);
	const stop = () => void Promise.all([plain.close(), secure.close()]);
	nodeProcess.once('SIGINT', stop);
	nodeProcess.once('SIGTERM', stop);
}

void main();
