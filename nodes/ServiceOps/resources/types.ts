import type { Field, Lookup } from './fieldTypes';

export type * from './fieldTypes';

/** Names of the verbs for records; each has a file in `operations/`. */
export type OperationName =
	| 'create'
	| 'get'
	| 'getAll'
	| 'count'
	| 'update'
	| 'upsert'
	| 'delete'
	| 'linkAssets'
	| 'getTypes';

/** A set of fields that the server keeps in a separate list, each entry marked by its type. */
export interface PropertyGroup {
	/** The name in the form. */
	name: string;
	displayName: string;
	/** The `type` of the entry on the wire, e.g. `HardwareProperty`. */
	wireType: string;
	types: string[];
	fields: Field[];
}

/**
 * One of several kinds of record behind one path, e.g. the asset classes. IDs are numbered separately for each type.
 */
export interface RecordType {
	/** The `type` on the wire. */
	value: string;
	displayName: string;
	/** The name of the type in paths, e.g. `asset_hardware`; absent when paths do not distinguish types. */
	model?: string;
	/** What else is sent along with the type. */
	alsoSends?: Record<string, string>;
	/** The name of the type in relations (assets.md section 9); absent when nothing can be related to it. */
	relationModel?: string;
}

/** A property that a search condition can be about. The kind decides the type of the value on the wire. */
export interface SearchProperty {
	/** The key after `{module}.`. */
	name: string;
	displayName: string;
	kind: 'text' | 'id' | 'time' | 'list';
	/** Whether it is searched as a bare column instead of as a property of the module. */
	isColumn?: boolean;
	/** Its name in rows, if different. */
	rowName?: string;
	/** For `id`: where the server lists the names for the IDs, if it does. */
	lookup?: Lookup;
	/** For `id`: the fields of a row with the names that the ID stands for; absent when it is only known by its number. */
	names?: string[];
}

/** A condition that is asked for with one parameter. */
export interface QuickFilter {
	/** The name in the form; where it is that of a field, it is asked for in the same way. */
	name: string;
	displayName: string;
	/** The name of the search property. */
	search: string;
	/** The operator of the search language; one of the given names, or several, when absent. */
	operator?: 'after' | 'contains';
}

/** The fields of a row with its times, and how they are written. */
export interface RowTimes {
	created: string;
	updated: string;
	/**
	 * `epoch` is ms since 1970. `text` is the server's wall clock to the minute, without a time zone (assets.md section 0):
	 * too coarse to tell two updates apart, and it repeats an hour when clocks are set back.
	 */
	form: 'epoch' | 'text';
}

/** Where a row says by when its record is due. */
export interface DueTime {
	/** What people call it, e.g. `Due By`. */
	displayName: string;
	/** The names that it may have in rows, the likeliest first. */
	names: string[];
	/** The group of properties that it is in, by its name on the wire; in the row itself when absent. */
	group?: string;
	/** Statuses, as the factory names them, with which a record is not due any longer. */
	closedStatuses: string[];
}

/** How to tell the rows of a resource from those of another one behind the same path. */
export interface SharedPath {
	/** The prefix of its keys as the factory sets it; an administrator may have set others. */
	prefix: string;
	/** The prefix of the other resource's keys as the factory sets it. */
	otherPrefix: string;
	/** Fields that only its rows have. */
	ownFields: string[];
	/** Fields in which rows may name their kind, and the words for its own, in lower case without separators. */
	kindFields: string[];
	ownKinds: string[];
}

/** Anything that is sent to the server with fields: what it takes to ask for it and to build the request body. */
export interface FieldTable {
	name: string;
	displayName: string;
	/** Lower case, as in "Delete change". */
	noun: string;
	plural: string;
	/** A single type is not offered as a choice. */
	types?: { parameter: string; displayName: string; options: RecordType[] };
	fields: Field[];
	/** Fields that only the server sets, and returns with every record. */
	readOnlyFields: Field[];
	/** The wire name for property groups, e.g. `assetPropertyList`. */
	propertyGroups?: { name: string; groups: PropertyGroup[] };
	/**
	 * Where the server lists the fields of its form, including custom ones (requests.md 6.9); internal, like the
	 * lookups.
	 */
	form?: Lookup;
	/** How times inside custom fields are sent. */
	customTime: 'time' | 'date';
}

/** A module of records. */
export interface Resource extends FieldTable {
	/** Path segments after `/api/v1/`. */
	path: string[];
	/** The path for new records, if not `path`. */
	createPath?: string[];
	/** Whether the answer to a create is not the full record, so that it has to be read again. */
	readsAfterCreate?: boolean;
	/** The module's name in search keys, e.g. `request` in `request.subject`. */
	searchModule: string;
	/** The field of a record with the key that people see, e.g. `name` = `INC-46`. */
	keyField: string;
	/** The label of the key, e.g. `Email`; `Key` when absent. */
	keyName?: string;
	/** An example of such a key. */
	keyExample: string;
	/**
	 * What keys look like: `upper` is `INC-46` in capitals, `mixed` the same with prefixes in any case, `email` an email.
	 */
	keyForm: 'upper' | 'mixed' | 'email';
	/** If another resource shares its path. */
	sharedPath?: SharedPath;
	/** If the server lists the records of another resource among those of this one: its name. */
	alsoLists?: string;
	/** The field that holds a record's title. */
	titleField: string;
	/** Absent when rows do not say when they were created and updated. */
	rowTimes?: RowTimes;
	/** Absent when its records are never due. */
	due?: DueTime;
	/** Whether the triggers can watch its records. */
	canBeWatched?: boolean;
	/** Whether its records have notes, messages and replies, under their own path (changes-and-others.md section 1). */
	hasConversation?: boolean;
	search: SearchProperty[];
	/** Conditions that are offered on their own, under the API names of their fields where they have one. */
	quickFilters: QuickFilter[];
	sortBy: Array<{ name: string; value: string }>;
	/** How records of it are named in the links of a new record (additions.md 1); absent when none can be linked. */
	linkedAs?: { parameter: string; displayName: string; list: string; model: string; id: string };
	/** Whether the creation of a record takes such links; the relation call remains where it does not. */
	takesLinks?: boolean;
	/** For Create or Update: fields to recognize a record by, apart from custom fields. */
	matchOn?: string[];
	/** Names of the fields by whose values records can be counted; none when absent. */
	countBy?: string[];
	/** What the simplified output has besides the ID, the key and the title: at most seven, the most useful first. */
	simplified: string[];
	operations: OperationName[];
	/** Operations that are not fully documented, with what is known about them: for the documentation and for errors. */
	inferred?: Partial<Record<OperationName, string>>;
}
