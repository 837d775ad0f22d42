/** A believable service desk. All times lie in the past and are the same on every start. */
import type { Fields } from './fields';
import { ASSET_CLASSES, MODULES, REQUEST } from './modules';
import { entriesOf } from './references';
import type { Row, Store, Table } from './store';
import { insert, tableOf } from './store';

const HOUR = 3_600_000;
const START = Date.UTC(2025, 5, 2, 8, 0);

/** Fills an empty server. */
export function seed(store: Store): void {
	seedUsers(store);
	seedTickets(store);
	seedChanges(store);
	seedProblemsAndReleases(store);
	seedAssets(store);
	seedCis(store);
	seedConversations(store);
	store.relations.next = 3;
}

/** The entry of a list for a running number: the same for every run, and spread over the list. */
function pick<T>(list: readonly T[], at: number): T {
	const entry = list[at % list.length];
	if (entry === undefined) throw new Error('An empty list has nothing to pick from');
	return entry;
}

const names = (list: string) => entriesOf(list).map(({ name }) => name);

// ---- users ----------------------------------------------------------------------------------------------------

const TECHNICIANS = [
	['Technician One', 'technician'],
	['Technician Two', 'technician2'],
	['Manager One', 'manager'],
	['Engineer One', 'engineer'],
	['Quality One', 'qa'],
	['Reviewer One', 'reviewer'],
	['Automation', 'automation'],
] as const;
const REQUESTERS = [
	['Requester One', 'requester'],
	['Requester Two', 'requester2'],
	['Anna Muster', 'anna'],
	['Bilal Sample', 'bilal'],
	['Chen Example', 'chen'],
	['Dora Beispiel', 'dora'],
	['Emil Exemple', 'emil'],
] as const;

function seedUsers(store: Store): void {
	TECHNICIANS.forEach(([name, account], at) => {
		insert(
			tableOf(store, 'technician'),
			{
				name,
				email: `${account}@example.com`,
				userLogOnName: `${account}.logon`,
				contactNo: '0000000001',
				roles: [at === 0 ? 'Super Admin' : 'Technician'],
				accessLevel: 'global_access',
				supportLevel: [`tier${(at % 4) + 1}`],
				departmentName: 'IT',
				locationName: 'Head Office',
				verified: true,
			},
			START,
		);
	});
	REQUESTERS.forEach(([name, account], at) => {
		insert(
			tableOf(store, 'requester'),
			{
				name,
				email: `${account}@example.com`,
				userLogOnName: `${account}.logon`,
				contactNo: '0000000002',
				departmentName: pick(names('department'), at + 1),
				locationName: pick(names('location'), at),
				vipRequester: at === 0,
				verified: true,
			},
			START,
		);
	});
}

/** E-mail and name of a requester, as a ticket holds them. */
function from(at: number): Fields {
	const [name, account] = pick(REQUESTERS, at);
	return { requesterEmail: `${account}@example.com`, requesterName: name };
}

const madeBy = (name: string): Fields => ({ createdByName: name, updatedByName: name });

// ---- requests -------------------------------------------------------------------------------------------------

type Subject = [subject: string, category: string, tag: string];

const SUBJECTS: Subject[] = [
	['VPN disconnects every few minutes', 'Network', 'vpn'],
	['Laptop does not start', 'Hardware', 'laptop'],
	['Outlook asks for the password again and again', 'Email', 'outlook'],
	['Printer on floor 3 prints blank pages', 'Printer', 'printer'],
	['Access to the finance share', 'Access', 'access'],
	['Teams calls have no sound', 'Software', 'teams'],
	['Second monitor stays black', 'Hardware', 'monitor'],
	['Wi-Fi is slow in meeting room Aurora', 'Network', 'wifi'],
	['Phishing mail reported', 'Security', 'phishing'],
	['Excel closes when a large file is opened', 'Software', 'office'],
	['Password reset for the ERP system', 'Access', 'erp'],
	['Keyboard: key "ü" is stuck', 'Hardware', 'keyboard'],
	['Critical: ERP is down for all users', 'Software', 'erp'],
	['Mailbox is full', 'Email', 'mailbox'],
	['New employee needs an account', 'Access', 'onboarding'],
	['Docking station is not recognised', 'Hardware', 'docking'],
	['Backup of file server failed', 'Software', 'backup'],
	['Cannot reach the intranet from home', 'Network', 'vpn'],
	['Mouse wheel is broken', 'Hardware', 'mouse'],
	['Virus scanner reports an outdated signature', 'Security', 'antivirus'],
];
const OLDEST_REQUEST = 2;
const SEEDED_REQUESTS = 60;
/** Numbers and ids are counted apart: request 65 is INC-84 here. */
const NUMBER_AHEAD = 19;

