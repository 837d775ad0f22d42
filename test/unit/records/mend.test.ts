/** What a refusal leads to: names that are written differently are corrected, the rest is told in the words of the form. */
import {
	askIfPersonMeant,
	findPeopleNamed,
	findPersonNamed,
	isDisplayName,
} from '../../../nodes/ServiceOps/records/namedPeople';
import { sendMended } from '../../../nodes/ServiceOps/records/mend';
import { findInLookup, suggestFromLookup } from '../../../nodes/ServiceOps/records/nameLists';
import {
	findEmail,
	findPeople,
	isPerson,
	suggestPeople,
} from '../../../nodes/ServiceOps/records/people';
import type { Place } from '../../../nodes/ServiceOps/records/place';
import { explainRefusal } from '../../../nodes/ServiceOps/records/refusal';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { change } from '../../../nodes/ServiceOps/resources/change';
import { requesters, requestStatuses } from '../../../nodes/ServiceOps/resources/lookups';
import { request } from '../../../nodes/ServiceOps/resources/request';
import type { Field, Resource } from '../../../nodes/ServiceOps/resources';
import { requester } from '../../../nodes/ServiceOps/resources/users';
import {
	isUnavailable,
	LoginRejected,
	NotFound,
	NotPermitted,
	OddAnswer,
	Rejected,
	ServerFailed,
	Unreachable,
} from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { BadInput } from '../../../nodes/ServiceOps/values/badInput';
import { fakeApi } from '../../support/fakeApi';

const named = (...names: string[]): Row[] => names.map((name, index) => ({ id: index + 1, name }));
/** The lists of a server, by path; a path that is not among them is not there. */
type Lists = Record<string, Row[] | Error>;
const LISTS: Lists = {
	'api/request/status/search/byqual': [
		...named('Open', 'In Progress', 'Resolved'),
		{ id: 4, name: 'Auf Eis', systemName: 'on_hold' },
	],
	'api/request/priority/search/byqual': named('Low', 'High'),
	'api/request/technician/search/byqual': [
		{ id: 1, name: 'Jane Doe', email: 'jane@example.com' },
		{ id: 2, name: 'John', email: 'john@example.com' },
		{ id: 3, name: 'John', email: 'john2@example.com' },
	],
	'api/v1/requester/search/byqual': [
		{ id: 1, name: 'Nathan Smith', email: 'nathan@example.com', userLogOnName: 'nsmith' },
	],
	'api/v1/technician/search/byqual': [
		{ id: 2, name: 'Tina Tech', email: 'tina@example.com', userLogOnName: 'tina' },
	],
	'api/v1/request/search/byqual': [
		{ id: 1, name: 'INC-1', technicianGroupName: 'Network' },
		{ id: 2, name: 'INC-2', technicianGroupName: 'Desk' },
		{ id: 3, name: 'INC-3', technicianGroupName: 'Desk' },
		{ id: 4, name: 'INC-4' },
	],
	'api/module/request/form': named('Room', 'Asset Tag'),
};

const PRINTERS = ['Hardware', 'Network'].map((name, at) => ({
	node: { id: at + 1, name },
	childrens: [{ node: { id: at + 11, name: 'Printer' }, childrens: [] }],
}));

function serverWith(lists: Lists = LISTS, resource: Resource = request) {
	const requests: ApiRequest[] = [];
	const api = fakeApi(({ path, method, query }) => {
		const list = lists[path.join('/')] ?? new NotFound('No such list');
		if (list instanceof Error || method === 'GET') return list;
		return { objectList: query?.offset === 0 ? list : [], totalCount: list.length };
	}, requests);
	const place: Place = { api, resource };
	return { place, api, requests, asked: () => requests.map(({ path }) => path.join('/')) };
}

type Failure = Error & { description?: string; details?: string };
const errorOf = async (work: Promise<unknown>): Promise<Failure> =>
	await work.then(
		() => new Error('It worked'),
		(error: Failure) => error,
	);

