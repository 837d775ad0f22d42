import type { IDataObject } from 'n8n-workflow';
import { isRead, type Api, type ApiRequest } from '../transport/types';
import { toPath } from '../values/apiPath';

/** Not an error: ends an operation that has reached its first write. */
export class PlannedWrite extends Error {
	/** What could not be checked. */
	readonly notes: string[] = [];

	constructor(readonly request: ApiRequest) {
		super('Dry run');
	}
}

/** Reads as usual, but stops before the first write. */
export const stopBeforeWrites = (api: Api): Api => ({
	...api,
	send: async (request, accept) => {
		if (isRead(request)) return await api.send(request, accept);
		throw new PlannedWrite(request);
	},
});

/** The request that would have been sent, as a result. */
export function describePlan({ request, notes }: PlannedWrite): IDataObject {
	const { method, path, query, body, file } = request;
	return {
		dryRun: true,
		method,
		path: toPath(path),
		...(query && Object.keys(query).length > 0 && { query }),
		...(body && { body }),
		...(file && { file: { name: file.name, contentType: file.contentType, size: file.size } }),
		...(notes.length > 0 && { notes }),
	};
}
