import type { INodeParameters, INodeProperties, NodeParameterValueType } from 'n8n-workflow';
import { ServiceOps } from '../../nodes/ServiceOps/ServiceOps.node';

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
		const found = known.filter((property) => property.name === name);
		if (found.length === 0) return [`${at}${name}`];
		const members = found.flatMap(inside);
		return members.length === 0
			? []
			: unknown(part as NodeParameterValueType, members, `${at}${name}.`);
	});
}

/** The parameters, as paths such as `filters.match`, that the chosen operation of the node does not have. */
export function unknownParameters(parameters: INodeParameters): string[] {
	const known = new ServiceOps().description.properties.filter((one) => isShown(one, parameters));
	return unknown(parameters, known, '');
}
