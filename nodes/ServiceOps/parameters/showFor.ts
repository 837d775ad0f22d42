import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

/**
 * Shows parameters only while other parameters have certain values.
 *
 * @param show the values by the name of the other parameter
 */
export const showFor = (
	show: Record<string, Array<string | boolean>>,
	parameters: INodeProperties[],
): INodeProperties[] => updateDisplayOptions({ show }, parameters);
