import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

/** Lists what a resource locator can be set to, as n8n asks for it. */
export type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;
