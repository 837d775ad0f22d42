import { UserError, type IDataObject } from 'n8n-workflow';
import type { Field } from '../resources';
import { isPathUnknown } from '../transport/notThere';
import { isRecord } from '../values/json';
import { writingOptionsForm } from '../parameters/options';
import type { Operation } from './types';
import { entered, toList, toText } from '../values/coerce';
import { toChoice } from '../values/choice';
import { type RecordTask } from '../run/types';
import { recordPicker } from '../parameters/record';
import { chosenRecord } from '../parameters/record';
import { checkedBy } from '../records/legacy';

/** The kinds of things that can be linked, by their names in relations (assets.md section 9). */
const models = [
	{ name: 'CI', value: 'cmdb' },
	{ name: 'Hardware Asset', value: 'asset_hardware' },
	{ name: 'Non-IT Asset', value: 'asset_non_it' },
	{ name: 'Software Asset', value: 'asset_software' },
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
		`Relate assets or CIs to a ${noun}: all of them, or none if one cannot be linked`,
	result: () => result,
	form: (resource) => [
		recordPicker(resource),
		{
			displayName: 'Kind',
			name: 'destinationModel',
			type: 'options',
			options: models,
			default: 'asset_hardware',
			description: 'What kind of things to link; one kind at a time',
		},
		{
			displayName: 'Keys',
			name: 'destinationNames',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. AST-1, AST-2',
			description:
				'Keys of the assets or CIs, separated by commas, or an array of texts. Not their IDs.',
		},
		{
			displayName: 'Relation',
			name: 'relationType',
			type: 'string',
			default: 'related',
			placeholder: 'e.g. related',
			description: 'How they are related. The API documentation shows only "related".',
		},
		writingOptionsForm(),
	],
	run: async (job) => {
		const names = toList('Keys', job.parameter('destinationNames', ''));
		if (names.length === 0)
			throw new UserError('Keys is empty. Enter at least one key such as AST-1');
		const bare = names.find((name) => /^\d+$/.test(name));
		if (bare) throw new UserError(`Keys: "${bare}" is an ID. Relations take keys such as AST-1`);
		const { value: destinationModel } = toChoice('Kind', models, job.parameter('destinationModel'));
		const type = toText('Relation', entered(job.parameter('relationType', 'related')) ?? 'related');
		const id = await chosenRecord(job);

		const path = [...job.resource.path, id, 'relation', 'bulk', 'create'];
		const answer = await checkedBy(
			`To check, open the ${job.resource.noun} in ServiceOps: its API does not show relations.`,
			sendRelations(job, path, { destinationModel, destinationNames: names, type }),
		);
		const failed = isRecord(answer) && Array.isArray(answer.failerIds) ? answer.failerIds : [];
		if (failed.length > 0) {
			throw new UserError(
				`Nothing was linked: ServiceOps cannot link ${failed.join(', ')} (asked for ${names.join(', ')})`,
				{
					description:
						'Assets and CIs that are missing, archived or in stage cannot be linked. If one cannot, none is.',
				},
			);
		}
		return [{ linked: names, ...(isRecord(answer) ? answer : {}) }];
	},
};

/** The page that documents relations gives two addresses: one in its heading, one in its examples (assets.md section 9). */
async function sendRelations(job: RecordTask, path: string[], body: IDataObject): Promise<unknown> {
	const { api, resource } = job;
	const elsewhere = `relations under analytics: ${resource.name}`;
	if (!api.known.has(elsewhere)) {
		const answer = await api.send(
			{ method: 'POST', path: ['api', 'v1', ...path], body },
			isPathUnknown,
		);
		if (!isPathUnknown(answer)) return answer.body;
	}
	const answer = await api.send({
		method: 'POST',
		path: ['api', 'analytics', 'v1', ...path],
		body,
	});
	api.known.add(elsewhere);
	return answer.body;
}
