/** Requests and service requests. */
import type { Fields } from '../fields';
import { REQUEST } from '../modules';
import type { Row, Store, Table } from '../store';
import { insert, tableOf } from '../store';
import { HOUR, madeBy, names, pick, START } from './pick';
import { from, TECHNICIANS } from './users';

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

export function seedRequests(store: Store): void {
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
