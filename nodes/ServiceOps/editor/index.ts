import { choicesMethod } from '../parameters/fields';
import { resources } from '../resources/index';
import { getCustomFields } from './customFieldMap';
import type { ListSearch } from './nameSuggestions';
import { suggest } from './nameSuggestions';
import { searchRecordList } from './recordSearch';

/** What the editor asks while the form is filled in: records to choose from, and names for fields of fixed choices. */
export const listSearch: Record<string, ListSearch> = {
	searchRecords: searchRecordList,
	searchParentRecords: searchRecordList,
	searchAssets: searchRecordList,
	...Object.fromEntries(
		resources.flatMap((resource) =>
			resource.fields
				.filter((field) => field.kind === 'choice')
				.map((field) => [choicesMethod(resource, field), suggest(resource, field)]),
		),
	),
};

/** What the editor asks for a resource mapper: the fields to map. */
export const resourceMapping = { getCustomFields };
