import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { bodyParameters, toBody, withType } from '../parameters/body';
import { choiceParameter } from '../parameters/choiceParameter';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { writingOptionsForm } from '../parameters/options';
import { onChosenRecord, readType, recordPicker, typePicker } from '../parameters/record';
import {
	component as table,
	componentHome,
	componentOwners,
	ID_IN_PATH,
} from '../resources/component';
import { wholeRecord } from '../resources/recordFields';
import type { Task } from '../run/types';
import { BadInput } from '../values/badInput';
import { toIdText } from '../values/coerce';
import { isRecord, toObject } from '../values/json';
import type { Action, Module } from './types';

const ID_LABEL = 'Component ID';

const owner = choiceParameter(
	'partOf',
	'Belongs To',
	componentOwners,
	componentHome.resource.name,
	'What the component is part of',
);

const componentId: INodeProperties = {
	displayName: ID_LABEL,
	name: 'componentId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 3',
	description: 'ID of the component itself, not of its asset or CI',
};

const fieldsForm = (displayName: string, name: string): INodeProperties => ({
	displayName,
	name,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'Details of the component',
	options: bodyParameters(table, table.fields),
});

const create: Action = {
	name: 'create',
	displayName: 'Create',
	action: 'Create hardware component',
	description: 'Add a hardware component to a hardware asset',
	result: wholeRecord(table),
	form: [
		{
			...recordPicker(componentHome.resource, 'searchAssets'),
			displayName: componentHome.displayName,
		},
		...typePicker(table),
		fieldsForm('Additional Fields', 'additionalFields'),
		...mappedFieldsForm(table),
		writingOptionsForm(),
	],
	run: async (task) => {
		const body = readComponent(task, 'additionalFields');
		const { resource, type, path } = componentHome;
		return await onChosenRecord(
			{ ...task, resource, type },
			async (id) => await sendComponent(task, 'POST', toPathOf(path, id), body),
		);
	},
};

const update: Action = {
	name: 'update',
	displayName: 'Update',
	action: 'Update hardware component',
	description: 'Update a hardware component of a hardware asset or CI',
	result: wholeRecord(table),
	form: [
		owner.form,
		componentId,
		...typePicker(table),
		fieldsForm('Update Fields', 'updateFields'),
		...mappedFieldsForm(table),
		writingOptionsForm(),
	],
	run: async (task) => {
		const body = readComponent(task, 'updateFields');
		const id = toIdText(ID_LABEL, task.parameter(componentId.name, ''));
		const { path } = owner.read(task.parameter);
		return await sendComponent(task, 'PATCH', toPathOf(path, id), body);
	},
};

/** The parts of a computer: they can be added and changed, but not read. */
export const component: Module = {
	name: table.name,
	displayName: table.displayName,
	actions: [create, update],
};

/** @throws BadInput when no field was set */
function readComponent(task: Task, parameter: string): IDataObject {
	const type = readType(table, task);
	const values = withMappedFields(task, toObject('Fields', task.parameter(parameter, {})));
	const body = toBody({ resource: table, type, zone: task.zone }, table.fields, values);
	if (Object.keys(body).length === 0) {
		throw new BadInput('There is nothing to send. Set at least one field');
	}
	return withType(type, body);
}

const toPathOf = (path: string[], id: string): string[] =>
	path.map((segment) => (segment === ID_IN_PATH ? id : segment));

async function sendComponent(
	{ api }: Task,
	method: 'POST' | 'PATCH',
	path: string[],
	body: IDataObject,
): Promise<IDataObject[]> {
	const howToCheck = 'To check, look at the components in ServiceOps: its API does not show them.';
	const answer = await api.send({ method, path, body, howToCheck });
	return [isRecord(answer.body) ? answer.body : {}];
}
