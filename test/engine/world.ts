import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { runNode, type RunOptions, type RunResult } from '../support/engine';
import { useFastClock } from '../support/clock';
import { LOGIN, startSimulator, type Simulator } from '../simulator';

export { record } from '../support/operationCases';

/** The clock of the product and of every simulator of the file: no test waits for real. */
export const clock = useFastClock();

type SimulatorOptions = NonNullable<Parameters<typeof startSimulator>[0]>;

/** Fields of the credential, to be set otherwise than usual. */
export type LoginFields = Partial<Record<string, string | boolean>>;

/** The fields of a credential that logs in with a password. */
export const passwordLogin = (
	serverUrl: string,
	more: LoginFields = {},
): ICredentialDataDecryptedObject => ({
	serverUrl,
	authentication: 'password',
	clientId: LOGIN.clientId,
	clientSecret: LOGIN.clientSecret,
	username: LOGIN.username,
	password: LOGIN.password,
	...(more as ICredentialDataDecryptedObject),
});

/** The fields of a credential with an API key. */
export const apiKeyLogin = (serverUrl: string): ICredentialDataDecryptedObject => ({
	serverUrl,
	authentication: 'apiKey',
	apiKey: LOGIN.apiKey,
});

/**
 * Starts simulators on demand and stops them all at the end of the file. None is stopped earlier, so that no two have
 * the same port: the product remembers logins by address for as long as the process lives.
 */
export function simulators(): (options?: SimulatorOptions) => Promise<Simulator> {
	const started: Simulator[] = [];
	afterAll(async () => {
		await Promise.all(started.map(async (simulator) => await simulator.close()));
	});
	return async (options) => {
		const simulator = await startSimulator({ now: clock.now, ...options });
		started.push(simulator);
		return simulator;
	};
}

/** One simulator for a whole file, as new before every test, and a way to run the node against it. */
export interface World {
	simulator: Simulator;
	/**
	 * Runs the node; with an API key unless told, because that leaves the journal free of logins. What is written comes
	 * back as the server has it unless told, because that is what most tests compare it with.
	 */
	run: (parameters: INodeParameters, options?: Partial<RunOptions>) => Promise<RunResult>;
	/** Runs the node on one item that must succeed, and returns its only result. */
	one: (parameters: INodeParameters, options?: Partial<RunOptions>) => Promise<IDataObject>;
	/** What the node sent, as `METHOD path`. */
	sent: () => string[];
}

/** Operations whose whole result tests look at. */
const WHOLE = ['create', 'update', 'upsert'];

const isRawWanted = ({ resource, operation }: INodeParameters): boolean =>
	(typeof operation === 'string' && WHOLE.includes(operation)) || resource === 'conversation';

/** Registers the hooks of a file that shares one simulator. */
export function useWorld(): World {
	const start = simulators();
	let simulator: Simulator | undefined;
	beforeAll(async () => {
		simulator = await start();
	});
	beforeEach(() => world.simulator.reset());
	const world: World = {
		get simulator() {
			if (!simulator) throw new Error('The simulator starts before the first test');
			return simulator;
		},
		run: async (parameters, options) =>
			await runNode({
				credentials: apiKeyLogin(world.simulator.url),
				parameters: isRawWanted(parameters) ? { simplify: false, ...parameters } : parameters,
				...options,
			}),
		one: async (parameters, options) => {
			const { items, error } = await world.run(parameters, options);
			if (error) throw error;
			expect(items[0]).toHaveLength(1);
			return items[0]?.[0]?.json ?? {};
		},
		sent: () => world.simulator.journal.map(({ method, path }) => `${method} ${path}`),
	};
	return world;
}

/** A value that must be text or a number, as text. */
export function textOf(value: unknown): string {
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw new Error(`Neither text nor a number: ${JSON.stringify(value)}`);
}

/** The first output as plain objects. */
export const jsonOf = ({ items }: RunResult): IDataObject[] =>
	(items[0] ?? []).map(({ json }) => json);

/** n input items, numbered. */
export const numbered = (n: number) =>
	Array.from({ length: n }, (_, index) => ({ json: { index } }));

/** Parameters that create a request, with expressions that number it by item. */
export const newRequest = (
	subject: string,
	additionalFields: INodeParameters = {},
): INodeParameters => ({
	resource: 'request',
	operation: 'create',
	subject,
	requesterEmail: 'requester@example.com',
	additionalFields,
});
