/**
 * Several processes of n8n with one credential, as in queue mode: what the package remembers of a login is not shared,
 * the stored credential is.
 */
import { LOGIN, type Simulator } from '../simulator';
import { credentialStore, runNode, type CredentialStore } from '../support/engine';
import { delay } from '../support/node';
import { sample, scaled } from '../support/scale';
import { useCopies } from './copies';
import { newRequest, numbered, passwordLogin, simulators, textOf } from './world';

const start = simulators();
const workers = useCopies('one', 'other');

/** Has every worker create so many requests at the same time; answers the errors. */
async function createInAll(credentials: CredentialStore, each: number): Promise<string[]> {
	const results = await Promise.all(
		workers.map(
			async (packageRoot) =>
				await runNode({
					packageRoot,
					parameters: { ...newRequest('Import'), options: { concurrency: 10 } },
					items: numbered(each),
					credentials,
					onError: 'continueRegularOutput',
				}),
		),
	);
	const output = results.flatMap(({ items }) => items[0] ?? []);
	expect(output).toHaveLength(workers.length * each);
	return output.flatMap(({ json }) => (json.error ? [textOf(json.error)] : []));
}

const created = (simulator: Simulator) =>
	simulator.calls({ method: 'POST', path: '/api/v1/request' }).filter(
		// A login page comes with status 200 too; what was created is told by the data.
		({ status }) => status === 200,
	).length;

const stored = (simulator: Simulator): number => {
	let count = 0;
	simulator.edit((data) => {
		count = data.tables.request?.rows.size ?? 0;
	});
	return count;
};

/** So many items has each worker. */
const EACH = scaled(100, 15);

const READINGS = [
	{ expiredToken: '401', newTokenRevokesOld: false },
	{ expiredToken: '401', newTokenRevokesOld: true },
	{ expiredToken: '403', newTokenRevokesOld: false },
	{ expiredToken: '403', newTokenRevokesOld: true },
	{ expiredToken: 'html200', newTokenRevokesOld: false },
	{ expiredToken: 'html200', newTokenRevokesOld: true },
] as const;

describe.each(sample(READINGS, 2))(
	'expired tokens answer $expiredToken, new ones revoke old ones: $newTokenRevokesOld',
	(dialect) => {
		test('all items are done once while the token expires, with few logins', async () => {
			const simulator = await start({ dialect, latencyMs: 20 });
			simulator.seedRequests(0);
			const credentials = credentialStore({ one: passwordLogin(simulator.url) });

			const running = createInAll(credentials, EACH);
			while (created(simulator) < EACH * 0.8) await delay(1);
			simulator.expireTokens();

			expect(await running).toEqual([]);
			expect(stored(simulator)).toBe(EACH * workers.length);
			// One at the start and one expiry. Where logins end each other's tokens, two of the same moment may take a third.
			const most = dialect.newTokenRevokesOld ? 2 : 1;
			expect(simulator.logins()).toBeLessThanOrEqual(2 * most * workers.length);
		});
	},
);

test('a worker whose token was ended by a login of another one takes that one’s token', async () => {
	const simulator = await start({ dialect: { newTokenRevokesOld: true } });
	const credentials = credentialStore({ one: passwordLogin(simulator.url) });
	await createInAll(credentials, 5);
	const before = simulator.logins();

	expect(await createInAll(credentials, 5)).toEqual([]);
	expect(simulator.logins()).toBe(before);
});

test('a missing permission costs two logins per worker, however many items meet it', async () => {
	const simulator = await start({ dialect: { newTokenRevokesOld: true } });
	const credentials = credentialStore({
		one: passwordLogin(simulator.url, { username: LOGIN.restrictedUsername }),
	});

	const errors = await createInAll(credentials, 20);
	errors.push(...(await createInAll(credentials, 20)));

	expect(errors).toHaveLength(80);
	for (const error of errors) expect(error).toContain('You do not have permission to do this.');
	expect(simulator.logins()).toBeLessThanOrEqual(2 * workers.length);
});
