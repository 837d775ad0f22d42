import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { listSearch, resourceMapping } from './editor/index';
import { explainNoAction, findAction, properties, subtitle } from './operations';
import { runItems } from './run/runItems';
import { connectItems } from './transport/connectItems';
import { DRY_RUN_NOTE, MAX_CONCURRENCY, readDryRun, readOptions } from './parameters/options';
import { textOf } from './values/json';

export class ServiceOps implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ServiceOps',
		name: 'serviceOps',
		icon: {
			light: 'file:../../icons/serviceOps.svg',
			dark: 'file:../../icons/serviceOps.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle,
		description: 'Work with requests, assets, changes and other records in Motadata ServiceOps',
		defaults: { name: 'ServiceOps' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'serviceOpsOAuthApi', required: true }],
		properties,
	};

	methods = { listSearch, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		if (items.length === 0) return [[]];
		const chosen = (name: string) => textOf(this.getNodeParameter(name, 0, ''));
		const names = { resource: chosen('resource'), operation: chosen('operation') };
		const action = findAction(names);
		if (!action) throw new NodeOperationError(this.getNode(), explainNoAction(names));
		const { concurrency, timeoutMs } = readOptions(this);
		const atATime = concurrency ?? MAX_CONCURRENCY;
		// Items and the pages of their lists share the limit of requests in flight.
		const pagesInFlight = Math.max(1, Math.floor(atATime / items.length));
		const apiOf = await connectItems(this, items.length, {
			timeoutMs,
			pagesInFlight,
			maxInFlight: concurrency,
		});

		const results = await runItems(this, {
			work: async (task) => await action.run(task),
			apiOf,
			concurrency: atATime,
			isDryRun: readDryRun,
		});
		if (results.some(({ json }) => json.dryRun === true)) {
			this.addExecutionHints?.({ message: DRY_RUN_NOTE, type: 'info', location: 'outputPane' });
		}
		return [results];
	}
}
