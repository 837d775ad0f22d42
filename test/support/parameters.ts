import type {
	INodeParameters,
	INodeProperties,
	INodeTypeDescription,
	NodeParameterValueType,
} from 'n8n-workflow';
import { ServiceOps } from '../../nodes/ServiceOps/ServiceOps.node';
import { ServiceOpsTrigger } from '../../nodes/ServiceOps/ServiceOpsTrigger.node';
import { ServiceOpsWebhookTrigger } from '../../nodes/ServiceOps/ServiceOpsWebhookTrigger.node';

const isShown = ({ displayOptions }: INodeProperties, chosen: INodeParameters): boolean =>
	['resource', 'operation'].every((name) => {
		const values: unknown[] | undefined = displayOptions?.show?.[name];
		return values === undefined || values.includes(chosen[name]);
	});

/** The properties that a collection holds under a name. */
function inside({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	return options.flatMap((option) =>
		'values' in option
			? [
					{
						displayName: option.displayName,
						name: option.name,
						type: 'collection' as const,
						default: {},
						options: option.values,
					},
				]
			: [],
	);
}

function unknown(value: NodeParameterValueType, known: INodeProperties[], at: string): string[] {
	if (Array.isArray(value)) {
		return value.flatMap((one) => unknown(one as NodeParameterValueType, known, at));
	}
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, part]) => {
		const found = known.filter((property) => property.name === name && property.type !== 'hidden');
		if (found.length === 0) return [`${at}${name}`];
		// The node reads plain text there too, but the editor shows it as empty.
		const isLocator = found.every(({ type }) => type === 'resourceLocator');
		if (isLocator && typeof part === 'string') return [`${at}${name} (plain text in a locator)`];
		const members = found.flatMap(inside);
		return members.length === 0
			? []
			: unknown(part as NodeParameterValueType, members, `${at}${name}.`);
	});
}

const descriptions: Record<string, INodeTypeDescription> = Object.fromEntries(
	[new ServiceOps(), new ServiceOpsTrigger(), new ServiceOpsWebhookTrigger()].map(
		({ description }) => [description.name, description],
	),
);

/** What n8n itself adds to the form of a polling trigger. */
const POLL_TIMES = 'pollTimes';

/**
 * The parameters, as paths such as `filters.match`, that the chosen operation of the node does not have.
 *
 * @param type the name of the node, such as `serviceOpsTrigger`
 */
export function unknownParameters(parameters: INodeParameters, type = 'serviceOps'): string[] {
	const { properties = [], polling } = descriptions[type] ?? {};
	const known = properties.filter((one) => isShown(one, parameters));
	const { [POLL_TIMES]: times, ...own } = parameters;
	return unknown(polling === true || times === undefined ? own : parameters, known, '');
}
