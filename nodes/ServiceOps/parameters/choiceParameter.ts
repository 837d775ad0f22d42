import type { INodeProperties } from 'n8n-workflow';
import type { Task } from '../run/types';
import { toChoice, type Choice } from '../values/choice';
import { entered } from '../values/coerce';

/** A parameter with fixed choices. */
export interface ChoiceParameter<C> {
	form: INodeProperties;
	/** @throws BadInput when there is no such choice */
	read: (parameter: Task['parameter']) => C;
}

/**
 * Declares a parameter with fixed choices, and how it is read.
 *
 * @param label its name in the form
 * @param usual the value that counts where nothing was chosen
 */
export const choiceParameter = <C extends Choice & { description?: string }>(
	name: string,
	label: string,
	choices: C[],
	usual: string,
	description: string,
): ChoiceParameter<C> => ({
	form: {
		displayName: label,
		name,
		type: 'options',
		options: choices.map((choice) => ({
			name: choice.name,
			value: choice.value,
			...(choice.description && { description: choice.description }),
		})),
		default: usual,
		description,
	},
	read: (parameter) => toChoice(label, choices, entered(parameter(name, usual)) ?? usual),
});
