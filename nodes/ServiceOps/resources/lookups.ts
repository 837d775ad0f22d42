import type { Lookup } from './types';

/*
 * Lists that ServiceOps' own web interface reads (requests.md 6.8). They are internal: an API key is refused there, and
 * other servers may lack them. So nothing depends on them; names can always be entered manually.
 */

const lookupAt = (...path: string[]): Lookup => ({
	method: 'POST',
	path: [...path, 'search', 'byqual'],
});
const tree = (...path: string[]): Lookup => ({ method: 'GET', path });

export const requestStatuses = lookupAt('request', 'status');
export const priorities = lookupAt('request', 'priority');
export const urgencies = lookupAt('urgency');
export const technicians: Lookup = { ...lookupAt('request', 'technician'), people: ['technician'] };
export const requesters: Lookup = {
	...lookupAt('requester'),
	searchBy: ['user.email', 'user.name'],
	people: ['requester', 'technician'],
};
export const services = lookupAt('service_catalog');
/** Read by clients of the web interface; also seen as a path of the public API, without its response. */
export const serviceCategories = tree('service_catalog', 'category');
/** A tree of names, sent as the path from the top (assets.md section 3); this one is public. */
export const assetTypes = tree('v1', 'asset', 'assettype');
export const requestCategories = tree('request', 'category');
/** The tree of departments was seen in the vendor's own code; that of locations is assumed to be alike. */
export const departments = tree('department');
export const locations = tree('location');
