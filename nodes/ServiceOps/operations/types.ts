import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Field, OperationName, Resource } from '../resources';
import type { RecordTask, Task } from '../run/types';

/** What can be done with records, whatever the resource: the same verb for all of them. */
export interface Operation {
	name: OperationName;
	displayName: string;
	/** Sentence case, as the editor lists actions, e.g. "Delete change". */
	action(resource: Resource): string;
	/** What happens, in at most 90 characters, of which n8n shows no more. */
	description(resource: Resource): string;
	/** The fields of a result, by which the editor shows its shape before a run. */
	result(resource: Resource): Field[];
	/** The parameters that the operation asks for, apart from resource and operation. */
	form(resource: Resource): INodeProperties[];
	/** Works on one item and returns its results. */
	run(task: RecordTask): Promise<IDataObject[]>;
}

/** An entry of the Operation parameter, with its form and its work. */
export interface Action {
	name: string;
	displayName: string;
	action: string;
	description: string;
	/** What is known of a call that is not fully documented: for the documentation, and for errors. */
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
