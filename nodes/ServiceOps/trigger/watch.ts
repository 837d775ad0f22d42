import type { DueTime, RecordType, Resource } from '../resources';
import type { Api } from '../transport/types';

/** What starts the workflow, as chosen under Trigger On. */
export type TriggerEvent =
	| 'created'
	| 'updated'
	| 'createdOrUpdated'
	| 'statusChanged'
	| 'newConversation'
	| 'dueSoon'
	| 'overdue';

/** What to watch for when records become due. */
export interface DueWatch extends DueTime {
	/** How long before the due time the event is, in ms; 0 for when it has passed. */
	spanMs: number;
	/** IANA name of the time zone of dates without one. */
	zone: string;
}

/** What to watch, as entered in the form. */
export interface Watch {
	api: Api;
	resource: Resource;
	/** For resources with types, such as asset classes. */
	type?: RecordType;
	event: TriggerEvent;
	isSimplified: boolean;
	/** Whose changes do not count: names, and the emails for which they are looked up. */
	ignoredNames: string[];
	includesLastConversation: boolean;
	/** For Due Soon and Overdue. */
	due?: DueWatch;
	/** Writes a warning to n8n's log. */
	log: (text: string) => void;
}
