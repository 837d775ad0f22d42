import { remember } from './boundedMemory';
import { inWords, systemClock } from './clock';
import { CannotSign } from './connectionFaults';

/*
 * A rejected password is not tried again right away: a trigger that polls every minute would lock the account. The
 * pause grows with each rejection.
 */

const PAUSES_S = [30, 60, 120, 300, 900];

interface RefusedLogin {
	message: string;
	/** Epoch ms. */
	retryAt: number;
	times: number;
}

const refusedLogins = new Map<string, RefusedLogin>();

/**
 * @param key the fingerprint of the credential
 * @throws CannotSign while the last refusal of the same login is remembered; its message says how long that lasts
 */
export function checkNotRefusedBefore(key: string): void {
	const refused = refusedLogins.get(key);
	const leftMs = (refused?.retryAt ?? 0) - systemClock.now();
	if (!refused || leftMs <= 0) return;
	throw new CannotSign(
		`${refused.message} (not tried again for ${inWords(leftMs)}, so that the account is not locked)`,
		'login',
	);
}

/** Remembers a rejected login, for longer each time. */
export function rememberRefusal(key: string, message: string): void {
	const times = (refusedLogins.get(key)?.times ?? 0) + 1;
	const pauseS = PAUSES_S[Math.min(times, PAUSES_S.length) - 1] ?? 0;
	remember(refusedLogins, key, {
		message,
		times,
		retryAt: systemClock.now() + pauseS * 1_000,
	});
}

export function forgetRefusals(key: string): void {
	refusedLogins.delete(key);
}
