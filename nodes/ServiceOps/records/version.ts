import { digestOf } from '../../../credentials/digest';
import type { Field, Resource } from '../resources';
import { wholeRecord } from '../resources/recordFields';
import type { Row } from '../transport/page';
import { isRecord } from '../values/json';
import { isExactTime } from '../values/rowTime';
import { rawTime, readTime } from './rowTimes';

/**
 * What distinguishes this state of a record from others: when it was last updated; if that is missing or too coarse to
 * tell two updates apart, its content too. Of the content only those fields count that somebody changes: others, such as
 * the time of the last scan, move by themselves.
 */
export function versionOf(resource: Resource, row: Row): string {
	const written = rawTime(resource, row, 'updated');
	const time = readTime(resource, row, 'updated');
	return time > 0 && isExactTime(written) ? String(time) : withContent(resource, row);
}

/** The same where a time in whole seconds may be that of two updates, if the server leaves out the milliseconds. */
export function exactVersionOf(resource: Resource, row: Row): string {
	const version = versionOf(resource, row);
	return version.endsWith('000') ? withContent(resource, row) : version;
}

function withContent(resource: Resource, row: Row): string {
	const content = [rawTime(resource, row, 'updated'), ...contentOf(resource, row)];
	return `${readTime(resource, row, 'updated')}-${digestOf(JSON.stringify(content))}`;
}

/** Custom fields, of a record and of a group of properties (requests.md section 4, assets.md section 1). */
const CUSTOM_FIELDS = ['customField', 'propertyCustomField'];

function contentOf(resource: Resource, row: Row): unknown[] {
	const { groups = [], name = '' } = resource.propertyGroups ?? {};
	const entries = Array.isArray(row[name]) ? (row[name] as unknown[]).filter(isRecord) : [];
	const ofGroups = groups.map(({ wireType, fields }) =>
		valuesOf(fields, entries.find(({ type }) => type === wireType) ?? {}),
	);
	return [valuesOf(wholeRecord(resource), row), ...ofGroups];
}

const valuesOf = (fields: Field[], row: Record<string, unknown>): unknown[] => [
	...fields.filter(({ isObserved }) => !isObserved).map(({ name }) => inOneOrder(row[name])),
	...CUSTOM_FIELDS.map((name) => inOneOrder(row[name])),
];

/** A value whose keys and entries have the same order in every answer. */
function inOneOrder(value: unknown): unknown {
	if (Array.isArray(value)) return value.map((one) => JSON.stringify(inOneOrder(one))).sort();
	if (!isRecord(value)) return value ?? null;
	const names = Object.keys(value).sort();
	return names.map((name) => [name, inOneOrder(value[name])]);
}
