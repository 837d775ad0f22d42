import type { INodeProperties } from 'n8n-workflow';
import { SECRET_HEADER } from '../../../credentials/webhookSecret';
import { simplify } from '../parameters/output';
import { typePicker } from '../parameters/record';
import { showFor, showForWatchable } from '../parameters/showFor';
import { watchableChoices, type Resource } from '../resources';
import { request } from '../resources/request';
import { labelsIn, shownChoices } from '../values/choice';

/**
 * What ServiceOps has to send about a record, with a placeholder as its documentation shows them (changes-and-others.md
 * 8.1).
 */
function requestJsonOf({ name, types }: Resource): string {
	const type = types && types.options.length > 1 ? types.options[0]?.value : undefined;
	const ofType = type ? `, "${types?.parameter}": "${type}"` : '';
	return `{"module": "${name}", "id": "{{ticket.id}}"${ofType}}`;
}

/** What to paste for each of the chosen resources. */
const requestJson = (resource: Resource): INodeProperties[] => [
	{
		displayName: `Request JSON (${resource.displayName})`,
		name: `requestJson${resource.name.charAt(0).toUpperCase()}${resource.name.slice(1)}`,
		type: 'string',
		noDataExpression: true,
		default: requestJsonOf(resource),
		placeholder: `e.g. {"module": "${resource.name}"}`,
		description: 'To copy into the Run Webhook action in ServiceOps. The node does not read it.',
	},
];

/** What an administrator has to enter in ServiceOps; n8n shows a list in a notice, but no line breaks. */
const steps: INodeProperties = {
	displayName: `<ul>${[
		'1. In ServiceOps, open Admin > Automation > Workflow and add a workflow of type Event.',
		'2. Add the action Run Webhook with request type POST and the Production URL from above.',
		`3. Add two headers: ${SECRET_HEADER} with the secret from the credential, and Content-Type with application/json.`,
		'4. Paste the Request JSON below. If its variable stays empty, pick the one for the ID from View Available Variables.',
	]
		.map((step) => `<li>${step}</li>`)
		.join('')}</ul>`,
	name: 'steps',
	type: 'notice',
	default: '',
};

/** The parameter for the type that an ID refers to, if the resource has several. */
const typePickerFor = (resource: Resource): INodeProperties[] =>
	typePicker(resource).map((picker) => ({
		...picker,
		description: `${picker.description} "${picker.name}" in the Request JSON takes precedence.`,
	}));

/** What is chosen, in words, as the canvas shows it below the name of the node. */
export const webhookSubtitle = `={{ $parameter["modules"].map((name) => ${labelsIn(watchableChoices)}[name]).join(", ") }}`;

/** The form of the webhook trigger. */
export const webhookForm: INodeProperties[] = [
	steps,
	{
		displayName: 'Resources',
		name: 'modules',
		type: 'multiOptions',
		options: shownChoices(watchableChoices),
		default: [request.name],
		required: true,
		description:
			'The types of records that can trigger the workflow. Calls about other types are rejected.',
	},
	...showForWatchable('modules', requestJson),
	...showForWatchable('modules', typePickerFor),
	{
		displayName: 'Fetch Record',
		name: 'fetchRecord',
		type: 'boolean',
		default: true,
		description:
			'Whether to fetch the record from ServiceOps before the workflow starts. Either way, only the ID is taken from the call.',
	},
	...showFor({ fetchRecord: [true] }, [simplify]),
];
