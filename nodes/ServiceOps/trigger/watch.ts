import type { RecordType, Resource } from '../resources';
import type { Api } from '../transport/types';

/** What starts the workflow, as chosen under Trigger On. */
export type TriggerEvent =
	| 'created'
	| 'updated'
	| 'createdOrUpdated'
	| 'statusChanged'
	| 'newConversation';

/** What to watch, as entered in the form. */
export interface Watch {
	api: Api;
	resource: Resource;
	/** For resources with types, such as asset classes. */
	type?: RecordType;
	event: TriggerEvent;
	isSimplified: boolean;
	/** Whose changes do not count: names in lower case. */
	ignoredNames: string[];
	includesLastConversation: boolean;
}
