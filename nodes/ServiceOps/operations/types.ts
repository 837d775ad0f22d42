import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';
import type { Field, OperationName, RecordType, Resource } from '../resources';
import type { Api, FileToSend, ReceivedFile } from '../transport/types';

/** One input item, and all that is needed to work on it. */
export interface Task {
	api: Api;
	/** IANA name of the workflow's time zone. */
	zone: string;
	/** Reads a parameter of the form for this item. */
	parameter(name: string, fallback?: unknown): unknown;
	/** Whether writes are only planned and shown. */
	isDryRun: boolean;
	/**
	 * A file of the input item.
	 *
	 * @param field the name of the input's field that holds it
	 * @throws UserError when there is none
	 */
	inputFile(label: string, field: string): Promise<FileToSend>;
	/** Keeps a file, to go out with the results in the named field. */
	outputFile(field: string, file: ReceivedFile, name: string): Promise<IBinaryData>;
	/** Shows a notice beside the node's output. */
	warn(message: string): void;
}

/** A task on records of one resource. */
export interface Job extends Task {
	resource: Resource;
	/** The type of record chosen in the form, where the resource has types. */
	type?: RecordType;
}

/** What can be done with records, whatever the resource: the same verb for all of them. */
export interface Operation {
	name: OperationName;
	displayName: string;
	/** Sentence case, as the editor lists actions, e.g. "Delete change". */
	action(resource: Resource): string;
	description(resource: Resource): string;
	/** The fields of a result, by which the editor shows its shape before a run. */
	result(resource: Resource): Field[];
	/** The parameters that the operation asks for, apart from resource and operation. */
	form(resource: Resource): INodeProperties[];
	/** Works on one item and returns its results. */
	run(job: Job): Promise<IDataObject[]>;
}

/** An entry of the Operation parameter, with its form and its work. */
export interface Action {
	name: string;
	displayName: string;
	action: string;
	description: string;
	/** A clause that says on what inference the action rests, if it does. */
	inferred?: string;
	result: Field[];
	form: INodeProperties[];
	run(task: Task): Promise<IDataObject[]>;
}

/** An entry of the Resource parameter. */
export interface Module {
	name: string;
	displayName: string;
	actions: Action[];
}
