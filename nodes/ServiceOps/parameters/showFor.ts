import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { watchableResources, type Resource } from '../resources';

/**
 * Shows parameters only while other parameters have certain values.
 *
 * @param show the values by the name of the other parameter
 */
export const showFor = (
	show: Record<string, Array<string | boolean>>,
	parameters: INodeProperties[],
): INodeProperties[] => updateDisplayOptions({ show }, parameters);

/**
 * Shows a form for each resource that can be watched, only while that resource is chosen.
 *
 * @param chosenBy the name of the parameter in which resources are chosen
 */
export const showForWatchable = (
	chosenBy: string,
	form: (resource: Resource) => INodeProperties[],
): INodeProperties[] =>
	watchableResources.flatMap((resource) =>
		showFor({ [chosenBy]: [resource.name] }, form(resource)),
	);
