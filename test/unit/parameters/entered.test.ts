/** What people, tables, mails, models and other nodes put into fields, as it reaches the server. */
import { CUSTOM_FIELDS, toBody } from '../../../nodes/ServiceOps/parameters/body';
import { readRequired } from '../../../nodes/ServiceOps/parameters/fields';
import { checkGiven } from '../../../nodes/ServiceOps/parameters/unknownNames';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { change } from '../../../nodes/ServiceOps/resources/change';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { requester, technician } from '../../../nodes/ServiceOps/resources/users';
import { resources, type Resource } from '../../../nodes/ServiceOps/resources';
import { triggerForm } from '../../../nodes/ServiceOps/trigger/form';

const [hardware] = asset.types?.options ?? [];
const bodyOf = (resource: Resource, values: object) =>
	toBody(
		{ resource, type: resource === asset ? hardware : undefined, zone: 'Europe/Berlin' },
		resource.fields,
		values as never,
	);
const custom = (...field: object[]) => ({ [CUSTOM_FIELDS]: { field } });

describe('nothing', () => {
	test.each([
		'',
		'   ',
		null,
		undefined,
		'null',
		'undefined',
		' NULL ',
		[],
		{ __rl: true, mode: 'list', value: '' },
	])('%j in an optional field is left out', (value) => {
		const fields = ['description', 'priorityName', 'assigneeEmail', 'tags', 'ccEmailSet', 'source'];
		const values = Object.fromEntries(fields.map((name) => [name, value]));
		expect(bodyOf(request, values)).toEqual({});
	});

	test.each(['', null, 'null', [], '0001-01-01T00:00:00Z', '9999-12-31', '1899-12-30T00:00:00'])(
		'%j in a date, and in a custom field for times, is left out',
		(value) => {
			const kinds = custom({ name: 'Seen', type: 'time', value });
			expect(bodyOf(asset, { acquitionDate: value, ...kinds })).toEqual({});
		},
	);

	test.each([
		['text', ''],
		['text', '  '],
		['text', null],
		['number', ''],
		['list', []],
		['boolean', 'null'],
	])('a custom field of type %s that is %j is left out', (type, value) => {
		expect(bodyOf(request, custom({ name: 'Cost', type, value }))).toEqual({});
	});

	test('a list of commas does not empty the tags', () => {
		expect(bodyOf(request, { tags: ' , ,' })).toEqual({});
	});
});

test('files are attached as Attachment nodes name them, one or several, without what else these say', () => {
	const file = { refFileName: 'r', realName: 'a.pdf' };
	const given = { ...file, link: null, mimeType: 'application/pdf', bytes: 3, conversationId: 2 };
	for (const value of [[given], given, JSON.stringify([given]), JSON.stringify(given)]) {
		expect(bodyOf(request, { fileAttachments: value })).toEqual({ fileAttachments: [file] });
	}
	expect(() => bodyOf(request, { fileAttachments: [file, 'a.pdf'] })).toThrow('Attachments (JSON)');
});

describe('a field of one line', () => {
	const oneLine = resources.flatMap((resource) =>
		resource.fields
			.filter(({ kind, types = [] }) => kind === 'text' && types.length === 0)
			.map(({ name }) => [resource.name, name, resource] as const),
	);

	test.each(oneLine)('%s %s has no line break', (_, name, resource) => {
		const breaks = ['\n', '\r\n', '\r', '\u0085', '\u2028', '\u2029', ' \n\n '];
		for (const one of breaks) {
			expect(bodyOf(resource, { [name]: `${one}a${one}b${one}` })[name]).toBe('a b');
		}
	});

	test('keeps what is no break, and long texts and custom fields keep theirs', () => {
		const text = 'a\nb';
		expect(bodyOf(request, { subject: ' a\tb  c ' }).subject).toBe(' a\tb  c ');
		expect(bodyOf(asset, { description: text }).description).toBe(text);
		expect(bodyOf(request, { description: text }).description).toBe('a<br>b');
		expect(bodyOf(request, custom({ name: 'Notes', value: text }))).toEqual({
			customField: { Notes: text },
		});
		expect(() => bodyOf(request, { subject: '\n \n' })).not.toThrow();
	});

	test('takes 64 kB in linear time', () => {
		for (const one of [' ', '\n', ' \n']) {
			const started = performance.now();
			bodyOf(request, { subject: `a${one.repeat(65_536 / one.length)}b` });
			expect(performance.now() - started).toBeLessThan(100);
		}
	});
});

