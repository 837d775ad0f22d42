import type { INodeProperties } from 'n8n-workflow';
import { SECRET_HEADER } from '../../../credentials/webhookSecret';
import { typePicker } from '../operations/commonForm';
import { simplify } from '../operations/output';
import { watchable } from '../trigger/form';

/** As the documentation of ServiceOps shows placeholders (changes-and-others.md 8.1). */
const REQUEST_JSON = '{"module": "request", "id": "{{ticket.id}}"}';

const steps = [
	'In ServiceOps, open Admin > Automation > Workflow and add a workflow of the type Event.',
	'Add the action Run Webhook with the request type POST and the Production URL of this node.',
	`Add two headers: ${SECRET_HEADER} with the Secret of the credential, and Content-Type with application/json.`,
	'As Request JSON, paste what stands below the field Modules. If the variable stays empty, choose the one for the ID under View Available Variables.',
];

/** One notice each: n8n takes line breaks out of a notice. */
const howTo = steps.map(
	(step, index): INodeProperties => ({
		displayName: `${index + 1}. ${step}`,
		name: `step${index + 1}`,
		type: 'notice',
		default: '',
	}),
);

const otherModules = watchable.map(({ name }) => name).filter((name) => name !== 'request');

const typePickers = watchable.flatMap((resource) =>
	typePicker(resource).map(
		(picker): INodeProperties => ({
			...picker,
			displayOptions: { show: { modules: [resource.name] } },
			description: `Which kind of ${resource.noun} an ID means. Each kind counts its IDs on its own. A "${picker.name}" in the Request JSON takes precedence.`,
		}),
	),
);

/** The form of the webhook trigger. */
export const webhookForm: INodeProperties[] = [
	...howTo,
	{
		displayName: 'Modules',
		name: 'modules',
		type: 'multiOptions',
		options: watchable.map(({ displayName, name }) => ({ name: displayName, value: name })),
		default: ['request'],
		required: true,
		hint: `Request JSON: ${REQUEST_JSON}. For other modules, write ${otherModules.join(', ')} in place of request.`,
		description:
			'The kinds of records that may start the workflow. Calls about others are refused.',
	},
	...typePickers,
	{
		displayName: 'Fetch Record',
		name: 'fetchRecord',
		type: 'boolean',
		default: true,
		description:
			'Whether to read the record from ServiceOps before the workflow starts. Nothing but the ID is taken from the call in any case.',
	},
	{ ...simplify, displayOptions: { show: { fetchRecord: [true] } } },
];
