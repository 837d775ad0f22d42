import type { IDataObject } from 'n8n-workflow';
import { optionsForm } from '../parameters/options';
import { checkServer } from '../records/serverCheck';
import type { Field } from '../resources';
import type { Module } from './types';

const checkResult: Field[] = [
	{ name: 'check', displayName: 'Check', kind: 'text' },
	{ name: 'result', displayName: 'Result', kind: 'text' },
	{ name: 'meaning', displayName: 'Meaning', kind: 'text' },
	{ name: 'technical', displayName: 'Technical', kind: 'text' },
];

/** Reports how the connected server behaves, with a verdict for each question. */
export const serverCheck: Module = {
	name: 'server',
	displayName: 'Server',
	actions: [
		{
			name: 'check',
			displayName: 'Check',
			action: 'Check server',
			description: 'Report how this server behaves. Only reads, and reveals no record.',
			result: checkResult,
			form: [optionsForm()],
			run: async ({ api }) =>
				await api.once('server check', async (): Promise<IDataObject[]> => await checkServer(api)),
		},
	],
};
