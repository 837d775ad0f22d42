import type { INodeProperties } from 'n8n-workflow';
import { choiceParameter } from '../parameters/choiceParameter';
import { writingOptionsForm } from '../parameters/options';
import { onChosenRecord, recordPicker } from '../parameters/record';
import { linkByKeys } from '../records/links';
import { RELATED, type Relation } from '../records/relations';
import { toKey } from '../records/reference';
import { resources, type Field } from '../resources';
import { asset } from '../resources/asset';
import type { RecordTask } from '../run/types';
import { withArticle } from '../values/article';
import { BadInput } from '../values/badInput';
import { byName, type Choice } from '../values/choice';
import { entered, namedIn, NAME_KEYS, toList, toText } from '../values/coerce';
import type { Operation } from './types';

type Target = Pick<RecordTask, 'resource' | 'type'>;

/** What can be linked, by its names in relations. */
const models: Array<Choice & { target: Target }> = resources
	.flatMap((resource) => {
		const { displayName, types: { options = [] } = {} } = resource;
		return options.flatMap((type) => {
			const name = options.length > 1 ? `${type.displayName} ${displayName}` : type.displayName;
			return type.relationModel
				? [{ name, value: type.relationModel, target: { resource, type } }]
				: [];
		});
	})
	.sort(byName);

const assetModel = choiceParameter(
	'destinationModel',
	'Asset Class',
	models,
	asset.types?.options[0]?.relationModel ?? '',
	'Class of the assets, or CI. Each item can link one class.',
);

const labels = { keys: 'Asset Keys', relation: 'Relation' };

const linkForm: INodeProperties[] = [
	assetModel.form,
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
		description: 'Type of the relation. Only "related" is documented.',
	},
];

const linkResult: Field[] = [
	{ name: 'linked', displayName: 'Linked', kind: 'list' },
	{ name: 'successIds', displayName: 'Success IDs', kind: 'list' },
];

export const linkAssets: Operation = {
	name: 'linkAssets',
	displayName: 'Link Assets',
	action: ({ noun }) => `Link assets to ${noun}`,
	description: ({ noun }) =>
		`Link assets or CIs to ${withArticle(noun)}. If one cannot be linked, none is.`,
	result: () => linkResult,
	form: (resource) => [recordPicker(resource), ...linkForm, writingOptionsForm()],
	run: async (task) => {
		const { relation, target } = readRelation(task);
		return [await onChosenRecord(task, async (id) => await linkByKeys(task, id, relation, target))];
	},
};

/** Assets and CIs are also given as the records that were read. */
const KEYS = [
	...resources.filter(({ linkedAs }) => linkedAs).map(({ keyField }) => keyField),
	'key',
];

function readRelation(task: RecordTask): { relation: Relation; target: Target } {
	const given = task.parameter('destinationNames', '');
	const keyIn = (entry: unknown) => namedIn(entry, [...KEYS, ...NAME_KEYS]);
	const names = Array.isArray(given) ? given.map(keyIn) : keyIn(given);
	const destinationNames = toList(labels.keys, names);
	if (destinationNames.length === 0) {
		throw new BadInput(`${labels.keys} is empty. Enter at least one key such as AST-1`);
	}
	const id = destinationNames.find((name) => /^\d+$/.test(name));
	if (id) throw new BadInput(`${labels.keys}: "${id}" is an ID. Enter keys such as AST-1`);
	const { value, target } = assetModel.read(task.parameter);
	const type = toText(labels.relation, entered(task.parameter('relationType', RELATED)) ?? RELATED);
	const keys = new Set(destinationNames.map((name) => toKey(target.resource, name)));
	const relation = { destinationModel: value, destinationNames: [...keys], type };
	return { relation, target };
}
