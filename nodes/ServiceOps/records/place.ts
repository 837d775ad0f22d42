import type { Resource } from '../resources';
import type { RecordTask } from '../run/types';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';

/** Where to look for records: a resource and, if it has types, one of them. */
export type Place = Pick<RecordTask, 'api' | 'resource' | 'type'> &
	Partial<Pick<RecordTask, 'isDryRun' | 'warn'>> & {
		/** Whether people who are missing are created. */
		makesPeople?: boolean;
	};

/** Segments of the path of a resource, behind the server's address. */
export const pathOf = ({ path }: Pick<Resource, 'path'>): string[] => ['api', 'v1', ...path];

/** What records are called in messages, e.g. `Hardware asset`. */
export const nounOf = ({ resource, type }: Pick<Place, 'resource' | 'type'>): string =>
	type?.model ? `${type.displayName} ${resource.noun}` : resource.noun;

/** A record as messages name it: `AST-1 / LAPTOP-0042 / HardwareAsset`. */
export const labelOf = ({ resource }: Pick<Place, 'resource'>, row: Row): string =>
	[row[resource.keyField], row[resource.titleField], row.type]
		.map(textOf)
		.filter(Boolean)
		.join(' / ');
