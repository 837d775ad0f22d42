import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';
import { resources, type Resource } from '../resources/index';
import { connect } from '../transport/client';
import { textOf } from '../values/json';
import { readType } from '../parameters/record';
import { parseReference } from '../records/reference';
import {
	all,
	any,
	column,
	compare,
	property,
	type Qualification,
} from '../transport/qualification';
import { type Row } from '../transport/page';
import { isOfResource, searchPage } from '../records/search';

const PAGE_SIZE = 50;

/** Records to choose from, found as one types by title, key or id; further pages follow while one scrolls. */
export async function searchRecordList(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const resource = resources.find(({ name }) => name === shownResource(this));
	if (!resource) throw new NodeOperationError(this.getNode(), 'Choose a resource first');
	const parameter = (name: string): unknown => this.getCurrentNodeParameter(name);
	const job = { api: connect(this), resource, type: readType(resource, { parameter }) };

	const offset = Number(paginationToken ?? 0);
	const page = await searchPage(job, toQualification(resource, filter), offset, PAGE_SIZE);
	const next = offset + page.rows.length;
	const isEnd = page.rows.length === 0 || (page.total !== undefined && next >= page.total);
	return {
		results: page.rows
			.filter((row) => isOfResource(job, row))
			.map((row) => ({ name: titleOf(resource, row), value: textOf(row.id) })),
		paginationToken: isEnd ? undefined : String(next),
	};
}

/** Whose records are listed: some resources are about records of another one. */
function shownResource(context: ILoadOptionsFunctions): unknown {
	const name = context.getCurrentNodeParameter('resource');
	if (name === 'conversation') return context.getCurrentNodeParameter('parentResource');
	return name === 'component' ? 'asset' : name;
}

function titleOf({ keyField, titleField }: Resource, row: Row): string {
	return [row[keyField], row[titleField]].map(textOf).filter(Boolean).join(': ');
}

function toQualification(resource: Resource, filter = ''): Qualification {
	const text = filter.trim();
	if (text === '') return all([]);
	const key = (suffix: string) => property(`${resource.searchModule}.${suffix}`);
	const quals = [compare(key(resource.titleField), 'contains', 'StringValueRest', text)];
	try {
		const reference = parseReference(resource, text);
		quals.push(
			'id' in reference
				? compare(column('id'), 'in', 'ListLongValueRest', [Number(reference.id)])
				: compare(key(resource.keyField), 'equal', 'StringValueRest', reference.key),
		);
	} catch {
		return all(quals);
	}
	return any(quals);
}
