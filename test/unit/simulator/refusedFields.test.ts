/** A body that breaks the contract is refused, and the refusal names the field. */
import { NEW_ASSET, NEW_CHANGE, NEW_REQUEST, useSimulator } from './client';

const world = useSimulator();
const { call } = world;

type Refused = [what: unknown, userMessage: string];

/** The call is refused with these words, and counted as a breach of the contract. */
async function expectRefused(method: string, url: string, body: unknown, userMessage: string) {
	const answer = await call(method, `/api/v1/${url}`, body);

	expect(answer).toMatchObject({
		status: 400,
		body: { code: expect.any(String) as unknown, userMessage, cause: null },
	});
	expect(world.simulator.refused()).toHaveLength(1);
	expect(world.simulator.refused()[0]).toMatchObject({ method, status: 400 });
}

test.each<Refused>([
	[{ subject: '' }, "Field 'subject' must not be empty."],
	[{ foo: 1 }, "Field 'foo' is not known."],
	[{ priorityName: 'Highest' }, "Field 'priorityName' has an unknown value 'Highest'."],
	[{ spam: 'true' }, "Field 'spam' has the wrong type: boolean expected, got 'true'."],
	[{ tags: 'a' }, "Field 'tags' has the wrong type: array expected, got 'a'."],
	[{ tags: ['a', 1] }, "Field 'tags[1]' has the wrong type: string expected, got '1'."],
	[{ locationName: 'Moon' }, "Field 'locationName' has an unknown value 'Moon'."],
	[{ categoryName: 'Moon' }, "Field 'categoryName' has an unknown value 'Moon'."],
	[{ statusName: 'Moon' }, "Field 'statusName' has an unknown value 'Moon'."],
	[{ requesterEmail: 'a@b.example' }, "Field 'requesterEmail' has an unknown value 'a@b.example'."],
	[
		{ assigneeEmail: 'requester@example.com' },
		"Field 'assigneeEmail' has an unknown value 'requester@example.com'.",
	],
	[{ description: null }, "Field 'description' has the wrong type: string expected, got 'null'."],
	[{ customField: { Nope: 1 } }, "Field 'customField.Nope' is not known."],
	[
		{ customField: { 'New Number': '1' } },
		"Field 'customField.New Number' has the wrong type: number expected.",
	],
	[
		{ customField: { 'New Datetime': 1756304676 } },
		"Field 'customField.New Datetime' has the wrong type: datetime expected.",
	],
	[{ fileAttachments: [{ refFileName: 'a' }] }, "Field 'fileAttachments[0].realName' is required."],
])('a new request with %j: %s', async (more, userMessage) => {
	await expectRefused('POST', 'request', { ...NEW_REQUEST, ...(more as object) }, userMessage);
});

test.each<Refused>([
	[{ subject: 'x' }, "Field 'requesterEmail' is required."],
	[[], 'The request body must be an object.'],
])('a new request of %j: %s', async (body, userMessage) => {
	await expectRefused('POST', 'request', body, userMessage);
});

test.each<[string, unknown, string]>([
	[
		'request/2',
		{ requesterEmail: 'requester@example.com' },
		"Field 'requesterEmail' is not known.",
	],
	['request/2', { source: 'Email' }, "Field 'source' is not known."],
	[
		'request/2',
		{ subject: null },
		"Field 'subject' has the wrong type: string expected, got 'null'.",
	],
	['request/2', { serviceName: 'HW 1' }, "Field 'serviceName' is not known."],
	['request/x', {}, "Path parameter 'id' has an invalid value 'x'."],
	['request/0', {}, "Path parameter 'id' has an invalid value '0'."],
	['change/2', { endDate: 1754571650000 }, "Field 'endDate' must not be before 'startDate'."],
	['change/2', { riskType: 'Huge' }, "Field 'riskType' has an unknown value 'Huge'."],
	['asset/1', { name: 'x' }, "Field 'type' is required."],
	['asset/1', { type: 'SoftwareAsset', hostName: 'x' }, "Field 'hostName' is not known."],
])('an update of %s by %j: %s', async (url, body, userMessage) => {
	await expectRefused('PATCH', url, body, userMessage);
});

