import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

const customFieldValues: INodePropertyCollection['values'] = [
	{
		displayName: 'Field Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Cost Center',
		description: 'The label of the custom field, as the form in ServiceOps shows it',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Boolean', value: 'boolean' },
			{ name: 'List', value: 'list', description: 'For multi-select and checkbox fields' },
			{ name: 'Number', value: 'number' },
			{ name: 'Text', value: 'text', description: 'For text, dropdown and radio fields' },
			{ name: 'Time', value: 'time' },
		],
		default: 'text',
		description: 'What kind of value the custom field holds',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		description:
			'A list takes texts separated by commas, a time takes ISO 8601. Leave empty to clear the field.',
	},
];

export const customFields = (name: string): INodeProperties => ({
	displayName: 'Custom Fields',
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Custom Field',
	default: {},
	options: [{ displayName: 'Field', name: 'field', values: customFieldValues }],
});
