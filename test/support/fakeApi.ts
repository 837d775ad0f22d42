import type { Api, ApiAnswer, ApiRequest } from '../../nodes/ServiceOps/transport/types';

/**
 * An API without a server.
 *
 * @param answer what comes of a request: the body of a success, or an error to throw
 * @param requests filled with what was sent
 */
export const fakeApi = (
	answer: (request: ApiRequest) => unknown = () => ({}),
	requests: ApiRequest[] = [],
): Api => ({
	server: 'server',
	pagesInFlight: 1,
	describePace: async () => await Promise.resolve({ inFlightLimit: 10, inFlight: 0, waiting: 0 }),
	known: new Set(),
	once: async (_, read) => await read(),
	ready: async () => await Promise.resolve(),
	send: async (request): Promise<ApiAnswer> => {
		requests.push(request);
		const body = await Promise.resolve(answer(request));
		if (body instanceof Error) throw body;
		return { status: 200, body };
	},
});
