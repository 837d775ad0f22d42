import type { INodeProperties } from 'n8n-workflow';
import { writingOptionsForm } from '../parameters/options';
import { onChosenRecord, recordPicker } from '../parameters/record';
import { relate, RELATED, type Relation } from '../records/relations';
import { toKey } from '../records/reference';
import { resources, type Field, type Resource } from '../resources';
import { asset } from '../resources/asset';
import type { RecordTask } from '../run/types';
import { withArticle } from '../values/article';
import { BadInput } from '../values/badInput';
import { toChoice, type Choice } from '../values/choice';
import { entered, toList, toText } from '../values/coerce';
import type { Operation } from './types';

/** What can be linked, by its names in relations. */
const models: Array<Choice & { of: Resource }> = resources
	.flatMap((of) => {
		const { displayName, types: { options = [] } = {} } = of;
		return options.flatMap((type) => {
			const name = options.length > 1 ? `${type.displayName} ${displayName}` : type.displayName;
			return type.relationModel ? [{ name, value: type.relationModel, of }] : [];
		});
	})
	.sort((a, b) => a.name.localeCompare(b.name));

const defaultModel = asset.types?.options[0]?.relationModel ?? '';

const labels = { model: 'Asset Class', keys: 'Asset Keys', relation: 'Relation' };

const linkForm: INodeProperties[] = [
	{
		displayName: labels.model,
		name: 'destinationModel',
		type: 'options',
		options: models.map(({ name, value }) => ({ name, value })),
		default: defaultModel,
		description: 'Class of the assets to link, or CI. Each item can link one class.',
	},
	{
		displayName: labels.keys,
		name: 'destinationNames',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. AST-1, AST-2',
		description: 'Comma-separated keys of the assets or CIs (not IDs), or an array of strings',
	},
	{
		displayName: labels.relation,
		name: 'relationType',
		type: 'string',
		default: RELATED,
		placeholder: 'e.g. related',
		description: 'How they are related. The API documentation only shows "related".',
	},
];

const result: Field[] = [
	{ name: 'linked', displayName: 'Linked', kind: 'list' },
	{ name: 'successIds', displayName: 'Success IDs', kind: 'list' },
];

export const linkAssets: Operation = {
	name: 'linkAssets',
	displayName: 'Link Assets',
	action: ({ noun }) => `Link assets to ${noun}`,
	description: ({ noun }) =>
		`Link assets or CIs to ${withArticle(noun)}. If one cannot be linked, none is.`,
	result: () => result,
	form: (resource) => [recordPicker(resource), ...linkForm, writingOptionsForm()],
	run: async (task) => {
		const relation = readRelation(task);
		const answer = await onChosenRecord(task, async (id) => await relate(task, id, relation));
		return [{ linked: relation.destinationNames, ...answer }];
	},
};

function readRelation(task: RecordTask): Relation {
	const destinationNames = toList(labels.keys, task.parameter('destinationNames', ''));
	if (destinationNames.length === 0) {
		throw new BadInput(`${labels.keys} is empty. Enter at least one key such as AST-1`);
	}
	const id = destinationNames.find((name) => /^\d+$/.test(name));
	if (id) throw new BadInput(`${labels.keys}: "${id}" is an ID. Enter keys such as AST-1`);
	const model = toChoice(labels.model, models, task.parameter('destinationModel'));
	const type = toText(labels.relation, entered(task.parameter('relationType', RELATED)) ?? RELATED);
	const keys = new Set(destinationNames.map((name) => toKey(model.of, name)));
	return { destinationModel: model.value, destinationNames: [...keys], type };
}
