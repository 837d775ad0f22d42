import { modules } from '../../nodes/ServiceOps/operations';
import { table } from './markdown';

/** What each resource is good for, in the table of the README; by the name in the form's Resource parameter. */
const purposes: Record<string, string> = {
	request: 'Open, update and close incidents',
	serviceRequest: 'Order from the service catalog, and follow the order',
	change: 'Plan changes, wait for approval, move them on',
	problem: 'Track the root cause behind several requests',
	release: 'Plan and follow releases',
	asset: 'Keep hardware, software and non-IT assets in sync with other inventories',
	component: 'Keep the parts of a hardware asset, such as disks and memory',
	ci: 'Keep the CMDB in sync',
	conversation: 'Add notes, reply to the requester, read what was said',
	attachment: 'Upload files to records, download those on them',
	requester: 'Manage the people who ask for help',
	technician: 'Manage the people who help',
	server: 'Report how your server handles what the API documentation leaves open',
	api: 'Call anything else that your server offers',
};

/**
 * The table of what the node can do.
 *
 * @throws Error when a resource has no purpose here
 */
export const operationsTable = (): string =>
	table(
		['Resource', 'What for', 'Operations'],
		modules.map(({ name, displayName, actions }) => {
			const purpose = purposes[name];
			if (purpose === undefined) throw new Error(`Say in readmeTable.ts what ${name} is for`);
			return [displayName, purpose, actions.map((action) => action.displayName).join(', ')];
		}),
	).join('\n');
