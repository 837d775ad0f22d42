/** Writing records: create, change, delete, and what is said when the answer leaves a doubt. */
import { deleteRecord } from '../../../nodes/ServiceOps/records/delete';
import { checkById, checkByTitle } from '../../../nodes/ServiceOps/records/howToCheck';
import type { Place } from '../../../nodes/ServiceOps/records/place';
import { recallCreated, rememberCreated } from '../../../nodes/ServiceOps/records/recentlyCreated';
import { createRecord, patchRecord } from '../../../nodes/ServiceOps/records/write';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { serviceRequest } from '../../../nodes/ServiceOps/resources/serviceRequest';
import { NotFound, OddAnswer, Rejected } from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import { property } from '../../../nodes/ServiceOps/transport/qualification';
import { useFastClock } from '../../support/clock';
import { recordServer, type RecordServer } from '../../support/recordServer';

const clock = useFastClock();
const [hardware] = asset.types?.options ?? [];
const at = ({ api }: RecordServer, resource = request, type?: typeof hardware): Place => ({
	api,
	resource,
	type,
	warn: jest.fn(),
});
type Failure = Error & { description?: string; possiblyDone?: boolean };
const errorOf = async (work: Promise<unknown>): Promise<Failure> =>
	await work.then(
		() => new Error('It worked'),
		(error: Failure) => error,
	);
const ok = (body: unknown) => ({ status: 200, body });

