import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const SECRET_FIELDS = ['clientSecret', 'password', 'apiKey', 'accessToken'];
/** Shorter ones occur by chance. */
const SHORTEST = 8;
let scanned = 0;

/** How many results were searched so far in this file. */
export const scannedResults = (): number => scanned;

/** Every secret of a credential as it may show: plain, URL-encoded, in Base64, and as the login sends it. */
function formsOf(row: ICredentialDataDecryptedObject): string[] {
	const plain = SECRET_FIELDS.map((name) => row[name])
		.filter((value): value is string => typeof value === 'string')
		// The stored token stands behind digest and expiry.
		.map((value) => value.split('|').pop() ?? '')
		.filter((value) => value.length >= SHORTEST);
	const login = `${row.clientId as string}:${row.clientSecret as string}`;
	const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
	return [
		...plain.flatMap((value) => [value, encodeURIComponent(value), base64(value)]),
		base64(login),
	];
}

/** Everything in a value as text, errors and what hangs on them too. */
function textOf(value: unknown): string {
	const seen = new WeakSet<object>();
	return (
		JSON.stringify(value, (_key, part: unknown) => {
			if (typeof part !== 'object' || part === null) return part;
			if (seen.has(part)) return undefined;
			seen.add(part);
			if (!(part instanceof Error)) return part;
			const names = Object.getOwnPropertyNames(part) as Array<keyof Error>;
			return Object.fromEntries(names.map((name) => [name, part[name]]));
		}) ?? ''
	);
}

/**
 * Fails when a secret of a credential is in what a run brought: its items, its errors, its data to be saved.
 *
 * @throws Error that does not quote the secret
 */
export function expectNoSecrets(
	result: unknown,
	rows: Record<string, ICredentialDataDecryptedObject>,
): void {
	scanned++;
	const text = textOf(result);
	const found = Object.values(rows)
		.flatMap(formsOf)
		.findIndex((form) => text.includes(form));
	if (found >= 0) throw new Error(`A secret of the credential is in the result (form ${found})`);
}
