import { asset } from './asset';
import { change } from './change';
import { request } from './request';
import type { Resource } from './types';

/** Every module that the node knows, in the order of the form. */
export const resources: Resource[] = [asset, change, request];

export type {
	Field,
	OperationName,
	PropertyGroup,
	RecordType,
	Resource,
	SearchProperty,
} from './types';
