import type { Api } from '../transport/types';

/*
 * All input is read and converted before anything is sent: each item runs up to its first request and waits there. So
 * an invalid item is known before the first write of the run.
 */

/** The gate at which one item waits before its first request. */
export interface ItemGate {
	/** Lets the item continue. */
	open(): void;
	/** Makes the item end with an error, without having sent anything. */
	refuse(reason: Error): void;
	/** Resolves when the item waits at the gate, or has ended without reaching it. */
	arrived: Promise<void>;
	/** Notes that the item has ended. */
	end(): void;
	/** What is to be looked up before any item continues. */
	checks: Array<() => Promise<unknown>>;
	/** Waits until the item may continue. */
	pass(): Promise<void>;
	/** An API that waits at the gate before its first use. */
	guard(api: Api): Api;
}

export function makeItemGate(): ItemGate {
	let open: () => void = () => undefined;
	let refuse: (reason: Error) => void = () => undefined;
	let arrive: () => void = () => undefined;
	const passage = new Promise<void>((resolve, reject) => {
		open = resolve;
		refuse = reject;
	});
	// If nothing waits at the gate, its rejection is not an error.
	passage.catch(() => undefined);
	const arrived = new Promise<void>((resolve) => (arrive = resolve));
	const pass = async () => {
		arrive();
		await passage;
	};
	return {
		open,
		refuse,
		arrived,
		end: arrive,
		checks: [],
		pass,
		guard: (api) => ({
			...api,
			ready: pass,
			send: async (request, accept) => {
				await pass();
				return await api.send(request, accept);
			},
			once: async (key, read) => {
				await pass();
				return await api.once(key, read);
			},
		}),
	};
}