test('a new change without a start: the start is required', async () => {
	await expectRefused('POST', 'change', NEW_REQUEST, "Field 'startDate' is required.");
});

test.each<Refused>([
	[
		{ startDate: 1754571660 },
		"Field 'startDate' is too small: at least 100000000000 expected, got '1754571660'.",
	],
	[
		{ startDate: '1754571660000' },
		"Field 'startDate' has the wrong type: integer expected, got '1754571660000'.",
	],
	[{ endDate: 1754571650000 }, "Field 'endDate' must not be before 'startDate'."],
])('a new change with %j: %s', async (more, userMessage) => {
	await expectRefused('POST', 'change', { ...NEW_CHANGE, ...(more as object) }, userMessage);
});

test('a new asset without its class: the class is required', async () => {
	const body = { assetTypeName: 'Hardware', name: 'x' };
	await expectRefused('POST', 'asset', body, "Field 'type' is required.");
});

test.each<Refused>([
	[{ type: 'Asset' }, "Field 'type' has an unknown value 'Asset'."],
	[
		{ assetTypeName: 'Hardware$Toaster' },
		"Field 'assetTypeName' has an unknown value 'Hardware$Toaster'.",
	],
	[
		{ assetTypeName: 'Software$OS' },
		"Field 'assetTypeName' has a value that does not fit HardwareAsset: 'Software$OS'.",
	],
	[{ version: '1' }, "Field 'version' is not known."],
	[{ acquitionDate: '2020-08-15' }, "Field 'acquitionDate' has an invalid value '2020-08-15'."],
	[{ barCode: 'A-1' }, "Field 'barCode' has an invalid value 'A-1'."],
	[{ barCode: 'A123456789012345' }, "Field 'barCode' must not be longer than 15 characters."],
	[{ tags: ['a', 'a'] }, "Field 'tags' must not hold a value twice."],
	[
		{ assetPropertyList: [{ type: 'SoftwareProperty' }] },
		"Field 'assetPropertyList[0].type' has an unknown value 'SoftwareProperty'.",
	],
	[
		{ assetPropertyList: [{ type: 'HardwareProperty', osName: 'x' }] },
		"Field 'assetPropertyList[0].osName' is not known.",
	],
])('a new asset with %j: %s', async (more, userMessage) => {
	await expectRefused('POST', 'asset', { ...NEW_ASSET, ...(more as object) }, userMessage);
});

test.each<[string, unknown, string]>([
	[
		'request/104',
		{ conversationType: 'Note', details: 'x' },
		"Field 'conversationType' has an unknown value 'Note'.",
	],
	['request/104', { conversationType: 'note', details: '' }, "Field 'details' must not be empty."],
	[
		'change/1',
		{ conversationType: 'technician_to_requester', details: 'x' },
		"Field 'conversationType' has an unknown value 'technician_to_requester'.",
	],
])('a conversation on %s by %j: %s', async (url, body, userMessage) => {
	await expectRefused('POST', `${url}/conversation`, body, userMessage);
});

test.each<[string, unknown, string]>([
	['?limit=1', {}, "Query parameter 'limit' is not known."],
	['?size=0', {}, "Query parameter 'size' is too small: at least 1 expected, got '0'."],
	['?size=x', {}, "Query parameter 'size' has the wrong type: integer expected, got 'x'."],
	['?size=1&size=2', {}, "Query parameter 'size' is given twice."],
	['?sort_by=colour', {}, "Query parameter 'sort_by' has an unknown value 'colour'."],
	['', { filter: {} }, "Field 'filter' is not known."],
	['', undefined, 'The request body is missing.'],
])('a search %s of %j: %s', async (query, body, userMessage) => {
	await expectRefused('POST', `request/search/byqual${query}`, body, userMessage);
});