function seedTickets(store: Store): void {
	const table = tableOf(store, 'request');
	for (let at = 0; at < SEEDED_REQUESTS; at++) insertRequest(table, at, OLDEST_REQUEST + at);
	insert(
		table,
		{
			...REQUEST.defaults,
			...from(0),
			...madeBy('Technician One'),
			subject: 'Email Server is Down',
			description: 'Nobody receives mail.',
			priorityName: 'Urgent',
			urgencyName: 'Urgent',
			impactName: 'On Business',
			categoryName: 'Email',
			assigneeEmail: 'technician@example.com',
		},
		START + 90 * HOUR,
		{ id: 104, number: 104 },
	);
	table.numbers.next = 130;
}

/** Every tenth seeded ticket is a service request: they share ids and numbers with requests. */
function insertRequest(table: Table, at: number, id: number, everyMs = HOUR): Row {
	const [subject, category, tag] = pick(SUBJECTS, at);
	const createdTime = START + at * everyMs;
	const status = pick(names('requestStatus'), at);
	const isDone = status === 'Resolved' || status === 'Closed';
	const isService = at % 10 === 9;
	const fields: Fields = {
		...REQUEST.defaults,
		...from(at),
		...madeBy('Automation'),
		subject: at < SUBJECTS.length ? subject : `${subject} (${pick(names('location'), at)})`,
		description: `${subject}. Please help.`,
		statusName: status,
		priorityName: pick(names('priority'), at),
		urgencyName: pick(names('urgency'), at + 1),
		impactName: pick(names('impact'), Math.floor(at / 3)),
		categoryName: isService ? 'SR Category' : category,
		departmentName: pick(names('department'), at + 1),
		locationName: pick(names('location'), at),
		source: pick(['Email', 'External', 'Portal'], at),
		dueBy: createdTime + 48 * HOUR,
	};
	if (at % 3 !== 0) fields.assigneeEmail = `${pick(TECHNICIANS, at % 2)[1]}@example.com`;
	if (at % 2 === 0) fields.technicianGroupName = pick(names('group'), at / 2);
	if (at % 4 === 0) fields.tags = [tag];
	if (isDone) fields.resolvedTime = createdTime + 5 * HOUR;
	if (isService) {
		fields.serviceName = 'HW 1';
		fields.serviceCategoryName = 'Hardware';
	}
	const number = id + NUMBER_AHEAD;
	return insert(table, fields, createdTime, {
		id,
		number,
		updatedTime: createdTime + (isDone ? 5 * HOUR : 0),
		...(isService ? { key: `SR-${number}` } : {}),
	});
}

/** Replaces the requests by so many generated ones, with ids from 1. */
export function replaceRequests(store: Store, count: number): void {
	const table = tableOf(store, 'request');
	table.rows.clear();
	table.version++;
	for (let at = 0; at < count; at++) insertRequest(table, at, at + 1, 1000);
	table.ids.next = count + 1;
	table.numbers.next = count + NUMBER_AHEAD + 1;
}

// ---- changes, problems, releases ------------------------------------------------------------------------------

function defaultsOf(name: string): Fields {
	return { ...MODULES.find((module) => module.name === name)?.defaults };
}

const CHANGES = [
	'Upgrade the firewall firmware',
	'Replace the core switch in Data Center 1',
	'Move mailboxes to the new server',
	'Renew the TLS certificate of the intranet',
	'Add memory to db-01',
	'Patch day: Windows servers',
	'Introduce two-factor login for VPN',
	'Retire the old file server',
	'Extend the Wi-Fi in Building B',
	'Update the ERP test system',
];

function seedChanges(store: Store): void {
	const table = tableOf(store, 'change');
	const closed: Fields = {
		...defaultsOf('change'),
		...madeBy('Technician One'),
		...from(0),
		assigneeEmail: 'technician@example.com',
		statusName: 'Closed',
		subject: 'Need to Change the RAM',
		description: 'Need to Change the RAM',
		riskType: 'Low',
		startDate: 1754571660000,
		endDate: 1755176460000,
		approvalStatus: 'pre_approved',
	};
	insert(table, { ...closed }, 1754564807817, { id: 1, number: 1, updatedTime: 1754570135189 });
	insert(
		table,
		{ ...closed, impactName: 'On Users', resolutionTimeDuration: '42 sec' },
		1754571704922,
		{ id: 2, number: 2, updatedTime: 1754571747776 },
	);
	CHANGES.forEach((subject, at) => {
		const createdTime = START + at * 24 * HOUR;
		insert(
			table,
			{
				...defaultsOf('change'),
				...madeBy('Technician Two'),
				...from(at),
				subject,
				description: `${subject}, in the usual window.`,
				statusName: pick(names('changeStatus'), at),
				priorityName: pick(names('priority'), at),
				impactName: pick(names('impact'), at),
				riskType: pick(['Low', 'Medium', 'High'], at),
				changeType: pick(['Minor', 'Standard', 'Significant', 'Major', 'Emergency'], at),
				targetEnvironment: pick(['Production', 'Development', 'Test'], at),
				categoryName: pick(['Hardware', 'Network', 'Software'], at),
				startDate: createdTime + 48 * HOUR,
				endDate: createdTime + 52 * HOUR,
				approvalStatus: 'pending',
				...(at % 2 === 0 ? { assigneeEmail: 'technician2@example.com' } : {}),
			},
			createdTime,
			{ number: 7 + at },
		);
	});
}

