import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { writingOptionsForm } from '../parameters/options';
import { onChosenRecord, recordPicker } from '../parameters/record';
import { resources, type Field } from '../resources';
import { asset } from '../resources/asset';
import type { RecordTask } from '../run/types';
import { Rejected } from '../transport/errors';
import { isPathUnknown } from '../transport/notThere';
import { withArticle } from '../values/article';
import { BadInput } from '../values/badInput';
import { toChoice, type Choice } from '../values/choice';
import { entered, toList, toText } from '../values/coerce';
import { isRecord } from '../values/json';
import type { Operation } from './types';

/** What can be linked, by its names in relations. */
const models: Choice[] = resources
	.flatMap(({ displayName, types: { options = [] } = {} }) =>
		options.flatMap((type) => {
			const name = options.length > 1 ? `${type.displayName} ${displayName}` : displayName;
			return type.relationModel ? [{ name, value: type.relationModel }] : [];
		}),
	)
	.sort((a, b) => a.name.localeCompare(b.name));

const defaultModel = asset.types?.options[0]?.relationModel ?? '';
const RELATED = 'related';

const labels = { model: 'Asset Class', keys: 'Asset Keys', relation: 'Relation' };

const form: INodeProperties[] = [
	{
		displayName: labels.model,
		name: 'destinationModel',
		type: 'options',
		options: models,
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
	form: (resource) => [recordPicker(resource), ...form, writingOptionsForm()],
	run: async (task) => {
		const relation = readRelation(task);
		const answer = await onChosenRecord(task, async (id) => {
			const path = [...task.resource.path, id, 'relation', 'bulk', 'create'];
			return await sendRelation(task, path, { ...relation });
		});
		checkFailures(answer, relation.destinationNames);
		return [{ linked: relation.destinationNames, ...(isRecord(answer) ? answer : {}) }];
	},
};

/** The relation to make, by its names on the wire. */
interface Relation {
	destinationModel: string;
	/** Keys of what is linked. */
	destinationNames: string[];
	type: string;
}

function readRelation(task: RecordTask): Relation {
	const destinationNames = toList(labels.keys, task.parameter('destinationNames', ''));
	if (destinationNames.length === 0) {
		throw new BadInput(`${labels.keys} is empty. Enter at least one key such as AST-1`);
	}
	const id = destinationNames.find((name) => /^\d+$/.test(name));
	if (id) throw new BadInput(`${labels.keys}: "${id}" is an ID. Enter keys such as AST-1`);
	const model = toChoice(labels.model, models, task.parameter('destinationModel'));
	const type = toText(labels.relation, entered(task.parameter('relationType', RELATED)) ?? RELATED);
	return { destinationModel: model.value, destinationNames, type };
}

/** The page that documents relations gives two addresses: one in its heading, one in its examples (assets.md section 9). */
async function sendRelation(
	{ api, resource }: RecordTask,
	path: string[],
	body: IDataObject,
): Promise<unknown> {
	const howToCheck = `To check, open the ${resource.noun} in ServiceOps: its API does not show relations.`;
	const request = { method: 'POST' as const, body, howToCheck };
	const elsewhere = `relations under analytics: ${resource.name}`;
	if (!api.known.has(elsewhere)) {
		const answer = await api.send({ ...request, path: ['api', 'v1', ...path] }, isPathUnknown);
		if (!isPathUnknown(answer)) return answer.body;
	}
	const answer = await api.send({ ...request, path: ['api', 'analytics', 'v1', ...path] });
	api.known.add(elsewhere);
	return answer.body;
}

/** @throws Rejected when something could not be linked: in that case nothing is */
function checkFailures(answer: unknown, asked: string[]): void {
	const failed = isRecord(answer) && Array.isArray(answer.failerIds) ? answer.failerIds : [];
	if (failed.length === 0) return;
	throw new Rejected(
		`Nothing was linked: ServiceOps cannot link ${failed.join(', ')} (requested: ${asked.join(', ')})`,
		{
			description:
				'Assets and CIs that do not exist, are archived or are still in stage cannot be linked. If one cannot, none is.',
		},
	);
}