describe('what no one sees', () => {
	test.each(['\u200b', '\ufeff \u00a0', '\u2800'])('%j alone is nothing', (value) => {
		expect(bodyOf(request, { subject: value, source: value, tags: value, spam: value })).toEqual(
			{},
		);
	});

	test('is not part of a name, a number, a date or a switch', () => {
		const values = {
			priorityName: 'High\u200b',
			assigneeEmail: '\u200bTechnician One',
			spam: 'yes\u200b',
			...custom(
				{ name: 'Count', type: 'number', value: '\u200e42\u200e' },
				{ name: 'Seen', type: 'time', value: '\u200e31\u200e.\u200e08\u200e.\u200e2026' },
			),
		};
		expect(bodyOf(request, values)).toEqual({
			priorityName: 'High',
			assigneeEmail: 'Technician One',
			spam: true,
			customField: { Count: 42, Seen: Date.parse('2026-08-30T22:00:00Z') },
		});
	});

	test('inside a name it may have a meaning', () => {
		expect(bodyOf(request, { statusName: 'می\u200cخواهم' })).toEqual({
			statusName: 'می\u200cخواهم',
		});
	});
});

describe('several things that are wrong', () => {
	const values = {
		ccEmailSet: 'nobody',
		spam: 'perhaps',
		extraFields: '{',
		nothingLikeIt: 'x',
		...custom(
			{ name: 'Cost', type: 'number', value: 'much' },
			{ name: '', type: 'text', value: 'x' },
		),
	};

	test('are named in one message', () => {
		expect(() => bodyOf(request, values)).toThrow(
			/^CC Emails must be .*\. Is Spam must be .*\. Custom field "Cost" must be .*\. Custom Fields: entry 2 .*\. Extra Fields \(JSON\) is not .*\. There is no field "nothingLikeIt"/,
		);
	});

	test('also those of property groups, and what is empty', () => {
		const groups = {
			computerProperty: { cpuCoreCount: 'many' },
			hardwareProperty: { auditDate: 'soon' },
		};
		expect(() => bodyOf(asset, { acquitionDate: 'soon', ...groups })).toThrow(
			/^Acquisition Date must.*Audit Date must/s,
		);
		const read = () =>
			readRequired({ parameter: () => '' }, change.fields, () => bodyOf(request, values));
		expect(read).toThrow(/^Subject is empty.*Start is empty.*CC Emails must be/s);
	});

	test('up to eight, each once', () => {
		const row = { name: 'Cost', type: 'number', value: 'much' };
		const rows = Array.from({ length: 10 }, (_, at) => ({ ...row, name: `Cost ${at}` }));
		const read = () => bodyOf(request, { spam: 'perhaps', ...custom(...rows) });
		expect(read).toThrow(/^Is Spam .*"Cost 6" must be a number, but it is "much"\. And 3 more$/);
	});
});

