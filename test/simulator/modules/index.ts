/** What the server has: one table per module. Paths, bodies, checks and search properties follow from here. */
import { CI } from './inventory';
import type { Module } from './module';
import { REQUEST } from './request';
import { CHANGE, PROBLEM, RELEASE } from './tickets';
import { REQUESTER, TECHNICIAN } from './users';

export { ASSET_CLASSES, type AssetClass } from './inventory';
export type { Evidence, Module } from './module';
export { PROPERTY_GROUPS, type PropertyGroup } from './propertyGroups';
export {
	REQUEST,
	SERVICE_CUSTOM_FIELDS,
	SERVICE_REQUEST_FIELDS,
	SERVICE_REQUEST_ONLY,
} from './request';
export { CHANGE } from './tickets';

/** Every module with the usual five operations. Assets have their own, because ids repeat across classes. */
export const MODULES: Module[] = [
	REQUEST,
	CHANGE,
	PROBLEM,
	RELEASE,
	CI,
	REQUESTER,
	{ ...TECHNICIAN, evidence: { ...TECHNICIAN.evidence, get: 'documented' } },
];
