import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { readFilters, readGivenFilters } from '../parameters/filters';
import { readType } from '../parameters/record';
import { checkGiven } from '../parameters/unknownNames';
import type { FilteredSearch } from '../records/filteredSearch';
import { findPeopleOnce } from '../records/people';
import { watchableChoices, type Resource } from '../resources';
import { modulesOf } from '../resources/users';
import type { Task } from '../run/types';
import { connect } from '../transport/client';
import { CREDENTIAL } from '../transport/session';
import { BadInput } from '../values/badInput';
import { toChoice } from '../values/choice';
import { toBoolean, toList, toNumber } from '../values/coerce';
import { DAY_MS } from '../values/days';
import { textOf } from '../values/json';
import { DEFAULT_SPAN, spanUnits, triggerEvents, triggerForm } from './form';
import type { DueWatch, TriggerEvent, Watch } from './watch';
import { optionsIn } from '../parameters/options';

/** How long to wait for one response: less than a poll may take. */
const TIMEOUT_MS = 15_000;
const LONGEST_SPAN_MS = 10 * 366 * DAY_MS;

/** Reads the form as the checks of the node's operations do. */
const parametersOf = (context: IPollFunctions): Pick<Task, 'parameter' | 'raw'> => ({
	parameter: (name, fallback) => context.getNodeParameter(name, fallback),
	raw: (name) => context.getNodeParameter(name, {}, { rawExpressions: true }),
});

/**
 * Reads what to watch from the form.
 *
 * @param deadlineMs how long everything that the poll sends may take
 * @throws BadInput that names the field
 */
export function readWatch(context: IPollFunctions, deadlineMs: number): Watch {
	const { parameter, raw } = parametersOf(context);
	checkGiven(triggerForm, { parameter, raw });
	const { resource } = toChoice('Resource', watchableChoices, parameter('resource'));
	const event = toChoice('Trigger On', triggerEvents, parameter('event')).value;
	const hasConversation = resource.hasConversation === true;
	if (event === 'newConversation' && !hasConversation) {
		throw new BadInput(`Trigger On: ${resource.plural} do not have conversations`);
	}
	const options = optionsIn(parameter);
	const ignored = toList('Ignore Changes By', options.ignoreChangesBy ?? '').flatMap((one) =>
		one.split(/\s*;\s*/),
	);
	const wantsConversation = options.includeLastConversation ?? false;
	return {
		api: connect(context, { timeoutMs: TIMEOUT_MS, deadlineMs }),
		resource,
		type: readType(resource, { parameter }),
		event,
		isSimplified: toBoolean('Simplify', parameter('simplify', true)),
		ignoredNames: ignored,
		includesLastConversation:
			hasConversation && toBoolean('Include Last Conversation', wantsConversation),
		due: readDueWatch(context, resource, event, options),
		log: (text) =>
			context.logger.warn(`"${context.getNode().name}": ${text}`, {
				workflowId: context.getWorkflow().id,
			}),
	};
}

/** Adds the names of people who are ignored by their email or logon name: records show the name of who changed them. */
export async function addNamesOfIgnored({ api, ignoredNames }: Watch): Promise<void> {
	const isLogin = (one: string) => /[@._\\]/.test(one) && !/\s/.test(one);
	for (const login of ignoredNames.filter(isLogin)) {
		for (const resource of modulesOf()) {
			const people = (await findPeopleOnce({ api, resource }, login)) ?? [];
			ignoredNames.push(...people.map(({ name }) => textOf(name)));
		}
	}
}

/** Reads for which due times to watch; undefined for other events. */
function readDueWatch(
	context: IPollFunctions,
	{ due, plural }: Resource,
	event: TriggerEvent,
	options: IDataObject,
): DueWatch | undefined {
	if (event !== 'dueSoon' && event !== 'overdue') return undefined;
	if (!due) throw new BadInput(`Trigger On: ${plural} do not have a due time`);
	const closed = toList('Closed Statuses', options.closedStatuses ?? '');
	return {
		...due,
		spanMs: event === 'overdue' ? 0 : readSpan(context),
		zone: context.getTimezone(),
		closedStatuses: (closed.length > 0 ? closed : due.closedStatuses).map((name) =>
			name.toLowerCase(),
		),
	};
}

function readSpan(context: IPollFunctions): number {
	const amount = toNumber('Due Within', context.getNodeParameter('dueWithin', DEFAULT_SPAN));
	const given = context.getNodeParameter('dueUnit', spanUnits[0].value);
	const { ms } = toChoice('Unit', spanUnits, given);
	if (amount > 0 && amount * ms <= LONGEST_SPAN_MS) return amount * ms;
	throw new BadInput('Due Within must be more than 0, and at most ten years');
}

/** Reads the conditions that records have to meet. */
export async function readSearch(
	context: IPollFunctions,
	{ api, resource, type }: Watch,
): Promise<FilteredSearch> {
	const filters = readGivenFilters({ resource, ...parametersOf(context) });
	return await readFilters({ api, resource, type, zone: context.getTimezone() }, filters);
}

/**
 * Describes what is watched, so that the trigger starts over when that changes. Conditions are compared as entered: an
 * expression in them may return another time at every poll.
 */
export function describeWatch(
	context: IPollFunctions,
	{ resource, type, event, due }: Watch,
): string {
	const { parameters, credentials } = context.getNode();
	const credential = credentials?.[CREDENTIAL]?.id ?? '';
	const watched = [resource.name, type?.value, event, parameters.filters ?? {}, credential];
	return JSON.stringify(due ? [...watched, due.spanMs, due.zone] : watched);
}