describe('the result of a faulty expression', () => {
	const required = (resource: Resource, values: Record<string, unknown>) => () =>
		readRequired(
			{ parameter: (name) => values[name] ?? 'x@example.com' },
			resource.fields,
			(read) => read,
		);

	test.each([
		'undefined',
		'null',
		'NaN',
		'[object Object]',
		' [object Object],[object Object] ',
		'Infinity',
	])('%j is refused as Subject', (subject) => {
		expect(required(request, { subject })).toThrow(/^Subject must be text, but it is /);
		expect(() => bodyOf(request, { subject })).toThrow(/^Subject must be text, but it is /);
	});

	test('an empty date that is required is missing', () => {
		const values = { startDate: '0001-01-01', endDate: '2026-01-01' };
		expect(required(change, values)).toThrow('Start is empty. Enter a value');
	});

	test('an object in any text is refused', () => {
		for (const text of [
			'[object Object]',
			'Alert: [object Object]',
			'up\nhost= [object Object], x',
		]) {
			for (const name of ['description', 'source', 'categoryName'])
				expect(() => bodyOf(request, { [name]: text })).toThrow(
					/ must be text, but it is ".* but an object$/s,
				);
		}
		expect(() => bodyOf(request, { source: 'Ticket for [object Object]' })).toThrow(/^Source must/);
		expect(() => bodyOf(request, { source: '[object Array], see mail' })).not.toThrow();
		for (const description of [
			'It shows [object Object] here',
			`${'log\n'.repeat(60)}e: [object Object]`,
		])
			expect(bodyOf(request, { description })).toEqual({
				description: expect.stringContaining('[object') as string,
			});
	});

	test('a list of one stands for its value', () => {
		expect(bodyOf(request, { priorityName: ['high'] })).toEqual({ priorityName: 'High' });
		expect(bodyOf(asset, { ipAddress: ['192.0.2.1'] })).toEqual({ ipAddress: '192.0.2.1' });
		expect(bodyOf(asset, { acquitionDate: ['2026-01-05'] })).toEqual({
			acquitionDate: '05-01-2026',
		});
		const option = { value: 'A', id: '1', self: 'https://example.com/1' };
		const field = [
			{ name: 'a', type: 'text', value: option },
			{ name: 'b', type: 'number', value: [5] },
			{ name: 'c', type: 'list', value: [option] },
		];
		expect(bodyOf(request, { source: option, customFields: { field } })).toEqual({
			source: 'A',
			customField: { a: 'A', b: 5, c: ['A'] },
		});
		expect(() => bodyOf(request, { priorityName: ['High', 'Low'] })).toThrow(/^Priority must be/);
	});

	test('words that contain such a word are text', () => {
		expect(bodyOf(request, { subject: 'undefined behavior', source: 'null device' })).toEqual({
			subject: 'undefined behavior',
			source: 'null device',
		});
	});
});

describe('text', () => {
	test.each([
		['One\nTwo\r\nThree', 'One<br>Two<br>Three'],
		['if a < b && c > d\nthen', 'if a &lt; b &amp;&amp; c &gt; d<br>then'],
		['<p>One</p>\n<p>Two</p>', '<p>One</p>\n<p>Two</p>'],
		['Dear <name>,\nhello', 'Dear &lt;name&gt;,<br>hello'],
	])('%j in a description goes out as %j', (description, sent) => {
		expect(bodyOf(request, { description })).toEqual({ description: sent });
	});

	test('stays as it is on assets, which are plain', () => {
		expect(bodyOf(asset, { description: 'a < b\nc' })).toEqual({ description: 'a < b\nc' });
	});
});

test.each(['vendorName', 'productName', 'categoryName', 'businessServiceName'])(
	'%s is taken from the object that another system has, and from no other',
	(field) => {
		for (const given of [' Dell\u200b', { name: 'Dell', id: 7 }, { value: 7, label: 'Dell' }]) {
			expect(bodyOf(asset, { [field]: given })).toEqual({ [field]: 'Dell' });
		}
		expect(() => bodyOf(asset, { [field]: { count: 3 } })).toThrow('must be text');
		expect(() => bodyOf(asset, { barCode: { name: 'Dell' } })).toThrow('must be text');
	},
);

