/**
 * The kind of value in a field, which decides how it is asked for and what goes to the server:
 * `time` is epoch ms, `date` is `dd-MM-yyyy[ HH:mm]` text, `list` an array of text, `choice` one of an administrator's
 * names (so never a closed list), `files` are files that were uploaded before.
 */
export type FieldKind =
	| 'text'
	| 'longText'
	| 'email'
	| 'number'
	| 'boolean'
	| 'time'
	| 'date'
	| 'list'
	| 'choice'
	| 'files';

/**
 * How the text that a record has can differ from the one that was sent and still be the same:
 * `html` comes back without its tags, `lastOfPath` is sent as `Hardware$Printer` and comes back as `Printer`,
 * `ignoreCase` comes back in another case, `ignorePlural` with or without an s at the end, `mac` in another notation.
 */
export type TextComparison = 'html' | 'ignoreCase' | 'ignorePlural' | 'lastOfPath' | 'mac';

/**
 * What the text of a field is, if not any text: `html` is shown as such, `mac` is a MAC address, `lower` is lower case,
 * `code` identifies something, such as a serial number or host name, `name` is that of something that exists, such as a vendor,
 * `address` is an email address and nothing else, where the kind `email` also takes logon names.
 */
export type TextFormat = 'address' | 'code' | 'html' | 'lower' | 'mac' | 'name';

export interface Field {
	/** The name on the wire, spelled as ServiceOps spells it, and the name in the form. */
	name: string;
	displayName: string;
	kind: FieldKind;
	/** For `list`: what its entries are, if not any text. */
	of?: 'emails';
	format?: TextFormat;
	/** What the label does not say; where it is absent, the form repeats the label and says what it belongs to. */
	description?: string;
	placeholder?: string;
	/** Whether creating a record requires it. */
	required?: boolean;
	/** Whether Create asks for it beside the required fields; of a property group: beside the other fields. */
	isUpFront?: boolean;
	/** The only verb that accepts the field; both do when absent. */
	only?: 'create' | 'update';
	/** The record types that have it, e.g. asset classes; all when absent. */
	types?: string[];
	/** For `choice`: names to suggest. */
	choices?: string[];
	/** For `choice` and people: where the server lists the names. */
	lookup?: Lookup;
	/** Which part of an entry is sent; its name when absent. */
	sends?: 'email' | 'path';
	/** Whether every record has a value, because the server sets one that is not given. */
	isNeverEmpty?: boolean;
	/** How two values of the field are compared; exactly when absent. */
	compare?: TextComparison;
	/** Whether it changes by itself, such as what a scan finds: that is not a change of the record. */
	isObserved?: boolean;
	/** Whether the person may be created as a requester. */
	canBeMade?: boolean;
	/**
	 * Whether administrators can make rules about its values, which look at one update: so custom fields go along in the
	 * same update (the vendor's support case MOTADATA-6190).
	 */
	hasRules?: boolean;
	/**
	 * What becomes of it at creation where updates are the sure way: `tried` is sent, and set by an update if the server
	 * did not take it (additions.md 1); `afterwards` is only sent in an update right after.
	 */
	atCreation?: 'tried' | 'afterwards';
}

/** A list of names on the server, by its path after `/api/`. */
export interface Lookup {
	method: 'GET' | 'POST';
	path: string[];
	/** For a list that is too long to be read, such as all requesters: the keys by which it can be searched. */
	searchBy?: string[];
	/** For a list of people: the modules that have them too. */
	people?: Array<'requester' | 'technician'>;
}
