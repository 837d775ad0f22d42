import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { OperationName, RecordType, Resource } from '../resources';
import type { Api } from '../transport/api';

/** One input item, and all an operation needs to work on it. */
export interface Job {
	api: Api;
	resource: Resource;
	/** The type of record chosen in the form, where the resource has several. */
	type?: RecordType;
	/** IANA name of the workflow's time zone. */
	zone: string;
	/** Reads a parameter of the form for this item. */
	parameter(name: string, fallback?: unknown): unknown;
	/** Shows a notice beside the node's output. */
	warn(message: string): void;
}

export interface Operation {
	name: OperationName;
	displayName: string;
	/** Sentence case, as the editor lists actions, e.g. "Delete change". */
	action(resource: Resource): string;
	description(resource: Resource): string;
	/** What a result is: a whole record, a record that Simplify has shortened, or the word that it is deleted. */
	result: 'record' | 'simplified' | 'deleted';
	/** The parameters that the operation asks for, apart from resource and operation. */
	form(resource: Resource): INodeProperties[];
	/** Works on one item and returns its results. */
	run(job: Job): Promise<IDataObject[]>;
}