test('support levels of a technician, however they are written', () => {
	expect(bodyOf(technician, { supportLevel: 'Tier 2, TIER3, tier-4, other' })).toEqual({
		supportLevel: ['tier2', 'tier3', 'tier4', 'other'],
	});
});

describe('names', () => {
	test.each([
		['high', 'High'],
		[' HIGH ', 'High'],
		['on-department', 'On Department', 'impactName'],
		['{"mode":"name","value":"urgent"}', 'Urgent'],
		[{ id: 3, name: 'Medium' }, 'Medium'],
		[{ value: 'My Own' }, 'My Own'],
		['Tier2', 'tier2', 'supportLevel'],
		['TIER 2', 'tier2', 'supportLevel'],
	])('%j is %s', (given, sent, field = 'priorityName') => {
		expect(bodyOf(request, { [field]: given })).toEqual({ [field]: sent });
	});

	test.each([
		['"Doe, Jane" <jane@example.com>', 'jane@example.com'],
		[{ name: 'Jane', email: 'jane@example.com' }, 'jane@example.com'],
		[{ value: [{ address: 'jane@example.com', name: 'Jane' }] }, 'jane@example.com'],
		['jdoe', 'jdoe'],
		['Jane Doe', 'Jane Doe'],
	])('the technician %j is %s', (given, sent) => {
		expect(bodyOf(request, { assigneeEmail: given })).toEqual({ assigneeEmail: sent });
	});

	test('the email of a person must be one', () => {
		expect(bodyOf(requester, { email: 'Jane <jane@example.com>' })).toEqual({
			email: 'jane@example.com',
		});
		expect(() => bodyOf(requester, { email: 'jdoe' })).toThrow(/^Email must be an email address/);
	});
});

describe('things', () => {
	test.each([
		['00-00-5e-00-53-0a', '00:00:5E:00:53:0A'],
		['0000.5e00.530a', '00:00:5E:00:53:0A'],
		['n/a', 'n/a'],
	])('the MAC address %j is sent as %s', (macAddress, sent) => {
		expect(bodyOf(asset, { macAddress })).toEqual({ macAddress: sent });
	});

	test('labels of custom fields keep their spaces', () => {
		const body = bodyOf(request, custom({ name: 'Cost Center ', type: 'text', value: 'A' }));
		expect(body).toEqual({ customField: { 'Cost Center ': 'A' } });
	});

	test.each([
		['softwareCost', '0x10'],
		['softwareCost', '1e3'],
		['softwareCost', '12,5'],
	])('%s does not take %j', (name, value) => {
		const [, , software] = asset.types?.options ?? [];
		expect(() =>
			toBody({ resource: asset, type: software, zone: 'UTC' }, asset.fields, {
				softwareProperty: { [name]: value },
			}),
		).toThrow(/^Cost must be a number/);
	});

	test.each([
		['Y', true],
		['no', false],
		[' TRUE ', true],
	])('%j is %s', (spam, sent) => expect(bodyOf(request, { spam })).toEqual({ spam: sent }));
});

test('a field that is nearly right is suggested', () => {
	expect(() => bodyOf(request, { priorityNam: 'High' })).toThrow(
		'There is no field "priorityNam" here. Did you mean "priorityName"?',
	);
});

test.each([
	[
		'options',
		'closedStatus',
		'Did you mean "closedStatuses"? Options can contain closedStatuses, ignoreChangesBy, includeLastConversation',
	],
	['filters', 'zzz', /^There is no field "zzz" here\. Filters can contain (?!.*\blength\b)/],
])('of %s of the polling trigger, what it can contain is said once', (name, key, says) => {
	const given = { parameter: () => undefined, raw: () => ({ [key]: 'x' }) };
	const check = () =>
		checkGiven(
			triggerForm.filter((one) => one.name === name),
			given,
		);
	expect(check).toThrow(says);
	expect(check).not.toThrow(/can contain .*\b(\w+),.*\b\1\b/);
});
