import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../resources';

/** The few useful fields of a record, first things first; those that it does not have are left out. */
export function simplifyRow(resource: Resource, row: IDataObject): IDataObject {
	const names = resource.simplified.filter((name) => row[name] !== undefined);
	return Object.fromEntries(names.map((name) => [name, row[name]]));
}

/** All of a record, in an order in which people read it: these fields first.. */
export function bestFirst(names: string[], row: IDataObject): IDataObject {
	const first = names.filter((name) => row[name] !== undefined);
	return { ...Object.fromEntries(first.map((name) => [name, row[name]])), ...row };
}