describe('a write', () => {
	/** Sends a body to a server that says this to each write, one after another. */
	async function write(body: Row, answers: Array<Error | string>, place: Place) {
		const sent: Row[] = [];
		const send = async (given: Row) => {
			sent.push(given);
			const answer = answers[sent.length - 1] ?? 'done';
			return answer instanceof Error ? await Promise.reject(answer) : await Promise.resolve(answer);
		};
		const work = sendMended(place, body, send);
		const error = await errorOf(work);
		return { sent, error, done: error.message === 'It worked' ? await work : undefined };
	}
	const no = new Rejected('Invalid Input Data.', { details: 'code 1' });

	test('that is accepted asks for nothing else', async () => {
		const { place, requests } = serverWith();
		const { sent, done } = await write({ statusName: 'open' }, ['done'], place);
		expect([sent, done]).toEqual([[{ statusName: 'open' }], 'done']);
		expect(requests).toEqual([]);
	});

	test.each([
		['whose answer is lost', new Unreachable('Lost', { possiblyDone: true })],
		['that was perhaps done', new Rejected('No', { possiblyDone: true })],
		['that the account may not make', new NotPermitted('No')],
	])('%s is not sent again, and no name is looked up', async (_what, fault) => {
		const { place, requests } = serverWith();
		const { sent, error } = await write({ statusName: 'open' }, [fault], place);
		expect(error).toBe(fault);
		expect(sent).toHaveLength(1);
		expect(requests).toEqual([]);
	});

	test.each<[string, Row, Row]>([
		['another case', { statusName: ' OPEN' }, { statusName: 'Open' }],
		['the name of the system', { statusName: 'On Hold' }, { statusName: 'Auf Eis' }],
		[
			'two fields',
			{ subject: 'A', statusName: 'in progress', priorityName: 'high' },
			{ subject: 'A', statusName: 'In Progress', priorityName: 'High' },
		],
		[
			'an email in capitals',
			{ assigneeEmail: 'Jane@Example.com' },
			{ assigneeEmail: 'jane@example.com' },
		],
		[
			'the email of a requester in capitals',
			{ requesterEmail: 'Nathan@Example.com' },
			{ requesterEmail: 'nathan@example.com' },
		],
		['a logon name', { requesterEmail: 'nsmith' }, { requesterEmail: 'nathan@example.com' }],
		[
			'a technician the list lacks',
			{ assigneeEmail: 'tina' },
			{ assigneeEmail: 'tina@example.com' },
		],
		[
			'the label of a custom field',
			{ customField: { 'asset tag': 7, Room: 3, Other: 1 } },
			{ customField: { 'Asset Tag': 7, Room: 3, Other: 1 } },
		],
	])('with %s is sent once more, as the server has it', async (_what, body, mended) => {
		const { place } = serverWith();
		const { sent, done } = await write(body, [no], place);
		expect(sent).toEqual([body, mended]);
		expect(done).toBe('done');
	});

	test.each<[string, Row, Row]>([
		['a technician', { assigneeEmail: 'jane doe' }, { assigneeEmail: 'jane@example.com' }],
		[
			'a technician as requester',
			{ requesterEmail: 'Tina Tech' },
			{ requesterEmail: 'tina@example.com' },
		],
	])('with the name of %s is sent once, with the email', async (_what, body, mended) => {
		const { place } = serverWith();
		const { sent, done } = await write(body, [], place);
		expect(sent).toEqual([mended]);
		expect(done).toBe('done');
	});

	test('with names that do not exist says so for all of them, with those that do', async () => {
		const { place } = serverWith();
		const body = { statusName: 'Opne', priorityName: 'Top', assigneeEmail: '' };
		const { sent, error } = await write(body, [no], place);
		expect(sent).toHaveLength(1);
		expect(error).toBeInstanceOf(BadInput);
		expect(error).toMatchObject({
			message: 'Priority: there is no "Top". Status: there is no "Opne"',
			description:
				'ServiceOps has for Priority: Low, High. Did you mean "Open"? ServiceOps has for Status: Open, In Progress, Resolved, Auf Eis.',
		});
		const one = await write({ priorityName: 'Top', impactName: 'Big' }, [no], place);
		expect(one.error.description).toBe('ServiceOps has: Low, High. Check Impact "Big" too.');
	});

	test('names people who do not exist along with other names, unless they are created', async () => {
		const { place } = serverWith();
		const body = { priorityName: 'Top', requesterEmail: 'no@example.com', assigneeEmail: 'tina' };
		const both = await write(body, [no], place);
		expect(both.error.message).toBe(
			'Priority: there is no "Top". Requester Email: there is no "no@example.com"',
		);
		const created = await write(body, [no], { ...place, makesPeople: true });
		expect(created.error.message).toBe('Priority: there is no "Top"');
	});

	test('does not choose between two of the same name', async () => {
		const { place } = serverWith();
		const { sent, error } = await write({ assigneeEmail: 'john' }, [no], place);
		expect(sent).toHaveLength(1);
		expect(error.message).toBe('Technician Email: 2 are named "john"');
		expect(error.description).toBe('Enter one of these: john@example.com, john2@example.com.');
	});

	test.each([
		['printer', 'Category: 2 are named "printer"'],
		['Network > Printer', 'Category: 2 are named "Network > Printer"'],
	])('says where in the tree a name is several times: %s', async (categoryName, message) => {
		const { place } = serverWith({ 'api/request/category': PRINTERS });
		const { sent, error } = await write({ categoryName }, [no], place);
		expect(sent).toHaveLength(1);
		expect(error.message).toBe(message);
		expect(error.description).toBe(
			'ServiceOps is sent the name only, so rename all but one of them: Hardware > Printer, Network > Printer.',
		);
	});

	test('says so about a name that is spelled right as well, without calling it the cause', async () => {
		const { place } = serverWith({ 'api/request/category': PRINTERS });
		const refusal = new Rejected("Invalid 'categoryName'.");
		const { error } = await write({ categoryName: 'Printer' }, [refusal], place);
		expect(error.message).toBe("Invalid 'Category'.");
		expect(error.description).toContain('exists 2 times');
		expect(error.description).toContain('Hardware > Printer, Network > Printer');
	});

	test('with a name that exists is right, although another resembles it', async () => {
		const { place } = serverWith({ 'api/request/status/search/byqual': named('Open', 'open') });
		const { sent, error } = await write({ statusName: 'open' }, [no], place);
		expect(sent).toHaveLength(1);
		expect(error.message).toBe('Invalid Input Data.');
	});

	test('names 25 that exist, and says that there are others', async () => {
		const names = Array.from({ length: 26 }, (_, index) => `P${index}`);
		const { place } = serverWith({ 'api/request/priority/search/byqual': named(...names) });
		const { error } = await write({ priorityName: 'Top' }, [no], place);
		expect(error.description).toBe(`ServiceOps has: ${names.slice(0, 25).join(', ')} and others.`);
		const fewer = serverWith({
			'api/request/priority/search/byqual': named(...names.slice(0, 25)),
		});
		const { error: second } = await write({ priorityName: 'Top' }, [no], fewer.place);
		expect(second.description).toMatch(/P24\.$/);
	});

	test.each([
		['is not there', new NotFound('No')],
		['may not be read', new NotPermitted('No')],
		['fails', new ServerFailed('Oops')],
	])('whose list %s is refused in the words of the server', async (_what, fault) => {
		const { place } = serverWith({ 'api/request/status/search/byqual': fault });
		const { sent, error } = await write({ statusName: 'open' }, [no], place);
		expect(sent).toHaveLength(1);
		expect(error).toMatchObject({ message: 'Invalid Input Data.', details: 'code 1' });
		expect(error).toBeInstanceOf(Rejected);
	});

	test('with a fault of the program is not hidden by the lists', async () => {
		const { place } = serverWith({ 'api/request/status/search/byqual': new TypeError('bug') });
		const { error } = await write({ statusName: 'open' }, [no], place);
		expect(error).toBeInstanceOf(TypeError);
	});

	test('whose names are right asks for no people, and is not sent again', async () => {
		const { place, asked } = serverWith();
		const body = { statusName: 'Open', requesterEmail: 'nathan@example.com', subject: 'A' };
		const { sent, error } = await write(body, [no], place);
		expect(sent).toHaveLength(1);
		expect(error.message).toBe('Invalid Input Data.');
		expect(asked()).toEqual(['api/request/status/search/byqual']);
	});

	test('that is refused again is told in the words of the form; a lost answer as such', async () => {
		const { place } = serverWith();
		const second = new Rejected("'statusName' needs a solution");
		const { sent, error } = await write({ statusName: 'open' }, [no, second], place);
		expect(sent).toHaveLength(2);
		expect(error).toMatchObject({
			message: "'Status' needs a solution",
			description: 'Status "Open" exists in ServiceOps. A rule or a permission may be against it.',
		});
		const lost = new Unreachable('Lost', { possiblyDone: true });
		expect((await write({ statusName: 'open' }, [no, lost], place)).error).toBe(lost);
	});

	test('of a dry run looks the names up first', async () => {
		const { place } = serverWith();
		const dry = { ...place, isDryRun: true };
		expect((await write({ subject: 'A', statusName: 'open' }, [], dry)).sent).toEqual([
			{ subject: 'A', statusName: 'Open' },
		]);
		const unknown = await write({ statusName: 'Nope' }, [], dry);
		expect(unknown.sent).toEqual([]);
		expect(unknown.error).toBeInstanceOf(BadInput);
	});

	test.each<[string, Row, Row[]]>([
		['that is one of the form', { Room: 1 }, named('Room', 'room')],
		['that two of the form resemble', { ROOM: 1 }, named('Room', 'room')],
		['of a form that says nothing', { room: 1 }, []],
	])('keeps a label %s', async (_what, customField, labels) => {
		const { place } = serverWith({ 'api/module/request/form': labels });
		expect((await write({ customField }, [no], place)).sent).toHaveLength(1);
	});
});

