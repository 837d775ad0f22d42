import type { IPollFunctions } from 'n8n-workflow';
import { readFilters } from '../parameters/filters';
import { readType } from '../parameters/record';
import type { FilteredSearch } from '../records/filteredSearch';
import { connect } from '../transport/client';
import { CREDENTIAL } from '../transport/session';
import { BadInput } from '../values/badInput';
import { toChoice } from '../values/choice';
import { toBoolean, toList } from '../values/coerce';
import { toObject } from '../values/json';
import { triggerEvents, watchableChoices } from './form';
import type { Watch } from './watch';

/** How long to wait for one response: less than a poll may take. */
const TIMEOUT_MS = 15_000;
/** The deadline for everything that one poll sends: n8n drops polls that take 45 s. */
const DEADLINE_MS = 40_000;

/**
 * Reads what to watch from the form.
 *
 * @throws BadInput that names the field
 */
export function readWatch(context: IPollFunctions): Watch {
	const parameter = (name: string, fallback?: unknown): unknown =>
		context.getNodeParameter(name, fallback);
	const { resource } = toChoice('Resource', watchableChoices, parameter('resource'));
	const event = toChoice('Trigger On', triggerEvents, parameter('event')).value;
	const hasConversation = resource.hasConversation === true;
	if (event === 'newConversation' && !hasConversation) {
		throw new BadInput(`Trigger On: ${resource.plural} do not have conversations`);
	}
	const options = toObject('Options', parameter('options', {}));
	const ignored = toList('Ignore Changes By', options.ignoreChangesBy ?? '');
	const wantsConversation = options.includeLastConversation ?? false;
	return {
		api: connect(context, { timeoutMs: TIMEOUT_MS, deadlineMs: DEADLINE_MS }),
		resource,
		type: readType(resource, { parameter }),
		event,
		isSimplified: toBoolean('Simplify', parameter('simplify', true)),
		ignoredNames: ignored.map((one) => one.toLowerCase()),
		includesLastConversation:
			hasConversation && toBoolean('Include Last Conversation', wantsConversation),
	};
}

/** Reads the conditions that records have to meet. */
export async function readSearch(
	context: IPollFunctions,
	{ api, resource }: Watch,
): Promise<FilteredSearch> {
	const filters = toObject('Filters', context.getNodeParameter('filters', {}));
	return await readFilters({ api, resource, zone: context.getTimezone() }, filters);
}

/**
 * Describes what is watched, so that the trigger starts over when that changes. Conditions are compared as entered: an
 * expression in them may return another time at every poll.
 */
export function describeWatch(context: IPollFunctions, { resource, type, event }: Watch): string {
	const { parameters, credentials } = context.getNode();
	const credential = credentials?.[CREDENTIAL]?.id ?? '';
	return JSON.stringify([resource.name, type?.value, event, parameters.filters ?? {}, credential]);
}
