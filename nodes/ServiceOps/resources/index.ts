import { asset } from './asset';
import { change } from './change';
import { ci } from './ci';
import { component } from './component';
import { conversation } from './conversation';
import { problem } from './problem';
import { release } from './release';
import { request } from './request';
import { serviceRequest } from './serviceRequest';
import type { FieldTable, Resource } from './types';
import { requester, technician } from './users';

/** Every module of records that the node knows. */
export const resources: Resource[] = [
	asset,
	change,
	ci,
	problem,
	release,
	request,
	requester,
	serviceRequest,
	technician,
];

/** Every table, those too whose things cannot be listed. */
export const tables: FieldTable[] = [...resources, component, conversation];

export type {
	Field,
	FieldTable,
	Lookup,
	OperationName,
	PropertyGroup,
	RecordType,
	Resource,
	SearchProperty,
	TextComparison,
} from './types';