function seedProblemsAndReleases(store: Store): void {
	['Recurring disk failures', 'VPN gateway runs out of memory', 'Mail loops'].forEach(
		(subject, at) => {
			insert(
				tableOf(store, 'problem'),
				{
					...defaultsOf('problem'),
					...madeBy('Technician One'),
					...from(at),
					subject,
					description: `${subject}: root cause wanted.`,
					priorityName: pick(names('priority'), at + 1),
					knownError: at === 0,
				},
				START + at * HOUR,
				{ number: 4 + at },
			);
		},
	);
	for (let id = 5; id <= 9; id++) {
		const startDate = 1780034400000 + id * HOUR;
		insert(
			tableOf(store, 'release'),
			{
				...defaultsOf('release'),
				...madeBy('Technician One'),
				...from(id),
				subject: `New Software Release v8.7.${id - 5}`,
				description: 'Quarterly release',
				riskTypeName: 'Low',
				releaseTypeName: 'Minor',
				startDate,
				endDate: startDate + 24 * HOUR,
			},
			START + id * HOUR,
			{ id, number: id },
		);
	}
}

// ---- assets and CIs -------------------------------------------------------------------------------------------

const FIRST_ASSET = Date.UTC(2020, 9, 19, 11, 23);

function seedAssets(store: Store): void {
	const [hardware, software, other] = ASSET_CLASSES.map(({ name }) => tableOf(store, name));
	if (!hardware || !software || !other) throw new Error('A class of assets is missing');
	const common = { impactName: 'Low', statusName: 'In Use', origin: 'manual' };
	const documented = { ...common, acquitionDate: '15-08-2020', tags: ['tag-1', 'tag-2'] };
	// The two documented assets: both have id 1, in two classes.
	insert(
		hardware,
		{
			...documented,
			name: 'Hardware Asset Name',
			assetTypeName: 'Hardware$Computer',
			customField: { 'hardware-textbox': 'hardware-text', number: 1 },
			assetPropertyList: [{ type: 'ComputerProperty', osName: 'Windows 10' }],
		},
		FIRST_ASSET,
		{ number: 1 },
	);
	insert(
		hardware,
		{ ...common, name: 'LAPTOP-0002', assetTypeName: 'Hardware$Computer$Laptop' },
		FIRST_ASSET + HOUR,
		{ number: 2 },
	);
	insert(
		software,
		{
			...documented,
			name: 'Software Asset Name',
			assetTypeName: 'Software$OS',
			customField: { 'software-textbox': 'software-text', number: 2 },
		},
		FIRST_ASSET + 2 * HOUR,
		{ number: 3 },
	);
	for (let at = 3; at <= 30; at++) seedHardware(hardware, at, common);
	const programs = ['Office Suite', 'Database Server', 'PDF Editor', 'Image Tool', 'VPN Client'];
	for (let at = 2; at <= 12; at++) {
		insert(
			software,
			{
				...common,
				name: `Example ${pick(programs, at)} ${at}`,
				assetTypeName: pick(['Software$Office Suite', 'Software$Database', 'Software$Utility'], at),
				swTypeName: pick(names('softwareType'), at),
				version: `${at}.0`,
				installationStatus: at % 2 === 0,
				assetPropertyList: [{ type: 'SoftwareProperty', softwareCost: at * 50 }],
			},
			FIRST_ASSET + at * 24 * HOUR,
		);
	}
	for (let at = 1; at <= 8; at++) {
		insert(
			other,
			{
				...common,
				name: `${pick(['Chair', 'Desk', 'Company car'], at)} ${at}`,
				assetTypeName: pick(
					['Non IT$Furniture$Chair', 'Non IT$Furniture$Desk', 'Non IT$Vehicle'],
					at,
				),
				locationName: pick(names('location'), at),
			},
			FIRST_ASSET + at * 24 * HOUR,
		);
	}
	insert(
		tableOf(store, 'component'),
		{
			type: 'Computer System',
			componentType: 'computer_system_component',
			computerSystemName: 'EXAMPLE-PC',
		},
		FIRST_ASSET,
		{ id: 3, parentId: 1 },
	);
}

