import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { choicesMethod } from '../operations/fieldForm';
import { resources, type Field } from '../resources';
import { searchRecordList } from './searchRecordList';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** Lists the names that are suggested for a field. */
const suggest = (field: Field): ListSearch =>
	async function (filter = '') {
		const wanted = filter.trim().toLowerCase();
		const names = (field.choices ?? []).filter((name) => name.toLowerCase().includes(wanted));
		return await Promise.resolve({ results: names.map((name) => ({ name, value: name })) });
	};

/** What the editor asks while the form is filled in: records to choose from, and names for fields of fixed choices. */
export const listSearch: Record<string, ListSearch> = {
	searchRecords: searchRecordList,
	...Object.fromEntries(
		resources.flatMap((resource) =>
			resource.fields
				.filter((field) => field.kind === 'choice')
				.map((field) => [choicesMethod(resource, field), suggest(field)]),
		),
	),
};
