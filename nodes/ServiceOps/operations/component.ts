import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { asset } from '../resources/asset';
import { component as table, componentTypes } from '../resources/component';
import { isRecord } from '../values/json';
import { toBody } from '../parameters/body';
import { writingOptionsForm } from '../parameters/options';
import { fieldCollection } from '../parameters/fields';
import { wholeRecord } from '../resources/recordFields';
import type { Module } from './types';
import { toIdText } from '../values/coerce';
import { toChoice } from '../values/choice';
import { toObject } from '../values/json';
import { type Task } from '../run/types';
import { recordPicker, typePicker } from '../parameters/record';
import { chosenRecord, chosenType } from '../parameters/record';
import { checkedBy } from '../records/legacy';

const fieldsForm = (displayName: string, name: string): INodeProperties => ({
	displayName,
	name,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'What is known about the component',
	options: fieldCollection(table, table.fields),
});

const wholes = [
	{ name: 'CI', value: 'ci' },
	{ name: 'Hardware Asset', value: 'asset' },
];

/** The parts of a computer: they have an address for adding and changing, and none for reading. */
export const component: Module = {
	name: table.name,
	displayName: table.displayName,
	actions: [
		{
			name: 'create',
			displayName: 'Create',
			action: 'Create hardware component',
			description: 'Add a component to a hardware asset',
			result: wholeRecord(table),
			form: [
				{
					...recordPicker(asset),
					displayName: 'Hardware Asset',
					description: 'The hardware asset, as an ID such as 65 or a key such as AST-1',
				},
				...typePicker(table),
				fieldsForm('Additional Fields', 'additionalFields'),
				writingOptionsForm(),
			],
			run: async (task) => {
				const body = toComponent(task, 'additionalFields');
				const type = asset.types?.options.find(({ value }) => value === 'HardwareAsset');
				const id = await chosenRecord({ ...task, resource: asset, type });
				return await send(task, 'POST', ['asset', id, 'discoveryComponent'], body);
			},
		},
		{
			name: 'update',
			displayName: 'Update',
			action: 'Update hardware component',
			description: 'Change a component of a hardware asset or of a CI',
			result: wholeRecord(table),
			form: [
				{
					displayName: 'Part Of',
					name: 'partOf',
					type: 'options',
					options: wholes,
					default: 'asset',
					description: 'What the component isOfResource to',
				},
				{
					displayName: 'Component ID',
					name: 'componentId',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. 3',
					description: 'The ID of the component itself, not of its asset or CI',
				},
				...typePicker(table),
				fieldsForm('Update Fields', 'updateFields'),
				writingOptionsForm(),
			],
			run: async (task) => {
				const body = toComponent(task, 'updateFields');
				const id = toIdText('Component ID', task.parameter('componentId', ''));
				const path =
					toChoice('Part Of', wholes, task.parameter('partOf', 'asset')).value === 'ci'
						? ['cmdb', 'ci', 'discoveryComponent', id]
						: ['asset', id, 'discoveryComponent'];
				return await send(task, 'PATCH', path, body);
			},
		},
	],
};

function toComponent(task: Task, parameter: string): IDataObject {
	const type = chosenType(table, task);
	const values = toObject('Fields', task.parameter(parameter, {}));
	const body = toBody({ resource: table, type, zone: task.zone }, table.fields, values);
	if (Object.keys(body).length === 1)
		throw new UserError('There is nothing to send. Set at least one field');
	return { ...body, componentType: componentTypes[type?.value ?? ''] };
}

async function send(
	task: Task,
	method: 'POST' | 'PATCH',
	path: string[],
	body: IDataObject,
): Promise<IDataObject[]> {
	const answer = await checkedBy(
		'To check, look at the components in ServiceOps: its API does not show them.',
		task.api.send({ method, path: ['api', 'v1', ...path], body }),
	);
	return [isRecord(answer.body) ? answer.body : {}];
}