function seedHardware(table: Table, at: number, common: Fields): void {
	const [prefix, type] = pick(
		[
			['LAPTOP', 'Hardware$Computer$Laptop'],
			['DESKTOP', 'Hardware$Computer$Desktop'],
			['SERVER', 'Hardware$Computer$Server'],
			['MONITOR', 'Hardware$Monitor'],
			['PRINTER', 'Hardware$Printer'],
		] as const,
		at,
	);
	const number = String(at).padStart(4, '0');
	const isComputer = type.includes('Computer');
	insert(
		table,
		{
			...common,
			name: `${prefix}-${number}`,
			assetTypeName: type,
			statusName: pick(names('assetStatus'), Math.floor(at / 2)),
			locationName: pick(names('location'), at),
			departmentName: pick(names('department'), at),
			vendorName: pick(names('vendor'), at),
			...(at % 2 === 0 ? { usedByEmail: from(at).requesterEmail } : {}),
			...(isComputer ? { hostName: `${prefix}-${number}`, ipAddress: `192.0.2.${at}` } : {}),
			assetPropertyList: [
				{ type: 'HardwareProperty', serialNumber: `SN-EXAMPLE-${number}` },
				...(isComputer ? [{ type: 'ComputerProperty', osName: 'Windows 11' }] : []),
			],
		},
		FIRST_ASSET + at * 24 * HOUR,
	);
}

function seedCis(store: Store): void {
	const first = Date.UTC(2025, 5, 1, 20, 43);
	for (let id = 1; id <= 14; id++) {
		const name = id === 2 ? 'EXAMPLE-WIN10' : `EXAMPLE-CI-${id}`;
		insert(
			tableOf(store, 'ci'),
			{
				...defaultsOf('ci'),
				type: 'CI',
				name,
				ciTypeName: 'base ci$Hardware$Laptops',
				impactName: 'On Users',
				origin: 'agent',
				hostName: name,
				ipAddress: `192.0.2.${150 + id}`,
				macAddress: `00:00:5E:00:53:${String(id - 1).padStart(2, '0')}`,
				usedByEmail: 'requester@example.com',
				firstScanDate: 'Sun, Jun 01, 2025 08:43 pm',
				lastScanDate: 'Sun, Jun 01, 2025 08:44 pm',
				createdByName: 'System',
				updatedByName: 'System',
				ciPropertyList: [{ type: 'HardwareProperty', serialNumber: `SN-CI-${id}` }],
			},
			first + id * HOUR,
			{ id, number: id },
		);
	}
	insert(
		tableOf(store, 'ciComponent'),
		{ type: 'Bios', componentType: 'bios_component', biosName: 'Windows Laptop' },
		first,
		{ id: 14, parentId: 14 },
	);
}

// ---- conversations --------------------------------------------------------------------------------------------

function seedConversations(store: Store): void {
	const by = (name: string, account: string): Fields => ({
		createdByName: name,
		createdByEmail: `${account}@example.com`,
		conversationState: 'published',
		deletable: true,
		fileAttachments: [],
	});
	const note = {
		...by('Technician Two', 'technician2'),
		conversationType: 'note',
		details: '<p>This is an internal note about the request progress.</p>',
		updatable: true,
		emailIds: [],
		ccEmailIds: [],
	};
	const change = tableOf(store, 'changeConversation');
	insert(
		change,
		{
			...by('Technician One', 'technician'),
			conversationType: 'collaborate',
			details: note.details,
			subject: 'Empty Details Test',
			updatable: false,
		},
		Date.UTC(2025, 6, 17, 15, 16),
		{ id: 1, parentId: 1 },
	);
	const noted = Date.UTC(2025, 6, 17, 15, 24);
	insert(change, { ...note, subject: 'Progress Update' }, noted, { id: 3, parentId: 1 });
	insert(
		tableOf(store, 'requestConversation'),
		{
			...note,
			...by('Technician One', 'technician'),
			details: '<p>Please take this request on priority.</p>',
			subject: '[INC-104]: Email Server is Down',
		},
		Date.UTC(2025, 6, 16, 16, 33),
		{ id: 2, parentId: 104, updatedTime: Date.UTC(2025, 6, 16, 18, 30) },
	);
	insert(
		tableOf(store, 'problemConversation'),
		{ ...note, subject: '[PRB-4]: Recurring disk failures' },
		noted,
		{ id: 7, parentId: 1 },
	);
	insert(
		tableOf(store, 'releaseConversation'),
		{
			...note,
			...by('Technician One', 'technician'),
			subject: '[REL-9]: New Software Release v8.7.4',
		},
		Date.UTC(2026, 4, 29, 17, 41),
		{ id: 156, parentId: 9, updatedTime: Date.UTC(2026, 4, 29, 18, 32) },
	);
}
