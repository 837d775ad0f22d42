import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { findTarget, type Link, type LinkTarget } from '../records/links';
import { parseReference } from '../records/reference';
import { resources, type Resource } from '../resources';
import type { RecordTask } from '../run/types';
import { BadInput } from '../values/badInput';
import { entered, toList } from '../values/coerce';
import { isRecord } from '../values/json';
import { toLocated } from '../values/located';
import { recordPicker, readType, typePicker, type RecordListMethod } from './record';

const RECORD = 'recordId';
const ROWS = 'link';

/** What can be linked to records, with the method that lists it. */
const linkable: Array<{ resource: Resource; method: RecordListMethod }> = resources
	.filter(({ linkedAs }) => linkedAs)
	.map((resource) => ({ resource, method: `searchLinked_${resource.name}` }));

/** Whether assets and CIs can be linked to records of a resource. */
const takesLinks = ({ operations }: Resource): boolean => operations.includes('linkAssets');

/** The names of the parameters for links. */
export const linkNames = (resource: Resource): string[] =>
	takesLinks(resource)
		? linkable.map(({ resource: { linkedAs } }) => linkedAs?.parameter ?? '')
		: [];

/** The parameters for what a new record is linked to, for a collection such as Additional Fields. */
export const linkParameters = (resource: Resource): INodeProperties[] =>
	takesLinks(resource)
		? linkable.map(({ resource: target, method }) => linkForm(target, method))
		: [];

const linkForm = (target: Resource, method: RecordListMethod): INodeProperties => ({
	displayName: target.linkedAs?.displayName ?? '',
	name: target.linkedAs?.parameter ?? '',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: `Add ${target.displayName}`,
	default: {},
	description: `${target.displayName}s to link to the new record`,
	options: [
		{
			displayName: target.displayName,
			name: ROWS,
			values: [...typePicker(target), recordPicker(target, method)],
		},
	],
});

/**
 * What is to be linked: the rows of the form, or keys as comma-separated text or an array.
 *
 * @throws BadInput that names the field
 */
export function readLinks(resource: Resource, values: IDataObject): Link[] {
	if (!takesLinks(resource)) return [];
	return linkable.flatMap(({ resource: target }) => {
		const { parameter = '', displayName = '' } = target.linkedAs ?? {};
		const given = entered(values[parameter]);
		if (given === undefined) return [];
		const rows = isRecord(given) ? (given[ROWS] ?? [given]) : given;
		if (Array.isArray(rows) && rows.some(isRecord))
			return rows.flatMap((row) => readRow(target, row));
		return toList(displayName, rows).map((key) => toLink(target, key));
	});
}

/** A row of the form, or what an expression has in its place: a record that was read. */
function readRow(target: Resource, row: unknown): Link[] {
	if (!isRecord(row)) {
		throw new BadInput(`${target.linkedAs?.displayName}: choose a record in each row`);
	}
	const isOfForm = Object.keys(row).every((name) =>
		[RECORD, target.types?.parameter].includes(name),
	);
	const located = isOfForm
		? toLocated(row[RECORD], ['value', 'id', target.keyField])
		: toLocated(row, [RECORD, target.keyField, 'key', 'id', 'value', 'name']);
	if (located === undefined) return [];
	const parameter = (name: string, fallback?: unknown) => row[name] ?? fallback;
	const type = readType(target, { parameter })?.value;
	const isSeveral = typeof located === 'string' || Array.isArray(located);
	const keys = isSeveral ? toList(target.displayName, located) : [located];
	return keys.map((key) => toLink(target, key, type));
}

const toLink = (resource: Resource, key: unknown, type?: string): Link => ({
	resource,
	type,
	reference: parseReference(resource, key),
});

/** Looks up what is to be linked, before anything is written. */
export async function findTargets(task: RecordTask, links: Link[]): Promise<LinkTarget[]> {
	const targets: LinkTarget[] = [];
	for (const link of links) targets.push(await findTarget(task, link));
	return targets;
}
