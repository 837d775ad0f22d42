import type { IBinaryData } from 'n8n-workflow';
import type { RecordType, Resource } from '../resources';
import type { Api, FileToSend, ReceivedFile } from '../transport/types';

/** One input item, and everything needed to work on it. */
export interface Task {
	api: Api;
	/** IANA name of the workflow's time zone. */
	zone: string;
	/** Reads a parameter of the form for this item. */
	parameter: (name: string, fallback?: unknown) => unknown;
	/** A parameter as it stands in the workflow, expressions included. */
	raw: (name: string) => unknown;
	/** Whether writes are only planned and shown. */
	isDryRun: boolean;
	/**
	 * A file of the input item.
	 *
	 * @param label what the parameter that names the field is called in the form
	 * @param field the name of the input field that contains it, or the file itself
	 * @throws BadInput when there is none
	 */
	inputFile: (label: string, field: unknown) => Promise<FileToSend>;
	/** The names of the input fields that contain files. */
	inputFileFields: () => string[];
	/** Returns the files of the input with the results. */
	includeInputFiles: () => void;
	/** Keeps a file, to be returned with the results in the named field. */
	outputFile: (field: string, file: ReceivedFile, name: string) => Promise<IBinaryData>;
	/**
	 * Does something with a record after everything that earlier items do with the same record.
	 *
	 * @param record identifies the record within the server
	 */
	inRecordOrder<T>(record: string, work: () => Promise<T>): Promise<T>;
	/**
	 * Has something looked up before any item of the run writes; what it refuses ends the run with nothing sent, unless the node
	 * continues on error.
	 *
	 * @param check throws BadInput; its lookups are asked for once per run, so the item does not repeat them
	 */
	checkFirst: (check: (api: Api) => Promise<unknown>) => void;
	/**
	 * Shows a notice, if there is one, beside the node's output.
	 *
	 * @param tellsAgents whether an AI agent, which does not see what is beside the output, has it in the output
	 */
	warn: (message: string | undefined, tellsAgents?: boolean) => void;
}

/** A task on records of one resource. */
export interface RecordTask extends Task {
	resource: Resource;
	/** The type of record chosen in the form, where the resource has types. */
	type?: RecordType;
}