describe('a refusal', () => {
	const explain = async (
		said: string,
		body: Row,
		{ lists = LISTS, resource = request }: { lists?: Lists; resource?: Resource } = {},
	) => await explainRefusal(serverWith(lists, resource).place, body, new Rejected(said));

	test.each<[string, Row, string, string | undefined]>([
		// Names on the wire become labels, words that only look like them stay.
		['statusName is wrong', {}, 'Status is wrong', undefined],
		["'subject' is wrong", {}, "'Subject' is wrong", undefined],
		['The subject is wrong', {}, 'The subject is wrong', undefined],
		['customField.statusName: no', {}, 'Status: no', undefined],
		['otherName is wrong', {}, 'otherName is wrong', undefined],
		['Nothing known', { subject: 'A' }, 'Nothing known', undefined],
		// What was not sent gets no advice.
		['impactName?', { subject: 'A' }, 'Impact?', undefined],
		[
			'The subject is too long',
			{ subject: 'A' },
			'The subject is too long',
			'Subject must be a value that ServiceOps accepts, e.g. Laptop does not start.',
		],
		['The record is read-only', { subject: 'A' }, 'The record is read-only', undefined],
		[
			'description: no',
			{ description: 'A' },
			'description: no',
			'Description must be a value that ServiceOps accepts.',
		],
		['TAGS: no', { tags: ['a'] }, 'TAGS: no', 'Tags must be values that ServiceOps accepts.'],
		[
			'Attachments (JSON): no',
			{ fileAttachments: [] },
			'Attachments (JSON): no',
			'Attachments (JSON) must be files that were uploaded before.',
		],
		[
			'The Technician Group is wrong',
			{ technicianGroupName: 'x' },
			'The Technician Group is wrong',
			'Technician Group must be a name that exists in ServiceOps, exactly as it is there. In use: Desk, Network.',
		],
		['x.subject: no', { subject: 'A' }, 'x.subject: no', undefined],
		['subjects: no', { subject: 'A' }, 'subjects: no', undefined],
		['Is Spam: no', { spam: true }, 'Is Spam: no', 'Is Spam must be true or false.'],
		['tags: no', { tags: ['a'] }, 'tags: no', 'Tags must be values that ServiceOps accepts.'],
		[
			'fileAttachments: no',
			{ fileAttachments: [] },
			'Attachments (JSON): no',
			'Attachments (JSON) must be files that were uploaded before.',
		],
		[
			"No such value 'Nord'",
			{ subject: 'Nord' },
			"No such value 'Nord'",
			'Subject must be a value that ServiceOps accepts, e.g. Laptop does not start.',
		],
		["No such value 'No'", { subject: 'No' }, "No such value 'No'", undefined],
		[
			'requesterEmail is unknown',
			{ requesterEmail: 'a@example.com' },
			'Requester Email is unknown',
			'Requester Email must be the email or logon name of a person who exists in ServiceOps. To create new ones, use Create with Create Requester If Missing.',
		],
		[
			'assigneeEmail is unknown',
			{ assigneeEmail: 'a@example.com' },
			'Technician Email is unknown',
			'Technician Email must be the email or logon name of a person who exists in ServiceOps.',
		],
		[
			'statusName cannot be changed',
			{ statusName: 'Open' },
			'Status cannot be changed',
			'Leave out Status, or ask your ServiceOps administrator who may change it.',
		],
		[
			'technicianGroupName?',
			{ technicianGroupName: 'desc' },
			'Technician Group?',
			'Technician Group must be a name that exists in ServiceOps, exactly as it is there. Did you mean "Desk"? In use: Desk, Network.',
		],
		[
			'technicianGroupName?',
			{ technicianGroupName: 'Desk' },
			'Technician Group?',
			'Technician Group must be a name that exists in ServiceOps, exactly as it is there. In use: Desk, Network.',
		],
		[
			'impactName?',
			{ impactName: 'Lo' },
			'Impact?',
			'Impact must be a name that exists in ServiceOps, exactly as it is there. Did you mean "Low"? Usual names: Low, On Users, On Department, On Business.',
		],
	])('%s (sent %j)', async (said, body, message, description) => {
		expect(await explain(said, body)).toMatchObject({ message, description });
	});

	test('keeps the advice that it had where there is none of its own, and names the fields for the administrator', async () => {
		const { place } = serverWith();
		const details = { description: 'Check the values', details: 'HTTP 400', status: 400 };
		const error = await explainRefusal(place, {}, new Rejected('statusName: no', details));
		expect(error).toMatchObject({
			description: 'Check the values',
			details: 'HTTP 400, statusName',
			status: 400,
		});
		expect((await explain('Oops', {})).details).toBe('');
		expect((await explain('statusName: no', {})).details).toBe('statusName');
	});

	test('of names that no record has gives the usual ones, or none', async () => {
		const body = { technicianGroupName: 'x', impactName: 'Low' };
		expect((await explain('technicianGroupName?', body, { lists: {} })).description).toBe(
			'Technician Group must be a name that exists in ServiceOps, exactly as it is there.',
		);
		expect((await explain('impactName?', body, { lists: {} })).description).toBe(
			'Impact must be a name that exists in ServiceOps, exactly as it is there. Usual names: Low, On Users, On Department, On Business. Check Technician Group "x" too.',
		);
	});

	test('of two times is about what they are to each other', async () => {
		const time = 'a time that ServiceOps accepts, such as an end that is not before the start';
		const schedule = { startDate: 2, endDate: 1, subject: 'A' };
		const about = async (said: string) =>
			(await explain(said, schedule, { resource: change })).description;
		expect(await about('endDate before startDate')).toBe(`Start and End must each be ${time}.`);
		expect(await about('endDate is wrong')).toBe(`End must be ${time}.`);
		expect(await about('endDate and subject')).toContain('Subject must be');
	});

	test('may be about a field of a property group', async () => {
		const body = { name: 'PC', assetPropertyList: [] };
		const group = asset.propertyGroups?.groups.flatMap(({ fields }) => fields) ?? [];
		const field = group.find(({ name }) => /[a-z][A-Z]/.test(name));
		const error = await explain(`${field?.name} is wrong`, body, { resource: asset });
		expect(error.message).toBe(`${field?.displayName} is wrong`);
	});

	test.each<[string, Row, Lists, string | undefined]>([
		['Room is wrong', { Room: 1 }, LISTS, 'Check the custom field "Room".'],
		['Room is wrong', { Room: 1 }, {}, 'Check the custom field "Room".'],
		['Romo is wrong', { Romo: 1 }, LISTS, 'The form has no field "Romo". Did you mean "Room"?'],
		['Zzz is wrong', { Zzz: 1 }, LISTS, 'The form has no field "Zzz".'],
		['Something else', { Room: 1 }, LISTS, undefined],
	])('of a custom field: %s', async (said, customField, lists, description) => {
		const error = await explain(said, { customField }, { lists });
		expect(error.description).toBe(description);
	});

	test.each([
		["'Solution' is mandatory", { statusName: 'Closed' }, true],
		['"Solution" is Required', { statusName: 'Closed' }, true],
		["'Solution' is wrong", { statusName: 'Closed' }, false],
		["'Solution' is mandatory", { subject: 'A' }, false],
	])('by a rule on a status: %s for %j', async (said, body, isRule) => {
		const advice = 'Set the custom field "Solution" in the same operation.';
		expect((await explain(said, body)).description).toBe(isRule ? advice : undefined);
	});
});

