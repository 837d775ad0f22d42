/** One table of parameters for every operation of the node, on records that the simulator has from the start. */
import type { INodeParameters } from 'n8n-workflow';

/** A record chosen in the form. */
export const record = (value: unknown, mode = 'id'): INodeParameters => ({
	recordId: { __rl: true, mode, value: value as string },
});

const email = 'requester@example.com';
const window = { startDate: '2026-09-01T08:00:00Z', endDate: '2026-09-01T10:00:00Z' };
const computer = { assetTypeName: 'Hardware$Computer', name: 'PC "Ä"' };
const laptop = { ciTypeName: 'base ci$Hardware$Laptops', name: 'db-01' };
const entry = { ...record('INC-104', 'key'), parentResource: 'request' };
const links = { destinationNames: 'AST-1, AST-2' };
const tickets = { matchOn: 'subject', matchValue: 'New', fields: { subject: 'New' } };
const ticket = { ...tickets, fields: { subject: 'New', requesterEmail: email } };
const scheduled = { ...tickets, fields: { ...ticket.fields, ...window } };
/** A change of any ticket. */
export const low = { updateFields: { priorityName: 'High' } };
/** A record chosen by its key, and the rest of the form. */
export const byKey = (key: string, more: INodeParameters = {}) => ({
	...record(key, 'key'),
	...more,
});
/** What Create or Update needs to find a record by its key. */
export const known = (key: string, fields: INodeParameters) => ({
	matchOn: 'key',
	matchValue: key,
	fields,
});

/** At least one way to call every operation that writes, by resource and operation; keys are looked up on the way. */
export const writingCases: Record<string, INodeParameters[]> = {
	'api request': [
		{ method: 'POST', path: '/api/v1/problem', body: JSON.stringify(ticket.fields) },
		{ method: 'PATCH', path: 'api/v1/change/1', body: '{"riskType":"High"}' },
		{ method: 'DELETE', path: '/api/v1/release/9' },
	],
	'asset create': [{ ...computer, additionalFields: { tags: 'a', acquitionDate: '2026-08-31' } }],
	'asset delete': [byKey('AST-1'), record('3')],
	'asset update': [
		byKey('AST-2', { updateFields: { name: 'B' }, options: { fieldsToClear: ['tags'] } }),
	],
	'asset upsert': [
		{ matchOn: 'name', matchValue: 'New', fields: { ...computer, name: 'New' } },
		known('AST-2', { statusName: 'Retired' }),
	],
	'attachment upload': [{ options: { fileName: 'other.txt' } }],
	'change create': [{ ...ticket.fields, ...window }],
	'change delete': [byKey('CHG-1')],
	'change linkAssets': [byKey('CHG-1', { destinationModel: 'cmdb', destinationNames: 'CI-2' })],
	'change update': [byKey('CHG-2', low)],
	'change upsert': [scheduled, known('CHG-2', { riskType: 'High' })],
	'ci create': [laptop],
	'ci delete': [byKey('CI-2')],
	'ci update': [byKey('CI-2', { updateFields: { name: 'B' } })],
	'ci upsert': [
		{ matchOn: 'name', matchValue: 'db-02', fields: { ...laptop, name: 'db-02' } },
		known('CI-2', { statusName: 'Retired' }),
	],
	'component create': [byKey('AST-1', { componentKind: 'Ram', additionalFields: { size: '8' } })],
	'component update': [
		{ componentId: '3', componentKind: 'Computer System', updateFields: { uuid: 'u' } },
		{ partOf: 'ci', componentId: '14', componentKind: 'Bios', updateFields: { version: '2' } },
	],
	'conversation create': [{ ...entry, details: '<p>Hi</p>', conversationType: 'replyToRequester' }],
	'conversation delete': [{ ...entry, conversationId: '2' }],
	'conversation update': [{ ...entry, conversationId: '2', updateFields: { details: 'B' } }],
	'problem create': [ticket.fields],
	'problem delete': [byKey('PRB-4')],
	'problem update': [byKey('PRB-4', low)],
	'problem upsert': [ticket, known('PRB-4', { priorityName: 'High' })],
	'release create': [{ ...ticket.fields, ...window }],
	'release delete': [byKey('REL-9')],
	'release update': [byKey('REL-9', low)],
	'release upsert': [scheduled, known('REL-9', { riskTypeName: 'High' })],
	'request create': [{ ...ticket.fields, additionalFields: { extraFields: '{"spam":true}' } }],
	'request delete': [byKey('INC-104')],
	'request linkAssets': [byKey('INC-104', links)],
	'request update': [byKey('INC-104', low)],
	'request upsert': [ticket, known('INC-104', { priorityName: 'High' })],
	'requester create': [{ name: 'Nora', email: 'nora@example.com' }],
	'requester update': [byKey(email, { updateFields: { vipRequester: false } })],
	'requester upsert': [
		{ matchOn: 'email', matchValue: 'nora@example.com', fields: { name: 'Nora' } },
		{ matchOn: 'email', matchValue: email, fields: { vipRequester: false } },
	],
	'serviceRequest create': [
		{ requester: email, serviceName: 'New Laptop', serviceCategoryName: 'Hardware' },
	],
	'serviceRequest delete': [byKey('SR-30')],
	'serviceRequest update': [byKey('SR-30', low)],
	'technician create': [{ name: 'Tom', email: 'tom@example.com' }],
	'technician upsert': [
		{
			matchOn: 'userLogOnName',
			matchValue: 'tom',
			fields: { name: 'Tom', email: 'tom@example.com' },
		},
		{ matchOn: 'email', matchValue: 'technician@example.com', fields: { contactNo: '1' } },
	],
	'technician update': [byKey('technician@example.com', { updateFields: { name: 'T' } })],
};

/** A record that the simulator has of each module, and the field that holds its key. */
export const existing: Record<string, { field: string; key: string }> = {
	asset: { field: 'assetId', key: 'AST-1' },
	change: { field: 'name', key: 'CHG-2' },
	ci: { field: 'ciId', key: 'CI-2' },
	conversation: { field: 'name', key: 'INC-104' },
	problem: { field: 'name', key: 'PRB-4' },
	release: { field: 'name', key: 'REL-9' },
	request: { field: 'name', key: 'INC-104' },
	requester: { field: 'email', key: email },
	serviceRequest: { field: 'name', key: 'SR-30' },
	technician: { field: 'email', key: 'technician@example.com' },
};

/** The same form for each of these modules. */
const readingCase = (operation: string, more: INodeParameters = {}) =>
	Object.fromEntries(
		Object.entries(existing)
			.filter(([resource]) => operation !== 'get' || resource !== 'conversation')
			.map(([resource, { key }]) => [`${resource} ${operation}`, [byKey(key, more)]]),
	);
/** One way to call every operation that reads. A download takes the reference from the item, as an upload hands it on. */
export const readingCases: Record<string, INodeParameters[]> = {
	...readingCase('get'),
	...readingCase('count'),
	...readingCase('getAll', { limit: 1 }),
	'asset getTypes': [{}],
	'server check': [{}],
	'attachment getAll': [byKey('INC-104')],
	'attachment download': [{ refFileName: '={{ $json.refFileName }}' }],
};
