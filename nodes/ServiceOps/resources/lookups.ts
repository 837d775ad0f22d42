import type { Lookup } from './types';

/*
 * Lists that ServiceOps' own web interface reads (requests.md 6.8). They are internal: an API key is refused there, and
 * other servers may lack them. So nothing depends on them; names can always be entered manually.
 */

const search = (...path: string[]): Lookup => ({
	method: 'POST',
	path: [...path, 'search', 'byqual'],
});

export const requestStatuses = search('request', 'status');
export const priorities = search('request', 'priority');
export const urgencies = search('urgency');
export const technicians = search('request', 'technician');
/** A tree of names, sent as the path from the top (assets.md section 3); this one is public. */
export const assetTypes: Lookup = { method: 'GET', path: ['v1', 'asset', 'assettype'] };
export const requestCategories: Lookup = { method: 'GET', path: ['request', 'category'] };