describe('people', () => {
	const fieldOf = (name: string): Field => {
		const field = request.fields.find((one) => one.name === name);
		if (!field) throw new Error(`No field ${name}`);
		return field;
	};
	const valuesIn = ({ body }: ApiRequest) =>
		[
			...JSON.stringify(body).matchAll(
				/"key":"user\.(\w+)"\}?,"operator":"(\w+)".*?"value":"([^"]*)"/g,
			),
		].map(([, key, operator, value]) => `${key} ${operator} ${value}`);

	test('are in fields for people only', () => {
		const isIn = (name: string) => isPerson(fieldOf(name));
		expect(['requesterEmail', 'assigneeEmail', 'statusName', 'subject'].map(isIn)).toEqual([
			true,
			true,
			false,
			false,
		]);
		expect(requester.fields.filter(isPerson).map(({ name }) => name)).toEqual(['manager']);
	});

	test('are asked for by email, logon name and name, in the cases that servers tell apart', async () => {
		const { api, requests } = serverWith();
		await findPeople({ api, resource: requester }, 'jane McDOE');
		expect(requests[0] && valuesIn(requests[0])).toEqual(
			['email', 'userLogOnName', 'name'].flatMap((key) =>
				['jane McDOE', 'jane mcdoe', 'Jane Mcdoe'].map((form) => `${key} equal ${form}`),
			),
		);
		await findPeople({ api, resource: requester }, 'Jane@example.com');
		expect(requests.map(valuesIn).at(-1)?.slice(0, 3)).toEqual([
			'email equal Jane@example.com',
			'email equal jane@example.com',
			'userLogOnName equal Jane@example.com',
		]);
	});

	test('an email wins over a logon name, and that over a name', async () => {
		const rows = [
			{ id: 1, name: 'x', userLogOnName: 'b', email: 'c' },
			{ id: 2, name: 'a', userLogOnName: 'x', email: 'd' },
			{ id: 3, name: 'a', userLogOnName: 'c', email: 'X' },
		];
		const find = async (text: string) => {
			const { api } = serverWith({ 'api/v1/requester/search/byqual': rows });
			const found = await findPeople({ api, resource: requester }, text);
			return found.map(({ id }) => id);
		};
		expect([await find('x'), await find('b'), await find('C'), await find('A')]).toEqual([
			[3],
			[1],
			[1],
			[2, 3],
		]);
		expect(await find('none')).toEqual([]);
	});

	test('are asked for by email only where the server knows no other property', async () => {
		const { api, requests } = serverWith();
		const send = api.send.bind(api);
		api.send = async (sent) => {
			if (JSON.stringify(sent.body).includes('userLogOnName')) {
				requests.push(sent);
				throw new Rejected('Unknown property');
			}
			return await send(sent);
		};
		const place = { api, resource: requester };
		expect(await findPeople(place, 'Nathan@example.com')).toHaveLength(1);
		expect(requests.map(valuesIn).at(-1)).toEqual([
			'email equal Nathan@example.com',
			'email equal nathan@example.com',
		]);
		const failing = jest.fn(async () => await Promise.reject(new ServerFailed('Oops')));
		api.send = failing;
		await expect(findPeople(place, 'x')).rejects.toThrow('Oops');
		expect(failing).toHaveBeenCalledTimes(1);
	});

	test.each([
		['requesterEmail', 'Nathan Smith', 'nathan@example.com'],
		['requesterEmail', 'tina', 'tina@example.com'],
		['assigneeEmail', 'tina', 'tina@example.com'],
		['assigneeEmail', 'nsmith', undefined],
		['requesterEmail', 'nobody', undefined],
	])('in %s, %j is %j', async (name, text, email) => {
		expect(await findEmail(serverWith().api, fieldOf(name), text)).toBe(email);
	});

	test('are looked up once, each in its list', async () => {
		const { api } = serverWith();
		const keys: string[] = [];
		api.once = async (key, read) => {
			keys.push(key);
			return await read();
		};
		await findEmail(api, fieldOf('requesterEmail'), 'tina');
		expect(keys).toEqual(['person requester tina', 'person technician tina']);
	});

	test.each([
		[
			'two of the name',
			['a@example.com', 'b@example.com'].map((email, id) => ({ id, name: 'Jane', email })),
		],
		['one without an email', named('Jane')],
		['no permission', new NotPermitted('No')],
		['no such list', new NotFound('No')],
		['a page', new OddAnswer('No')],
		['a refusal', new Rejected('No')],
	])('nobody is meant where there is: %s', async (_what, list) => {
		const { api } = serverWith({ 'api/v1/technician/search/byqual': list });
		expect(await findEmail(api, fieldOf('assigneeEmail'), 'Jane')).toBeUndefined();
	});

	test('a server that fails is not "nobody"', async () => {
		const fault = new ServerFailed('Oops');
		const { api } = serverWith({ 'api/v1/technician/search/byqual': fault });
		await expect(findEmail(api, fieldOf('assigneeEmail'), 'Jane')).rejects.toBe(fault);
	});

	describe('to choose from', () => {
		const suggest = async (
			text: string,
			refuses: (sent: ApiRequest) => Error | undefined = () => undefined,
		) => {
			const { api, requests } = serverWith();
			const send = api.send.bind(api);
			api.send = async (sent) => {
				const fault = refuses(sent);
				if (!fault) return await send(sent);
				requests.push(sent);
				throw fault;
			};
			const rows = await suggestPeople(api, fieldOf('assigneeEmail'), text);
			return { names: rows.map(({ name }) => name), asked: requests.map(valuesIn), requests };
		};

		test('are those whose email, logon name or name contains the text', async () => {
			const { names, asked, requests } = await suggest('ti');
			expect(names).toEqual(['Tina Tech']);
			expect(asked).toEqual([
				['email contains ti', 'userLogOnName contains ti', 'name contains ti'],
			]);
			expect(requests[0]?.query).toEqual({ offset: 0, size: 100 });
		});

		test('are all of them without a text', async () => {
			expect((await suggest('')).asked).toEqual([[]]);
		});

		test('are found by email, or not at all by text, where the server cannot search so', async () => {
			const refuses = (sent: ApiRequest) =>
				valuesIn(sent).length > 0 ? new Rejected('No') : undefined;
			const { names, asked } = await suggest('ti', refuses);
			expect(names).toEqual(['Tina Tech']);
			expect(asked.map((one) => one.length)).toEqual([3, 1, 0]);
			expect(asked[1]).toEqual(['email contains ti']);
		});

		test('a list that cannot be read is told', async () => {
			await expect(suggest('ti', () => new Rejected('No'))).rejects.toThrow('No');
			await expect(suggest('ti', () => new NotPermitted('No'))).rejects.toBeInstanceOf(
				NotPermitted,
			);
		});

		test('as requesters are those of both lists', async () => {
			const rows = await suggestPeople(serverWith().api, fieldOf('requesterEmail'), '');
			expect(rows.map(({ name }) => name)).toEqual(['Nathan Smith', 'Tina Tech']);
		});
	});
});

