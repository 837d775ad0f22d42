import { modules } from '../../nodes/ServiceOps/operations';
import { table } from './markdown';

/** What each resource is good for, in the order of the table; by the name in the form's Resource parameter. */
const purposes: Record<string, string> = {
	request: 'Open, update, close and count incidents',
	serviceRequest: 'Order from the service catalog, and follow the order',
	conversation: 'Add notes, reply to the requester, read what was said',
	attachment: 'Upload files to records, list and download those on them',
	change: 'Plan changes, wait for approval, move them on',
	problem: 'Track the root cause behind several requests',
	release: 'Plan and follow releases',
	asset: 'Keep hardware, software and non-IT assets in sync with other inventories',
	component: 'Keep the parts of a hardware asset, such as disks and memory',
	ci: 'Keep the CMDB in sync',
	requester: 'Manage the people who ask for help',
	technician: 'Manage the people who help',
	server: 'See what works with your server and account; it only reads',
	api: 'Call anything else that your server offers',
};

const order = Object.keys(purposes);

/**
 * The table of what the node can do.
 *
 * @throws Error when a resource has no purpose here
 */
export const operationsTable = (): string =>
	table(
		['Resource', 'What for', 'Operations'],
		[...modules]
			.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
			.map(({ name, displayName, actions }) => {
				const purpose = purposes[name];
				if (purpose === undefined) throw new Error(`Say in readmeTable.ts what ${name} is for`);
				return [displayName, purpose, actions.map((action) => action.displayName).join(', ')];
			}),
	).join('\n');