describe('create', () => {
	test('returns the record that the server answers', async () => {
		const server = recordServer();
		expect(await createRecord(at(server), { subject: 'A' })).toEqual({ id: 1, subject: 'A' });
		expect(server.requests).toEqual([
			{
				method: 'POST',
				path: ['api', 'v1', 'request'],
				body: { subject: 'A' },
				howToCheck: 'To check, use Get Many with the condition Subject Is "A".',
			},
		]);
	});

	test.each([[{}], [{ id: null }], [[]], [{ message: 'Created' }]])(
		'an answer of %j is a success that does not say which one it made',
		async (body) => {
			const server = recordServer();
			server.before = () => ok(body);
			const place = at(server);
			expect(await createRecord(place, { subject: 'A' })).toEqual({ subject: 'A' });
			expect(place.warn).toHaveBeenCalledWith(
				'ServiceOps created the request, but did not return it. To check, use Get Many with the condition Subject Is "A".',
			);
			expect(server.requests).toHaveLength(1);
		},
	);

	test('an empty answer may come from a proxy; no content is an answer', async () => {
		const server = recordServer();
		server.before = () => ok(undefined);
		const error = await errorOf(createRecord(at(server), { subject: 'A' }));
		expect(error).toBeInstanceOf(OddAnswer);
		expect(error).toMatchObject({
			possiblyDone: true,
			message: expect.stringMatching(/^The server's answer is empty\. .*processed/) as string,
		});
		expect(error.description).toBe('To check, use Get Many with the condition Subject Is "A".');
		server.before = () => ({ status: 204, body: undefined });
		expect(await createRecord(at(server), { subject: 'A' })).toEqual({ subject: 'A' });
	});

	test.each([
		['the ID beside a message', { body: { id: 7, message: 'Created' } }],
		['a Location', { headers: { location: 'https://desk.example.com/api/v1/request/17/' } }],
	])('%s is enough to read it', async (_what, answer) => {
		const rows = [7, 17].map((id) => ({ id, name: 'INC-7', subject: 'A' }));
		const server = recordServer(rows);
		server.before = ({ method }) =>
			method === 'POST' ? { status: 201, body: undefined, ...answer } : undefined;
		expect(await createRecord(at(server), { subject: 'A' })).toMatchObject({ name: 'INC-7' });
	});

	test('a Location of something else says nothing', async () => {
		const server = recordServer([{ id: 7 }]);
		const headers = { location: 'https://desk.example.com/api/v1/request/7/details' };
		const answer = { status: 201, body: undefined, headers };
		server.before = () => answer;
		expect(await createRecord(at(server), { subject: 'A' })).toEqual({ subject: 'A' });
	});

	test('nobody has to be there to be warned', async () => {
		const server = recordServer();
		server.before = ({ method }) => (method === 'POST' ? ok({}) : { status: 404, body: '' });
		const { warn, ...place } = at(server);
		expect(warn).toBeDefined();
		expect(await createRecord(place, { subject: 'A' })).toEqual({ subject: 'A' });
		server.before = ({ method }) => (method === 'GET' ? { status: 404, body: '' } : ok({}));
		expect(await patchRecord(place, '1', { subject: 'B' })).toEqual({ id: 1, subject: 'B' });
	});

	test.each([
		[[{ id: 7, name: 'INC-7' }]],
		[{ result: [{ id: 7, name: 'INC-7' }], status: 'ok' }],
		[{ objectList: [{ id: 7, name: 'INC-7' }], totalCount: 1 }],
		[{ data: { request: { id: 7, name: 'INC-7' } } }],
	])('a list or an envelope of the one record is the record: %j', async (body) => {
		const server = recordServer();
		server.before = () => ok(body);
		expect(await createRecord(at(server), { subject: 'A' })).toEqual({ id: 7, name: 'INC-7' });
	});

	test.each([[[{ id: 7 }, { id: 8 }]], [{ message: 'ok', requester: { name: 'Ann' } }], [{}]])(
		'nothing is guessed from %j',
		async (body) => {
			const server = recordServer();
			server.before = () => ok(body);
			expect(await createRecord(at(server), { subject: 'A' })).toEqual({ subject: 'A' });
		},
	);

	test('303 leads to the new record, or may have made it', async () => {
		const server = recordServer([{ id: 17, name: 'INC-17', subject: 'A' }]);
		const location = '/api/v1/request/17';
		server.before = ({ method }) =>
			method === 'POST' ? { status: 303, body: '', headers: { location } } : undefined;
		expect(await createRecord(at(server), { subject: 'A' })).toMatchObject({ name: 'INC-17' });
		server.before = () => ({ status: 303, body: '', headers: {} });
		const error = await errorOf(createRecord(at(server), { subject: 'A' }));
		expect(error).toMatchObject({ possiblyDone: true });
	});

	test('from the catalog: another path, and the record is read again', async () => {
		const server = recordServer([{ id: 7, name: 'SR-7', subject: 'New Laptop' }]);
		const place = at(server, serviceRequest);
		server.before = ({ method, path }) =>
			method === 'POST' && path.includes('service_catalog') ? ok({ id: 7 }) : undefined;
		expect(await createRecord(place, {})).toMatchObject({ subject: 'New Laptop' });
		expect(server.sent()).toEqual([
			'POST /api/v1/service_catalog/servicerequest',
			'GET /api/v1/request/7',
		]);
		expect(place.warn).not.toHaveBeenCalled();
	});

	test('is done even if it cannot be read again', async () => {
		const server = recordServer();
		const place = at(server, serviceRequest);
		server.before = ({ method }) => (method === 'POST' ? ok({ id: 7, a: 1 }) : undefined);
		expect(await createRecord(place, {})).toEqual({ id: 7, a: 1 });
		expect(place.warn).toHaveBeenCalledWith(
			'The service request 7 was written, but could not be read back',
		);
	});
});

describe('update', () => {
	test('sends the changes and returns the record', async () => {
		const server = recordServer([{ id: 1, subject: 'A' }]);
		expect(await patchRecord(at(server), '1', { subject: 'B' })).toEqual({ id: 1, subject: 'B' });
		expect(server.requests).toEqual([
			{
				method: 'PATCH',
				path: ['api', 'v1', 'request', '1'],
				body: { subject: 'B' },
				howToCheck: 'To check, use Get with the ID 1.',
			},
		]);
	});

	test('reads the record where the answer is something else', async () => {
		const server = recordServer([{ id: 1, subject: 'A', statusName: 'Open' }]);
		server.before = ({ method, body }) => {
			if (method !== 'PATCH') return undefined;
			Object.assign(server.rows[0] ?? {}, body);
			return ok({ returnCode: 'SUCCESS' });
		};
		expect(await patchRecord(at(server), '1', { subject: 'B' })).toMatchObject({
			subject: 'B',
			statusName: 'Open',
		});
		server.before = ({ method }) =>
			method === 'PATCH' ? ok(undefined) : { status: 404, body: '' };
		expect(await patchRecord(at(server), '1', { subject: 'C' })).toEqual({ id: 1, subject: 'C' });
	});

	test('of a resource that shares its path looks first', async () => {
		const server = recordServer([{ id: 1, name: 'INC-1' }]);
		const place = at(server, serviceRequest);
		await expect(patchRecord(place, '1', { subject: 'B' })).rejects.toBeInstanceOf(NotFound);
		expect(server.writes()).toEqual([]);
	});

	test('says when the server has changed an asset of another class', async () => {
		const server = recordServer([{ id: 1, assetId: 'AST-5', type: 'SoftwareAsset' }], 'asset');
		const error = await errorOf(patchRecord(at(server, asset, hardware), '1', { name: 'B' }));
		expect(error).toMatchObject({
			message:
				'ServiceOps changed AST-5 / B / SoftwareAsset instead of the Hardware asset 1. Check both records',
			possiblyDone: true,
		});
	});
});

describe('delete', () => {
	test('sends one DELETE', async () => {
		const server = recordServer([{ id: 1 }]);
		await deleteRecord(at(server), '1');
		expect(server.requests).toEqual([
			{
				method: 'DELETE',
				path: ['api', 'v1', 'request', '1'],
				howToCheck: 'To check, use Get with the ID 1.',
			},
		]);
	});

	test.each([
		['Request archived', true],
		['It cannot be deleted', false],
		['It is in use', false],
	])(
		'answered with "%s" and a code, while the record can still be read',
		async (userMessage, isDone) => {
			const server = recordServer([{ id: 1 }]);
			server.before = ({ method }) =>
				method === 'DELETE' ? { status: 200, body: { code: '200', userMessage } } : undefined;
			const deleted = deleteRecord(at(server), '1').then(() => true);
			expect(await deleted.catch((error: Error) => error.message)).toBe(isDone || userMessage);
		},
	);

	test('looks first where resources share a path', async () => {
		const server = recordServer([{ id: 1, name: 'INC-1' }]);
		await expect(deleteRecord(at(server, serviceRequest), '1')).rejects.toBeInstanceOf(NotFound);
		expect(server.writes()).toEqual([]);
	});

	const laptop = { id: 1, assetId: 'AST-1', name: 'Laptop', type: 'HardwareAsset' };
	const license = { id: 1, assetId: 'AST-9', name: 'Office', type: 'SoftwareAsset' };

	test('of an asset that is at the path itself', async () => {
		const server = recordServer([laptop], 'asset');
		await deleteRecord(at(server, asset, hardware), '1');
		expect(server.sent()).toEqual(['GET /api/v1/asset/1', 'DELETE /api/v1/asset/1']);
	});

	test('of an asset behind the path of its class', async () => {
		const server = recordServer([license], 'asset');
		server.find = ({ path }) => (path.includes('asset_hardware') ? [laptop] : [license]);
		await deleteRecord(at(server, asset, hardware), '1');
		expect(server.writes()).toEqual(['DELETE /api/v1/asset/asset_hardware/1']);
	});

	test('never where a record of another class was seen', async () => {
		const server = recordServer([license], 'asset');
		// No search finds it.
		server.find = ({ path }) => (path.includes('asset_hardware') ? [laptop] : []);
		server.before = ({ method, path }) =>
			method === 'DELETE' && path.includes('asset_hardware')
				? { status: 404, body: '' }
				: undefined;
		const error = await errorOf(deleteRecord(at(server, asset, hardware), '1'));
		expect(error).toBeInstanceOf(Rejected);
		expect(error.message).toBe(
			'Nothing was deleted: at the path of AST-1 / Laptop / HardwareAsset this ServiceOps server has AST-9 / Office / SoftwareAsset',
		);
		expect(server.writes()).toEqual(['DELETE /api/v1/asset/asset_hardware/1']);
	});

	test.each([
		['an error', { status: 405, body: '' }],
		['an envelope', { status: 200, body: { code: '1', userMessage: 'No', type: 'X' } }],
		['nothing', { status: 200, body: undefined }],
	])(
		'never where a search finds another class with the ID, and the path shows %s',
		async (_shown, answer) => {
			const server = recordServer([], 'asset');
			server.find = ({ path }) => {
				if (path.includes('asset_hardware')) return [laptop];
				return path.includes('asset_software') ? [license] : [];
			};
			server.before = ({ method, path }) => {
				if (method === 'GET') return answer;
				return method === 'DELETE' && path.includes('asset_hardware')
					? { status: 404, body: '' }
					: undefined;
			};
			const error = await errorOf(deleteRecord(at(server, asset, hardware), '1'));
			expect(error).toBeInstanceOf(Rejected);
			expect(error.message).toContain('this ServiceOps server has AST-9 / Office / SoftwareAsset');
			expect(server.writes()).toEqual(['DELETE /api/v1/asset/asset_hardware/1']);
		},
	);

	test('at the path itself where no other class has the ID', async () => {
		const server = recordServer([], 'asset');
		server.find = ({ path }) => (path.includes('asset_hardware') ? [laptop] : []);
		server.before = ({ method, path }) => {
			if (path.includes('byqual')) return undefined;
			if (method === 'GET') return { status: 405, body: '' };
			return path.includes('asset_hardware') ? { status: 404, body: '' } : ok({});
		};
		await deleteRecord(at(server, asset, hardware), '1');
		expect(server.writes()).toEqual([
			'DELETE /api/v1/asset/asset_hardware/1',
			'DELETE /api/v1/asset/1',
		]);
	});

	test('of an asset that is not there sends nothing', async () => {
		const server = recordServer([license], 'asset');
		server.find = () => [];
		await expect(deleteRecord(at(server, asset, hardware), '1')).rejects.toBeInstanceOf(NotFound);
		expect(server.writes()).toEqual([]);
	});
});

describe('what was created a moment ago', () => {
	const wanted = (value: string) => ({
		operand: property('request.subject'),
		value,
		valueIn: (row: Row) => row.subject,
	});

	test('is known although searches do not show it', async () => {
		const server = recordServer([{ id: 1, subject: 'A' }]);
		const place = at(server);
		rememberCreated(place, wanted('A'), { id: 1 });
		expect(await recallCreated(place, wanted('á '))).toEqual([{ id: 1, subject: 'A' }]);
		expect(await recallCreated(place, wanted('B'))).toEqual([]);
		expect(await recallCreated(at(recordServer()), wanted('A'))).toEqual([]);
	});

	test.each([
		['for ten minutes', 600_001],
		['not a moment longer', 600_000],
	])('%s', async (_what, ms) => {
		const server = recordServer([{ id: 1, subject: 'A' }]);
		const place = at(server);
		rememberCreated(place, wanted('A'), { id: 1 });
		clock.advance(ms - 500);
		expect(await recallCreated(place, wanted('A'))).toHaveLength(1);
		clock.advance(1_000);
		expect(await recallCreated(place, wanted('A'))).toHaveLength(0);
		expect(server.requests).toHaveLength(1);
	});

	test('is forgotten when it is gone or another one', async () => {
		const server = recordServer([{ id: 1, subject: 'A' }]);
		const place = at(server);
		rememberCreated(place, wanted('A'), { id: 1 });
		Object.assign(server.rows[0] ?? {}, { subject: 'Other' });
		expect(await recallCreated(place, wanted('A'))).toEqual([]);
		Object.assign(server.rows[0] ?? {}, { subject: 'A' });
		expect(await recallCreated(place, wanted('A'))).toEqual([]);
		rememberCreated(place, wanted('A'), { id: 1 });
		server.rows.length = 0;
		expect(await recallCreated(place, wanted('A'))).toEqual([]);
	});

	test('a failure to read it is told, as the record may be there', async () => {
		const server = recordServer();
		const place = at(server);
		rememberCreated(place, wanted('A'), { id: 1 });
		server.before = () => new Rejected('Busy');
		await expect(recallCreated(place, wanted('A'))).rejects.toThrow('Busy');
	});

	test('what was only possibly created is looked for until searches would show it', async () => {
		const server = recordServer();
		const place = at(server);
		rememberCreated(place, wanted('A'), undefined);
		const startedAt = clock.now();
		server.find = (_request, rows) => (clock.now() - startedAt > 5_000 ? rows : []);
		server.rows.push({ id: 4, subject: 'A' });
		expect(await recallCreated(place, wanted('A'))).toEqual([{ id: 4, subject: 'A' }]);
		expect(clock.now() - startedAt).toBeLessThan(8_000);
	});

	test('and no longer than half a minute after it was sent', async () => {
		const server = recordServer();
		const place = at(server);
		rememberCreated(place, wanted('A'), undefined);
		clock.advance(20_000);
		const startedAt = clock.now();
		expect(await recallCreated(place, wanted('A'))).toEqual([]);
		expect(clock.now() - startedAt).toBeGreaterThanOrEqual(9_000);
		expect(clock.now() - startedAt).toBeLessThan(13_000);
		const { length } = server.requests;
		expect(await recallCreated(place, wanted('A'))).toEqual([]);
		expect(server.requests).toHaveLength(length);
	});
});

test('how to check what was possibly done', () => {
	expect(checkById('7')).toBe('To check, use Get with the ID 7.');
	expect(checkByTitle(request, { subject: 'A' })).toContain('Subject Is "A"');
	expect(checkByTitle(asset, { name: 'PC' })).toContain('Name Is "PC"');
	expect(checkByTitle(serviceRequest, {})).toBe(
		'To check, look for a new record with Get Many, sorted by Created Time.',
	);
});