describe('a list of names that is too long to be read', () => {
	const path = 'api/requester/search/byqual';
	const lists = { [path]: [{ id: 1, name: 'Jane', email: 'jane@example.com' }] };
	const keysOf = ({ body }: ApiRequest) =>
		[...JSON.stringify(body).matchAll(/"key":"([\w.]+)"/g)].map(([, key]) => key);

	test('is searched for the names, once for each set of them', async () => {
		const { api, requests } = serverWith(lists);
		const keys: string[] = [];
		api.once = async (key, read) => {
			keys.push(key);
			return await read();
		};
		const found = await findInLookup(api, requesters, ['jane', 'jane', 'bob']);
		expect(found).toMatchObject([{ name: 'Jane', email: 'jane@example.com' }]);
		expect(keys).toEqual([JSON.stringify([requesters.path, ['jane', 'bob']])]);
		expect(requests.map(keysOf)).toEqual([['user.email', 'user.name', 'user.email', 'user.name']]);
		expect(JSON.stringify(requests[0]?.body)).toMatch(/"equal".*"StringValueRest","value":"jane"/);
		expect(requests[0]).toMatchObject({ query: { offset: 0, size: 100 } });
	});

	test('is searched for a part of a name, or shown from its beginning', async () => {
		const { api, requests } = serverWith(lists);
		await suggestFromLookup(api, requesters, 'ja');
		await suggestFromLookup(api, requesters, '');
		expect(requests.map(keysOf)).toEqual([['user.email', 'user.name'], []]);
		expect(JSON.stringify(requests[0]?.body)).toMatch(/"contains".*"StringValueRest","value":"ja"/);
	});

	test('others are read whole', async () => {
		const { api, requests } = serverWith();
		expect(await findInLookup(api, requestStatuses, ['Open'])).toHaveLength(4);
		expect(await suggestFromLookup(api, requestStatuses, 'Op')).toHaveLength(4);
		expect(requests.flatMap(keysOf)).toEqual([]);
	});

	test.each([
		[new NotFound('x'), true],
		[new NotPermitted('x'), true],
		[new LoginRejected('x', { status: 401 }), true],
		[new LoginRejected('x', { status: 403 }), true],
		[new LoginRejected('x', { status: 400 }), false],
		[new OddAnswer('x'), true],
		[new Rejected('x'), true],
		[new LoginRejected('x'), false],
		[new ServerFailed('x'), false],
		[new Error('x'), false],
	])('%p means that there is none: %s', (error, expected) => {
		expect(isUnavailable(error)).toBe(expected);
	});
});

