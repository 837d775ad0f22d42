import type { RecordType, Resource } from '../resources';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';

/**
 * Names an event, always the same way and for both triggers, so that duplicates can be dropped. Workflows rely on this
 * form.
 *
 * @param version what distinguishes this event from others about the record: a state of it, its creation, an entry
 * @returns e.g. `request:65:1767600000000`, `asset:HardwareAsset:1:created`
 */
export function eventIdOf(
	{ resource, type }: { resource: Resource; type?: RecordType },
	row: Row,
	version: string,
): string {
	// IDs are numbered separately for each type that has its own path.
	const typeName = type?.model ? [type.value] : [];
	return [resource.name, ...typeName, textOf(row.id), version].join(':');
}
