import { choicesMethod, isListed } from '../parameters/fields';
import type { RecordListMethod } from '../parameters/record';
import { resources } from '../resources';
import { asset } from '../resources/asset';
import { PARENT_PARAMETER } from '../resources/conversation';
import { getCustomFields } from './customFieldMap';
import { suggestNames } from './nameSuggestions';
import { listRecordsOf, listRecordsOfChosen } from './recordSearch';
import type { ListSearch } from './types';

const recordLists: Record<RecordListMethod, ListSearch> = {
	searchRecords: listRecordsOfChosen('resource'),
	searchParentRecords: listRecordsOfChosen(PARENT_PARAMETER),
	searchAssets: listRecordsOf(asset),
	...Object.fromEntries(
		resources
			.filter(({ linkedAs }) => linkedAs)
			.map((resource) => [`searchLinked_${resource.name}`, listRecordsOf(resource, '&')]),
	),
};

const nameLists = resources.flatMap((resource) =>
	resource.fields
		.filter(isListed)
		.map((field): [string, ListSearch] => [
			choicesMethod(resource, field),
			suggestNames(resource, field),
		]),
);

/** What the editor asks for a resource locator: records to choose from, and names for fields of fixed choices. */
export const listSearch: Record<string, ListSearch> = {
	...recordLists,
	...Object.fromEntries(nameLists),
};

/** What the editor asks for a resource mapper: the fields to map. */
export const resourceMapping = { getCustomFields };
