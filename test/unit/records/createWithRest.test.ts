/** New records on servers that do not take everything at creation: the record is made once, the rest is added or told. */
import { createWithRest, type Rest } from '../../../nodes/ServiceOps/records/createWithRest';
import type { LinkTarget } from '../../../nodes/ServiceOps/records/links';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { ci } from '../../../nodes/ServiceOps/resources/ci';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { serviceRequest } from '../../../nodes/ServiceOps/resources/serviceRequest';
import type { RecordTask } from '../../../nodes/ServiceOps/run/types';
import { Rejected, Unreachable } from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import { isRead, type ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { recordServer } from '../../support/recordServer';

const laptop: LinkTarget = { resource: asset, model: 'asset_hardware', id: 5, key: 'AST-5' };
const phone: LinkTarget = { resource: asset, model: 'asset_hardware', id: 6, key: 'AST-6' };
const service: LinkTarget = { resource: ci, model: 'cmdb', id: 7, key: 'CI-7' };
const unlinkable: LinkTarget = { resource: request, model: 'request', id: 8, key: 'INC-8' };
const linked = {
	linkAssetIds: [
		{ assetModel: 'asset_hardware', assetId: 5 },
		{ assetModel: 'asset_hardware', assetId: 6 },
	],
};

const isCreation = ({ method, path }: ApiRequest) =>
	method === 'POST' && (path.length === 3 || path.at(-2) === 'service_catalog');

interface Kind {
	/** What the server says to a creation that it refuses. */
	refuse?: (body: Row) => Error | string | undefined;
	refuseUpdate?: (body: Row) => Error | string | undefined;
	refuseLink?: (body: Row) => Error | undefined;
	/** What a new record gets whatever was sent. */
	overrides?: Row;
	/** What the response to a creation does not show. */
	hidden?: string[] | 'all';
	resource?: typeof request;
}

/** Creates a request on a server of a kind. */
async function create(body: Row, rest: Rest, kind: Kind = {}) {
	const { refuse, refuseUpdate, refuseLink, overrides, hidden, resource = request } = kind;
	const server = recordServer();
	const toFault = (said: Error | string | undefined) =>
		typeof said === 'string' ? new Rejected(said, { status: 400 }) : said;
	server.before = (sent) => {
		const { method, path, body: given = {} } = sent;
		// Lists of names.
		if (isRead(sent) && method === 'POST') return { status: 200, body: { objectList: [] } };
		if (method === 'PATCH') return toFault(refuseUpdate?.(given));
		if (path.includes('relation')) return refuseLink?.(given) ?? { status: 200, body: {} };
		if (!isCreation(sent)) return undefined;
		const fault = toFault(refuse?.(given));
		if (fault) return fault;
		const row = { id: 1, name: 'SR-1', ...given, ...overrides };
		server.rows.push(row);
		const shown = Object.entries(row).filter(([name]) => !hidden?.includes(name));
		return { status: 200, body: hidden === 'all' ? {} : Object.fromEntries(shown) };
	};
	const warn = jest.fn();
	const task = { api: server.api, resource, warn } as unknown as RecordTask;
	const outcome = await createWithRest(task, body, rest).then(
		(written) => ({ written, error: undefined }),
		(error: Error) => ({ written: undefined, error }),
	);
	const writes = server.requests.filter((sent) => !isRead(sent));
	return {
		...outcome,
		task,
		warn,
		row: server.rows[0],
		creations: writes.filter(isCreation).map((sent) => sent.body),
		updates: writes.filter(({ method }) => method === 'PATCH').map((sent) => sent.body),
		relations: writes.filter(({ path }) => path.includes('relation')).map((sent) => sent.body),
	};
}

const body = { subject: 'A', statusName: 'Resolved' };

test('a server that takes everything is sent one write', async () => {
	const made = await create(body, { links: [laptop, phone] });
	expect(made.creations).toEqual([{ ...body, ...linked }]);
	expect([made.updates, made.relations]).toEqual([[], []]);
	expect(made.written).toStrictEqual({
		row: made.row,
		outcome: 'created',
		changedFields: [],
	});
});

describe('the status', () => {
	const added = ['Status "Resolved": set by an update after the creation'];

	test.each<[string, Kind, number]>([
		['is ignored', { overrides: { statusName: 'Open' } }, 1],
		[
			'is refused by its name',
			{ refuse: (given) => ('statusName' in given ? 'statusName?' : undefined) },
			2,
		],
		[
			'is refused by its label',
			{ refuse: (given) => ('statusName' in given ? 'Odd Status' : undefined) },
			2,
		],
		[
			'is refused with its name as the code',
			{
				refuse: (given) =>
					'statusName' in given ? new Rejected('Not now', { details: 'statusName' }) : undefined,
			},
			2,
		],
	])('that %s is set afterwards, with the custom fields', async (_title, kind, creations) => {
		const customField = { Room: '3' };
		const made = await create({ ...body, customField }, { always: { type: 'x' } }, kind);
		const whole = { type: 'x', ...body, customField };
		expect(made.creations).toEqual(
			[whole, { type: 'x', subject: 'A', customField }].slice(0, creations),
		);
		expect(made.updates).toEqual([{ type: 'x', statusName: 'Resolved' }]);
		expect(made.written).toMatchObject({
			notes: added,
			row: { subject: 'A', statusName: 'Resolved' },
		});
	});

	const room = { customField: { Room: '3' } };

	test.each<[string, Kind, Row[]]>([
		[
			'left out as well',
			{ overrides: { statusName: 'Open', customField: {} } },
			[{ statusName: 'Resolved', ...room }],
		],
		[
			'wanted together with it',
			{
				overrides: { statusName: 'Open' },
				refuseUpdate: (given) => ('customField' in given ? undefined : 'Room is required'),
			},
			[{ statusName: 'Resolved' }, { statusName: 'Resolved', ...room }],
		],
	])('is set with custom fields that are %s', async (_title, kind, updates) => {
		const made = await create({ ...body, ...room }, {}, kind);
		expect(made.updates).toEqual(updates);
		expect(made.written).toMatchObject({ notes: added, row: { statusName: 'Resolved', ...room } });
	});

	test('that was not entered is left as it is', async () => {
		const made = await create({ subject: 'A' }, {}, { overrides: { statusName: 'Open' } });
		expect(made.updates).toEqual([]);
	});

	test('that cannot be set leaves the record, and a note', async () => {
		const made = await create(
			body,
			{},
			{
				overrides: { statusName: 'Open' },
				refuseUpdate: () => 'A solution is missing',
			},
		);
		expect(made.written).toMatchObject({
			row: { id: 1, statusName: 'Open' },
			notes: ['Status "Resolved": not set. A solution is missing'],
		});
		expect(made.creations).toHaveLength(1);
	});

	test.each([
		['a rule that wants something else', 'Solution is required for statusName'],
		['another field', 'Priority is not valid'],
		['something mandatory', 'statusName: Solution is mandatory'],
	])('is not left out because of %s', async (_title, said) => {
		const made = await create(body, {}, { refuse: () => said });
		expect(made.error).toBeInstanceOf(Rejected);
		expect(made.creations).toHaveLength(1);
	});

	test('of a catalog request is never sent with it', async () => {
		const made = await create(body, {}, { resource: serviceRequest });
		expect(made.creations).toEqual([{ subject: 'A' }]);
		expect(made.updates).toEqual([{ statusName: 'Resolved' }]);
		expect(made.written).toMatchObject({ notes: added });
	});
});

describe('links', () => {
	const both = { links: [laptop, service, phone] };
	const relations = [
		{ destinationModel: 'asset_hardware', destinationNames: ['AST-5', 'AST-6'], type: 'related' },
		{ destinationModel: 'cmdb', destinationNames: ['CI-7'], type: 'related' },
	];
	const refusesLinks = (given: Row) =>
		'linkAssetIds' in given ? 'Unrecognized field linkAssetIds' : undefined;

	test('that the creation refuses are made afterwards, one call for each kind', async () => {
		const made = await create(body, both, { refuse: refusesLinks });
		expect(made.creations).toHaveLength(2);
		expect(made.creations[1]).toEqual(body);
		expect(made.relations).toEqual(relations);
		expect(made.written).not.toHaveProperty('notes');
	});

	test('that cannot be made leave the record, and a note for each kind', async () => {
		const made = await create(body, both, {
			refuse: refusesLinks,
			refuseLink: ({ destinationModel }) =>
				destinationModel === 'cmdb' ? new Rejected('No such CI') : undefined,
		});
		expect(made.relations).toEqual(relations);
		expect(made.written).toMatchObject({
			outcome: 'created',
			notes: ['Not linked: CI-7. No such CI'],
		});
	});

	test('that the server accepts but does not show are told, not as an error', async () => {
		const kind: Kind = { hidden: ['linkAssetIds'] };
		const made = await create(body, both, kind);
		expect(made.written).toMatchObject({ outcome: 'created' });
		expect(made.written).not.toHaveProperty('notes');
		expect(made.warn.mock.calls).toEqual([
			[expect.stringMatching(/^ServiceOps accepted the links, .* use Link Assets\.$/)],
		]);
	});

	test.each<[string, Kind]>([
		['the server shows', {}],
		['were made by calls of their own', { refuse: refusesLinks, hidden: ['linkAssetIds'] }],
	])('that %s need no notice', async (_title, kind) => {
		const made = await create(body, { links: [laptop, service] }, kind);
		expect(made.error).toBeUndefined();
		expect(made.warn).not.toHaveBeenCalled();
	});

	test('stay in the creation while the status is refused', async () => {
		const made = await create(
			body,
			{ links: [laptop, phone] },
			{
				refuse: (given) => ('statusName' in given ? 'statusName?' : undefined),
			},
		);
		expect(made.creations).toEqual([
			{ ...body, ...linked },
			{ subject: 'A', ...linked },
		]);
		expect(made.relations).toEqual([]);
		expect(made.updates).toHaveLength(1);
	});

	test.each<[string, (given: Row) => string | undefined]>([
		['the status first', (given) => ('statusName' in given ? 'statusName?' : refusesLinks(given))],
		[
			'the links first',
			(given) => refusesLinks(given) ?? ('statusName' in given ? 'statusName?' : undefined),
		],
	])('and the status may be refused one at a time: %s', async (_title, refuse) => {
		const made = await create(body, { links: [laptop, phone] }, { refuse });
		expect(made.creations).toHaveLength(3);
		expect(made.creations[2]).toEqual({ subject: 'A' });
		expect(made.relations).toEqual(relations.slice(0, 1));
		expect(made.updates).toEqual([{ statusName: 'Resolved' }]);
		expect(made.written?.notes).toHaveLength(1);
	});

	test('of what a creation cannot link, and those of other modules, are made afterwards', async () => {
		const made = await create(body, { links: [unlinkable] });
		expect(made.creations).toEqual([body]);
		expect(made.relations).toMatchObject([{ destinationNames: ['INC-8'] }]);

		const catalog = await create(
			{ subject: 'A' },
			{ links: [laptop] },
			{ resource: serviceRequest },
		);
		expect(catalog.creations).toEqual([{ subject: 'A' }]);
		expect(catalog.relations).toMatchObject([{ destinationNames: ['AST-5'] }]);
	});
});

describe('nothing is made twice', () => {
	test.each([
		['the connection is lost', new Unreachable('Lost', { possiblyDone: true })],
		['the refusal is not certain', new Rejected('statusName linkAssetIds', { possiblyDone: true })],
	])('when %s', async (_title, fault) => {
		const makeMissing = jest.fn(async () => await Promise.resolve(true));
		const made = await create(body, { links: [laptop], makeMissing }, { refuse: () => fault });
		expect(made.error).toBe(fault);
		expect(made.creations).toHaveLength(1);
		expect(makeMissing).not.toHaveBeenCalled();
	});

	test('when the second attempt is lost', async () => {
		const fault = new Unreachable('Lost', { possiblyDone: true });
		const made = await create(
			body,
			{ links: [laptop] },
			{
				refuse: (given) => ('statusName' in given ? 'statusName?' : fault),
			},
		);
		expect(made.error).toBe(fault);
		expect(made.creations).toHaveLength(2);
	});

	test('when the server refuses every form', async () => {
		const made = await create(
			body,
			{ links: [laptop] },
			{ refuse: () => 'statusName linkAssetIds' },
		);
		expect(made.error).toBeInstanceOf(Rejected);
		expect(made.creations).toHaveLength(3);
		expect([made.updates, made.relations]).toEqual([[], []]);
	});
});

test('a record that the server does not return is made, and nothing is done to another one', async () => {
	const kind: Kind = { overrides: { statusName: 'Open' }, hidden: 'all' };
	const made = await create(body, { links: [unlinkable] }, kind);
	expect(made.written).toEqual({
		row: body,
		outcome: 'created',
		changedFields: [],
		notes: ['ServiceOps did not return the new record, so its ID is not known'],
	});
	expect(made.creations).toHaveLength(1);
	expect([made.updates, made.relations]).toEqual([[], []]);
});

describe('what is missing, such as the requester', () => {
	test('was made, says the error of a creation that is refused all the same', async () => {
		let isThere = false;
		const made = await create(
			{ subject: 'A' },
			{ makeMissing: async () => await Promise.resolve((isThere = true)) },
			{ refuse: () => (isThere ? 'Priority is not valid' : 'No such requester') },
		);
		expect(made.error?.message).toContain('Priority is not valid');
		expect(made.error).toMatchObject({
			description: expect.stringContaining('The missing requester was created.') as string,
		});
		expect(made.creations).toHaveLength(2);
	});

	test.each([
		[true, 2],
		[false, 1],
	])('is made: %s', async (isMade, creations) => {
		let isThere = false;
		const makeMissing = jest.fn(async () => await Promise.resolve((isThere = isMade)));
		const refuse = () => (isThere ? undefined : 'No such requester');
		const made = await create({ subject: 'A' }, { makeMissing }, { refuse });
		expect(makeMissing).toHaveBeenCalledTimes(1);
		expect(made.creations).toEqual(Array.from({ length: creations }, () => ({ subject: 'A' })));
		expect(made.error === undefined).toBe(isMade);
		expect(made.row === undefined).toBe(!isMade);
	});
});