describe('people by their names', () => {
	const requesters = (...people: Row[]): Lists => ({
		'api/v1/requester/search/byqual': people,
		'api/v1/technician/search/byqual': [],
	});
	const find = async (lists: Lists, text: string) =>
		await findPersonNamed(serverWith(lists).api, 'Requester', undefined, text);
	const jane = { id: 1, name: 'Jane Doe', email: 'jane@example.com', userLogOnName: 'jdoe' };

	test.each([
		['Jane Doe', true],
		['Jane \t Doe', true],
		['jdoe', false],
		[' jdoe ', false],
		['Jane Doe <jane@example.com>', false],
	])('whether %j is such a name: %s', (text, expected) =>
		expect(isDisplayName(text)).toBe(expected),
	);

	test('stand for their email, else for their logon name or ID', async () => {
		expect(await find(requesters(jane), 'Jane Doe')).toBe('jane@example.com');
		expect(await find(requesters(jane, { ...jane, id: 2 }), 'Doe, Jane')).toBe('jane@example.com');
		expect(await find(requesters({ ...jane, email: '' }), 'jane doe')).toBe('jdoe');
		expect(await find(requesters({ id: 7, name: 'Jane Doe' }), 'Jane Doe')).toBe('7');
		expect(await find(requesters(jane), 'Joan Roe')).toBeUndefined();
	});

	test('are not guessed where several have one', async () => {
		const two = requesters(jane, { ...jane, id: 2, email: 'jane2@example.com' });
		await expect(find(two, 'Jane Doe')).rejects.toMatchObject({
			message: 'Requester: 2 are named "Jane Doe"',
			description: 'Enter one of these: jane@example.com, jane2@example.com.',
		});
	});

	test('cannot be told where they cannot be asked for', async () => {
		expect(await find({}, 'Jane Doe')).toBeUndefined();
		const down = new Unreachable('No connection');
		const lists = { 'api/v1/requester/search/byqual': down };
		await expect(find(lists, 'Jane Doe')).rejects.toBe(down);
	});

	test('are looked up once for each name and module', async () => {
		const { api } = serverWith(requesters(jane));
		const keys: string[] = [];
		api.once = async (key, read) => {
			keys.push(key);
			return await read();
		};
		await findPersonNamed(api, 'Requester', undefined, 'Joan Roe');
		await findPersonNamed(api, 'Requester', undefined, 'Joan Doe');
		expect(new Set(keys).size).toBe(4);
	});

	test('are asked about by the beginnings and ends of their words', async () => {
		const { api, requests } = serverWith(requesters({ ...jane, name: 'Nathan Smith' }));
		const ask = async (text: string) => await askIfPersonMeant(api, [requester], text);
		expect(await ask('Nathen Smith')).toBe('Did you mean "Nathan Smith"?');
		expect(await ask('jdo')).toBe('Did you mean "jdoe"?');
		const values = (index: number) =>
			Array.from(
				JSON.stringify(requests[index]?.body).matchAll(
					/user.email"},"operator":"contains".*?"value":"([^"]*)"/g,
				),
				([, value]) => value,
			);
		expect(values(0)).toEqual(['Nat', 'hen', 'Smi', 'ith']);
		await ask('Lee Jo x Ö-Anna@example.com');
		expect(values(2)).toEqual(['Lee', 'Jo', 'Ann', 'nna']);
		await ask('abcd efgh ijkl mnop qrst');
		expect(values(3)).toHaveLength(8);
		const before = requests.length;
		expect([await ask('x'), await ask('@example.com')]).toEqual(['', '']);
		expect(requests).toHaveLength(before);
	});

	test('are not asked about where that fails', async () => {
		const ask = async (error: Error) =>
			await askIfPersonMeant(
				serverWith({ 'api/v1/requester/search/byqual': error }).api,
				[requester],
				'Jane Doe',
			);
		expect(await ask(new Unreachable('No connection'))).toBe('');
		await expect(ask(new TypeError('x is not a function'))).rejects.toThrow('x is not');
	});

	test('in a body become their emails, from the public lists or the internal one', async () => {
		const { place } = serverWith();
		const body = {
			assigneeEmail: 'Tech, Tina',
			requesterEmail: 'Nathan Smith',
			subject: 'Two words',
		};
		expect(await findPeopleNamed(place, body)).toEqual({
			assigneeEmail: 'tina@example.com',
			requesterEmail: 'nathan@example.com',
		});
		expect(await findPeopleNamed(place, { assigneeEmail: 'Jane Doe' })).toEqual({
			assigneeEmail: 'jane@example.com',
		});
		expect(await findPeopleNamed(place, { assigneeEmail: 'tina', requesterEmail: 7 })).toEqual({});
	});

	test('in a body are refused where there is nobody with the name', async () => {
		const { place } = serverWith();
		await expect(findPeopleNamed(place, { assigneeEmail: 'Joan Roe' })).rejects.toThrow(
			/Technician Email.*"Joan Roe"/,
		);
		const withoutList = serverWith({
			'api/v1/requester/search/byqual': [jane],
			'api/v1/technician/search/byqual': [],
		}).place;
		await expect(findPeopleNamed(withoutList, { requesterEmail: 'Jane Do' })).rejects.toMatchObject(
			{
				message: 'Requester Email: there is no "Jane Do"',
				description: 'Did you mean "Jane Doe"?',
			},
		);
		await expect(findPeopleNamed(withoutList, { requesterEmail: 'Zoe Xu' })).rejects.toMatchObject({
			description: 'Enter the email instead.',
		});
		expect(await findPeopleNamed(serverWith({}).place, { requesterEmail: 'Zoe Xu' })).toEqual({});
	});
});
