import type { INodeProperties } from 'n8n-workflow';
import { SECRET_HEADER } from '../../../credentials/webhookSecret';
import { simplify } from '../parameters/output';
import { watchable } from '../trigger/form';
import { typePicker } from '../parameters/record';

/** As the documentation of ServiceOps shows placeholders (changes-and-others.md 8.1). */
const REQUEST_JSON = '{"module": "request", "id": "{{ticket.id}}"}';

/** n8n takes line breaks out of a notice, so each step has one of its own. */
const notice = (name: string, displayName: string): INodeProperties => ({
	displayName,
	name,
	type: 'notice',
	default: '',
});

/** What an administrator of ServiceOps has to enter there. */
const howTo = [
	notice(
		'step1',
		'1. In ServiceOps, open Admin > Automation > Workflow and add a workflow of the type Event.',
	),
	notice(
		'step2',
		'2. Add the action Run Webhook with the request type POST and the Production URL from Webhook URLs above.',
	),
	notice(
		'step3',
		`3. Add two headers: ${SECRET_HEADER} with the Secret of the credential, and Content-Type with application/json.`,
	),
	notice(
		'step4',
		'4. As Request JSON, paste what stands below the field Modules. If the variable in it stays empty, choose the one for the ID under View Available Variables.',
	),
];

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
	{
		displayName: 'Modules',
		name: 'modules',
		type: 'multiOptions',
		options: watchable.map(({ displayName, name }) => ({ name: displayName, value: name })),
		default: ['request'],
		required: true,
		hint: `Request JSON for ServiceOps: ${REQUEST_JSON} (for other modules, write ${otherModules.join(', ')} in place of request)`,
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
	...howTo,
];
