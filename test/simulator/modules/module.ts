import type { CustomFields } from '../customFields';
import type { FieldTable } from '../fields';

/** How far to trust an operation. */
export type Evidence = 'documented' | 'captured' | 'third-party' | 'inferred';

/** A module whose records are created, read, updated, deleted and searched alike. */
export interface Module {
	/** The name of its table, and of the operations' tag. */
	name: string;
	/** One record in words, for messages. */
	title: string;
	path: string;
	/** The first part of property keys in the search language. */
	models: string[];
	fields: FieldTable;
	customFields: CustomFields;
	/** Custom fields that the form hides: they can be written, and are answered when they are set. */
	hiddenFields?: CustomFields;
	/** Values of a new record that the client did not give. */
	defaults: Record<string, unknown>;
	/** The name of the display key in answers and searches. */
	keyName?: 'name' | 'assetId' | 'ciId';
	/** Further search properties that hold a time. */
	times?: string[];
	/** Where conversations and relations are offered. */
	conversations?: true;
	relations?: true;
	evidence: Record<'create' | 'get' | 'update' | 'delete' | 'search', Evidence>;
}
