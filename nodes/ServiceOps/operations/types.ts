import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Field, OperationName, Resource } from '../resources';
import type { RecordTask, Task } from '../run/types';

/** What can be done with records: the same verb for every resource. */
export interface Operation {
	name: OperationName;
	displayName: string;
	/** The operation that makes the same calls, where what is known about those is said. */
	callsAs?: OperationName;
	/** Sentence case, as the editor lists actions, e.g. "Delete change". */
	action(resource: Resource): string;
	/** What happens, in at most 90 characters: n8n shows no more. */
	description(resource: Resource): string;
	/** The fields of a result, which the editor shows before the first run. */
	result(resource: Resource): Field[];
	/** The parameters of the operation, besides Resource and Operation. */
	form(resource: Resource): INodeProperties[];
	/** Processes one item and returns its results. */
	run(task: RecordTask): Promise<IDataObject[]>;
}

/** An entry of the Operation parameter, with its form and its work. */
export interface Action {
	name: string;
	displayName: string;
	action: string;
	description: string;
	/** For a call that is not fully documented: what is known about it, for the documentation and for errors. */
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
