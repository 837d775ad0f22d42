import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { SECRET_HEADER } from '../../../credentials/webhookSecret';
import { simplify } from '../parameters/output';
import { typePicker } from '../parameters/record';
import { watchableResources, type Resource } from '../resources';
import { request } from '../resources/request';

/** With a placeholder as the documentation of ServiceOps shows them (changes-and-others.md 8.1). */
const REQUEST_JSON = `{"module": "${request.name}", "id": "{{ticket.id}}"}`;

/** n8n removes line breaks from a notice, so each step is a separate notice. */
const notice = (name: string, displayName: string): INodeProperties => ({
	displayName,
	name,
	type: 'notice',
	default: '',
});

/** What an administrator has to enter in ServiceOps. */
const steps = [
	notice(
		'step1',
		'1. In ServiceOps, open Admin > Automation > Workflow and add a workflow of type Event.',
	),
	notice(
		'step2',
		'2. Add the action Run Webhook with request type POST and the Production URL from Webhook URLs above.',
	),
	notice(
		'step3',
		`3. Add two headers: ${SECRET_HEADER} with the secret from the credential, and Content-Type with application/json.`,
	),
	notice(
		'step4',
		'4. Paste the Request JSON shown under Modules. If its variable stays empty, pick the one for the ID from View Available Variables.',
	),
];

const otherModules = watchableResources
	.map(({ name }) => name)
	.filter((name) => name !== request.name)
	.join(', ');

/** The parameter for the type that an ID refers to, if the resource has several. */
function typePickerFor(resource: Resource): INodeProperties[] {
	const pickers = typePicker(resource).map((picker): INodeProperties => {
		const label = picker.displayName.toLowerCase();
		return {
			...picker,
			description: `The ${label} that an ID refers to. IDs are numbered separately for each ${label}. "${picker.name}" in the Request JSON takes precedence.`,
		};
	});
	return updateDisplayOptions({ show: { modules: [resource.name] } }, pickers);
}

/** The form of the webhook trigger. */
export const webhookForm: INodeProperties[] = [
	{
		displayName: 'Modules',
		name: 'modules',
		type: 'multiOptions',
		options: watchableResources.map(({ displayName, name }) => ({
			name: displayName,
			value: name,
		})),
		default: [request.name],
		required: true,
		hint: `Request JSON for ServiceOps: ${REQUEST_JSON} (for other modules, replace ${request.name} with ${otherModules})`,
		description:
			'The types of records that can trigger the workflow. Calls about other types are rejected.',
	},
	...watchableResources.flatMap(typePickerFor),
	{
		displayName: 'Fetch Record',
		name: 'fetchRecord',
		type: 'boolean',
		default: true,
		description:
			'Whether to fetch the record from ServiceOps before the workflow starts. Either way, only the ID is taken from the call.',
	},
	...updateDisplayOptions({ show: { fetchRecord: [true] } }, [simplify]),
	...steps,
];
