/** The server's lists of names: what a reference by name may name, with the ids that the search language wants. */

/** An entry of a list. */
export interface Entry {
	id: number;
	name: string;
	/** The name of the entry above it, where the list is a tree. */
	parent?: string;
}

const numbered = (names: string[], first = 1): Entry[] =>
	names.map((name, index) => ({ id: first + index, name }));

const CHANGE_STATUSES = numbered(
	[
		'Requested',
		'Req.Info',
		'Rejected',
		'Accepted',
		'In Progress',
		'Canceled',
		'Completed',
		'Pending',
		'Approved',
		'Backout',
		'Failed',
		'Closed',
	],
	20,
);

export const LEVELS = ['Low', 'Medium', 'High', 'Urgent'];
export const IMPACTS = ['Low', 'On Users', 'On Department', 'On Business'];

const LISTS: Record<string, Entry[]> = {
	requestStatus: numbered(['Open', 'In Progress', 'Pending', 'Resolved', 'Closed'], 9),
	changeStatus: CHANGE_STATUSES,
	releaseStatus: CHANGE_STATUSES,
	problemStatus: numbered(
		[
			'Open',
			'In Progress',
			'Pending On Requestor',
			'Pending in Approval',
			'Pending On Technician',
			'Resolved',
			'Closed',
		],
		40,
	),
	assetStatus: numbered(['In Use', 'In Stock', 'Missing', 'Retired', 'In Transit'], 60),
	ciStatus: numbered(['Operational', 'Non-Operational', 'In Maintenance', 'Retired'], 70),
	priority: numbered(LEVELS),
	urgency: numbered(LEVELS),
	impact: numbered(IMPACTS),
	department: numbered([
		'Department',
		'IT',
		'HR',
		'Finance',
		'Sales',
		'Operations',
		'Legal',
		'Example Department',
	]),
	location: numbered([
		'Head Office',
		'Asia',
		'Europe',
		'North America',
		'Data Center 1',
		'Example Location',
	]),
	category: numbered([
		'Incident Category',
		'Hardware',
		'Software',
		'Network',
		'Email',
		'Access',
		'SR Category',
		'Request',
		'Service Request',
		'Printer',
		'Security',
	]),
	group: numbered([
		'Service Desk',
		'Network Team',
		'Server Team',
		'Desktop Support',
		'Example Group',
	]),
	vendor: numbered(['Example Vendor', 'Lenovo', 'Dell', 'HP', 'Microsoft', 'Cisco']),
	product: numbered(['Example Product', 'ThinkPad T14', 'Latitude 5440', 'LaserJet Pro']),
	assetGroup: numbered(['Example Asset Group', 'Office Equipment', 'Servers']),
	ciGroup: numbered(['Example CI Group', 'Core Services']),
	businessService: numbered(['Example Business Service', 'E-Mail', 'ERP', 'Intranet']),
	softwareType: numbered([
		'Excluded',
		'Managed',
		'Freeware',
		'Prohibited',
		'Shareware',
		'Unidentified',
	]),
	softwareCategory: numbered([
		'Office',
		'Development',
		'Security',
		'Operating System',
		'Example Software Category',
	]),
	reasonType: numbered([
		'New Rollout',
		'Upgrade Existing',
		'New Implementation',
		'Technology Upgrade',
		'Configuration Update',
		'Maintenance Update',
	]),
	role: numbered(['Super Admin', 'Technician', 'Change Manager', 'Asset Manager']),
	service: numbered(['HW 1', 'New Laptop', 'Software Installation', 'File Restore'], 30),
	serviceCategory: numbered(['Hardware', 'Software', 'Backup', 'General']),
	company: numbered(['Example Company']),
	source: numbered(['External', 'Email', 'Phone', 'Portal', 'Chat', 'Walk-In', 'API']),
};

const INDEX = new Map(
	Object.entries(LISTS).map(([list, entries]) => [
		list,
		new Map(entries.map((entry) => [entry.name, entry.id])),
	]),
);

/** Which entries of the lists that are trees stand below which others. */
const PARENTS: Record<string, Record<string, string>> = {
	category: { Printer: 'Hardware', Email: 'Software', Security: 'Network', Access: 'Security' },
	department: { Finance: 'Department', Legal: 'Finance', Operations: 'IT' },
	serviceCategory: { Backup: 'Software' },
	location: { 'Head Office': 'Europe', 'Data Center 1': 'Head Office', 'Example Location': 'Asia' },
};
for (const [list, parents] of Object.entries(PARENTS)) {
	for (const entry of LISTS[list] ?? []) entry.parent = parents[entry.name];
}

/** All entries of a list. */
export function entriesOf(list: string): Entry[] {
	return LISTS[list] ?? [];
}

/** The id behind a name, if the list has it. */
export function idOf(list: string, name: unknown): number | undefined {
	return typeof name === 'string' ? INDEX.get(list)?.get(name) : undefined;
}

/** A node of a tree of types. */
export interface TypeNode extends Entry {
	children: TypeNode[];
}

type Tree = Record<string, string[] | Record<string, string[]>>;

const ASSET_TREE: Tree = {
	Hardware: {
		Monitor: [],
		Projector: [],
		Computer: ['Laptop', 'Desktop', 'Server'],
		Printer: [],
		'Network Device': ['Router', 'Switch'],
		'Mobile Phone': [],
	},
	Software: { OS: [], 'Office Suite': [], Database: [], Utility: [] },
	'Non IT': { Furniture: ['Chair', 'Desk'], Vehicle: [], Building: [] },
};
const CI_TREE: Tree = {
	'base ci': { Hardware: ['Laptops', 'Servers'], Software: ['Databases'], Service: [] },
};

function growTree(tree: Tree): TypeNode[] {
	let id = 0;
	const grow = (branch: Tree | string[]): TypeNode[] =>
		Array.isArray(branch)
			? branch.map((name) => ({ id: ++id, name, children: [] }))
			: Object.entries(branch).map(([name, below]) => ({
					id: ++id,
					name,
					children: grow(below),
				}));
	return grow(tree);
}

/** The asset types; the root decides the class of an asset. */
export const ASSET_TYPES = growTree(ASSET_TREE);

/** A whole path and the id of its last node. */
type TypePath = [path: string, id: number];

function pathsOf(nodes: TypeNode[], above: string[] = []): TypePath[] {
	return nodes.flatMap(({ id, name, children }): TypePath[] => {
		const path = [...above, name];
		return [[path.join('$'), id], ...pathsOf(children, path)];
	});
}

const TYPE_PATHS = new Map([
	['assetType', new Map(pathsOf(ASSET_TYPES))],
	['ciType', new Map(pathsOf(growTree(CI_TREE)))],
]);

/** The stored spelling of a type path such as `hardware$computer`, whatever its case. */
export function typePath(list: string, path: string): string | undefined {
	const wanted = path.toLowerCase();
	return [...(TYPE_PATHS.get(list)?.keys() ?? [])].find((known) => known.toLowerCase() === wanted);
}

/** The id of a type by its stored path. */
export function typeId(list: string, path: unknown): number | undefined {
	return typeof path === 'string' ? TYPE_PATHS.get(list)?.get(path) : undefined;
}

/** The id that the search language wants for a name in a list or a tree of types. */
export function referenceId(list: string, name: unknown): number | undefined {
	return idOf(list, name) ?? typeId(list, name);
}
