import { LOOKUP_DEADLINE_MS } from '../records/nameLists';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { readType } from '../parameters/record';
import { endsInNumber, keyOperand } from '../records/keyNumber';
import { parseReference, type Reference } from '../records/reference';
import { isOfResource, searchPage } from '../records/search';
import { findResource, type Resource } from '../resources';
import { toNodeError } from '../run/nodeError';
import { connect } from '../transport/client';
import type { Row } from '../transport/page';
import { identityOf } from '../transport/paging';
import {
	all,
	any,
	compare,
	hasIdIn,
	property,
	type Qualification,
} from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { textOf } from '../values/json';
import type { ListSearch } from './types';

const PAGE_SIZE = 50;
/** Nobody scrolls further; typing finds the rest. */
const MAX_ROWS = 5_000;

/**
 * Lists the records of a resource to choose from.
 *
 * @param prefix `&` where the parameter with the type is beside the record in a collection
 */
export const listRecordsOf = (resource: Resource, prefix = ''): ListSearch =>
	async function (filter, paginationToken) {
		return await listPage(this, resource, filter, paginationToken, prefix);
	};

/**
 * Lists the records of the resource that is chosen in the form.
 *
 * @param parameter the name of the parameter that holds the resource
 */
export const listRecordsOfChosen = (parameter: string): ListSearch =>
	async function (filter, paginationToken) {
		const resource = findResource(this.getCurrentNodeParameter(parameter));
		return await listPage(this, resource, filter, paginationToken);
	};

/**
 * Lists a page of records that match the text typed so far by title, key or ID.
 *
 * @param paginationToken where the page starts, as the page before said
 * @throws NodeApiError or NodeOperationError, whose message n8n shows in the list
 */
async function listPage(
	context: ILoadOptionsFunctions,
	resource: Resource | undefined,
	filter = '',
	paginationToken?: string,
	prefix = '',
): Promise<INodeListSearchResult> {
	const parameter = (name: string): unknown => context.getCurrentNodeParameter(`${prefix}${name}`);
	try {
		if (!resource) throw new BadInput('Choose a resource first');
		const api = connect(context, { deadlineMs: LOOKUP_DEADLINE_MS, isUrgent: true });
		const place = { api, resource, type: readType(resource, { parameter }) };
		const { offset, last } = parseToken(paginationToken);
		const page = await searchPage(place, toQualification(resource, filter), offset, PAGE_SIZE);
		const ids = page.rows.map(identityOf);
		// A server that ignores the offset sends the same page again and again.
		const rows = page.rows.filter((_, index) => !last.includes(ids[index] ?? ''));
		const next = offset + page.rows.length;
		const isOver = rows.length === 0 || next >= MAX_ROWS;
		return {
			results: rows
				.filter((row) => isOfResource(place, row))
				.map((row) => ({ name: titleOf(resource, row), value: textOf(row.id) })),
			paginationToken: isOver ? undefined : JSON.stringify([next, ids]),
		};
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Where a page starts, and the rows of the one before. */
interface Position {
	offset: number;
	last: string[];
}

/** @param token as `listPage` returned it */
function parseToken(token: string | undefined): Position {
	if (!token) return { offset: 0, last: [] };
	const [offset, last] = JSON.parse(token) as [number, string[]];
	return { offset, last };
}

const titleOf = ({ keyField, titleField }: Resource, row: Row): string =>
	[row[keyField], row[titleField]].map(textOf).filter(Boolean).join(': ');

function toQualification(resource: Resource, filter: string): Qualification {
	const text = filter.trim();
	if (text === '') return all([]);
	const { searchModule, titleField } = resource;
	const title = property(`${searchModule}.${titleField}`);
	const byTitle = compare(title, 'contains', 'StringValueRest', text);
	const reference = referenceIn(resource, text);
	if (!reference) return all([byTitle]);
	if ('key' in reference) {
		return any([byTitle, compare(keyOperand(resource), 'equal', 'StringValueRest', reference.key)]);
	}
	const byId = hasIdIn([Number(reference.id)]);
	// People look for the bare number of a key (additions.md 15).
	const byNumber = resource.keyForm === 'email' ? [] : [endsInNumber(resource, reference.id)];
	return any([byTitle, byId, ...byNumber]);
}

/** @returns undefined when the text is neither an ID nor a key, but part of a title */
function referenceIn(resource: Resource, text: string): Reference | undefined {
	try {
		return parseReference(resource, text);
	} catch {
		return undefined;
	}
}
