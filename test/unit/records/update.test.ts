/** Updates: only what differs, lists as they shall be afterwards, and fields emptied in the form that the server takes. */
import { noneFor } from '../../../nodes/ServiceOps/records/emptyFields';
import { mergeLists } from '../../../nodes/ServiceOps/records/mergeLists';
import {
	updateAnyway,
	updateIfDifferent,
	type Changes,
} from '../../../nodes/ServiceOps/records/updateIfDifferent';
import { patchRecord } from '../../../nodes/ServiceOps/records/write';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import type { RecordTask } from '../../../nodes/ServiceOps/run/types';
import { Rejected, ServerFailed, Unreachable } from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import { isRead } from '../../../nodes/ServiceOps/transport/types';
import { recordServer } from '../../support/recordServer';

type Refuse = (body: Row, attempt: number) => Error | string | undefined;

/** A server with one request; what it takes, and what it makes of it, is up to the test. */
function serverWith(
	row: Row,
	{ refuse, store }: { refuse?: Refuse; store?: (row: Row, body: Row) => void } = {},
) {
	const server = recordServer([{ id: 1, name: 'INC-1', ...row }]);
	const warnings: string[] = [];
	let attempts = 0;
	server.before = (sent) => {
		const { method, body = {} } = sent;
		// Lists of names, which this server does not have.
		if (isRead(sent) && method === 'POST') return { status: 200, body: { objectList: [] } };
		if (method !== 'PATCH') return undefined;
		const said = refuse?.(body, attempts++);
		if (said !== undefined) return typeof said === 'string' ? new Rejected(said) : said;
		if (!store) return undefined;
		store(server.rows[0] ?? {}, body);
		return { status: 200, body: { ...server.rows[0] } };
	};
	const task = {
		api: server.api,
		resource: request,
		warn: (text: string) => warnings.push(text),
	} as unknown as RecordTask;
	return {
		task,
		server,
		warnings,
		patches: () =>
			server.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body),
		reads: () => server.requests.filter(({ method }) => method === 'GET').length,
	};
}

describe('only if different', () => {
	const update = async (row: Row, changes: Changes, refuse?: Refuse) => {
		const { task, ...rest } = serverWith(row, { refuse });
		const outcome = await updateIfDifferent(task, '1', changes).then(
			(written) => ({ written, error: undefined }),
			(error: Error) => ({ written: undefined, error }),
		);
		return { ...outcome, ...rest };
	};

	test('sends what differs, with what every write contains', async () => {
		const { written, patches } = await update(
			{ subject: 'A', priorityName: 'Low' },
			{ wanted: { subject: 'A', priorityName: 'High' }, always: { type: 'x' } },
		);
		expect(patches()).toEqual([{ type: 'x', priorityName: 'High' }]);
		expect(written).toMatchObject({
			outcome: 'updated',
			changedFields: ['priorityName'],
			row: { id: 1, subject: 'A', priorityName: 'High' },
		});
	});

	test.each<[string, Row, Row[], number]>([
		['a name in other letters is the same', { locationName: 'head  office' }, [], 0],
		['unless records have both', { locationName: 'Europe' }, [{ locationName: 'Europe' }], 1],
		['a label in other letters is the same', { customField: { ROOM: '1' } }, [], 0],
		['with another value it is not', { customField: { ROOM: '2' } }, [], 1],
		[
			'unless records have both labels',
			{ customField: { ROOM: '1' } },
			[{ customField: { ROOM: '' } }],
			1,
		],
	])('%s', async (_what, wanted, others, writes) => {
		const row = { locationName: 'Head Office', customField: { Room: '1' } };
		const current = others.some((one) => one.locationName) ? { locationName: 'EUROPE' } : row;
		const { task, server, patches } = serverWith(current);
		const before = server.before;
		server.before = (sent) =>
			JSON.stringify(sent.path).includes('v1') && sent.path.at(-1) === 'byqual'
				? {
						status: 200,
						body: {
							objectList: [{ id: 1, ...current }, ...others.map((one) => ({ id: 2, ...one }))],
						},
					}
				: before?.(sent);
		const { outcome } = await updateIfDifferent(task, '1', { wanted });
		expect(outcome).toBe(writes > 0 ? 'updated' : 'unchanged');
		expect(patches()).toHaveLength(writes);
	});

	test('sends nothing if nothing differs', async () => {
		const row = { subject: 'A', tags: ['b', 'a'], supportLevel: 'tier1' };
		const wanted = { subject: 'A', tags: ['a', 'b'], supportLevel: 'Tier1' };
		const { written, patches } = await update(row, { wanted, always: { type: 'x' } });
		expect(patches()).toEqual([]);
		expect(written).toStrictEqual({
			row: { id: 1, name: 'INC-1', ...row },
			outcome: 'unchanged',
			changedFields: [],
		});
	});

	test('empties only what is not empty yet', async () => {
		const { patches } = await update(
			{ subject: 'A', source: '', departmentName: 'IT' },
			{
				wanted: { source: '', departmentName: null },
				emptied: ['source', 'departmentName'],
			},
		);
		expect(patches()).toEqual([{ departmentName: null }]);
	});

	test('empties in the form that the server takes', async () => {
		const { patches, written } = await update(
			{ departmentName: 'IT' },
			{ wanted: { departmentName: null }, emptied: ['departmentName'] },
			({ departmentName }) => (departmentName === null ? 'No such department' : undefined),
		);
		expect(patches()).toEqual([{ departmentName: null }, { departmentName: '' }]);
		expect(written?.outcome).toBe('updated');
	});

	test.each<[Changes['listMode'], string[], string[] | undefined]>([
		['replace', ['c'], ['c']],
		['add', ['c'], ['a', 'B', 'c']],
		['add', ['b', ' A '], undefined],
		['remove', ['b'], ['a']],
		['remove', ['c'], undefined],
	])('tags: %s %j', async (listMode, tags, expected) => {
		const { patches } = await update({ tags: ['a', 'B'] }, { wanted: { tags }, listMode });
		expect(patches()[0]).toEqual(expected && { tags: expected });
	});

	const customField = { Room: '3' };

	test.each<[string, Row, Row, Row[]]>([
		[
			'custom fields go along when a rule refuses a status',
			{ statusName: 'Open', customField },
			{ statusName: 'Closed', customField },
			[{ statusName: 'Closed' }, { statusName: 'Closed', customField }],
		],
		[
			'not when they were sent',
			{ statusName: 'Open' },
			{ statusName: 'Closed', customField },
			[{ statusName: 'Closed', customField }],
		],
		[
			'not when there are none',
			{ statusName: 'Open' },
			{ statusName: 'Closed' },
			[{ statusName: 'Closed' }],
		],
		[
			'not for a field without rules',
			{ subject: 'A', customField },
			{ subject: 'B', customField },
			[{ subject: 'B' }],
		],
	])('%s', async (_title, row, wanted, expected) => {
		const refuse: Refuse = (_body, attempt) => (attempt === 0 ? 'No' : undefined);
		const { patches, error, written } = await update(row, { wanted }, refuse);
		expect(patches()).toEqual(expected);
		expect(error === undefined).toBe(expected.length === 2);
		if (written) expect(written.changedFields).toEqual(['statusName']);
	});

	test('what somebody else has done in the meantime counts', async () => {
		const { task, server, patches } = serverWith(
			{ statusName: 'Open' },
			{
				refuse: () => {
					Object.assign(server.rows[0] ?? {}, { statusName: 'Closed' });
					return 'Already closed';
				},
			},
		);
		const written = await updateIfDifferent(task, '1', { wanted: { statusName: 'Closed' } });
		expect(written).toStrictEqual({
			row: { id: 1, name: 'INC-1', statusName: 'Closed' },
			outcome: 'unchanged',
			changedFields: [],
		});
		expect(patches()).toHaveLength(1);
	});

	test('a refusal is told as long as something is left to do', async () => {
		const { error, patches, reads } = await update(
			{ subject: 'A' },
			{ wanted: { subject: 'B' } },
			() => 'Too short',
		);
		expect(error?.message).toBe('Too short');
		expect([patches().length, reads()]).toEqual([1, 2]);
	});

	test.each([
		['a lost answer', new Unreachable('Lost', { possiblyDone: true })],
		['a failure of the server', new ServerFailed('Oops')],
		['an uncertain refusal', new Rejected('Hm', { possiblyDone: true })],
	])('%s is not looked into', async (_title, fault) => {
		const wanted = { statusName: 'Closed', customField };
		const row = { statusName: 'Open', customField };
		const { error, patches, reads } = await update(row, { wanted }, () => fault);
		expect(error).toBe(fault);
		expect([patches().length, reads()]).toEqual([1, 1]);
	});

	const people = [{ id: 4, email: 'Nathan@Example.com', userLogOnName: 'nathan', name: 'Nathan' }];

	test.each<[string, Row, string, boolean]>([
		['named by the logon name', { assigneeEmail: 'nathan@example.com' }, 'nathan', false],
		['named by the name', { assigneeEmail: 'nathan@example.com' }, 'Nathan', false],
		['in other letters', { assigneeEmail: 'nathan@example.com' }, 'NATHAN@example.com', false],
		['who is another', { assigneeEmail: 'jane@example.com' }, 'nathan', true],
		['whom nobody knows', { assigneeEmail: 'jane@example.com' }, 'bob', true],
		['where there was nobody', { assigneeEmail: '' }, 'nathan', true],
		['where the server shows none', {}, 'nathan', true],
	])('a person %s', async (_title, row, assigneeEmail, isSent) => {
		const { task, server, patches } = serverWith(row);
		const { before } = server;
		server.before = (sent) =>
			sent.path.includes('technician')
				? { status: 200, body: { objectList: people, totalCount: 1 } }
				: before(sent);
		const { outcome } = await updateIfDifferent(task, '1', { wanted: { assigneeEmail } });
		expect(patches()).toEqual(isSent ? [{ assigneeEmail }] : []);
		expect(outcome).toBe(isSent ? 'updated' : 'unchanged');
	});

	test('nobody instead of somebody is a change', async () => {
		const { patches } = await update(
			{ assigneeEmail: 'a@example.com' },
			{ wanted: { assigneeEmail: '' }, emptied: [] },
		);
		expect(patches()).toEqual([{ assigneeEmail: '' }]);
	});
});

describe('an update of everything', () => {
	test('sends it without looking, and reads first only for lists that are changed', async () => {
		for (const [listMode, tags, reads] of [
			[undefined, ['c'], 0],
			['add', ['a', 'c'], 1],
		] as const) {
			const one = serverWith({ subject: 'A', tags: ['a'] });
			const written = await updateAnyway(one.task, '1', {
				wanted: { subject: 'A', tags: ['c'] },
				always: { type: 'x' },
				listMode,
			});
			expect(one.patches()).toEqual([{ type: 'x', subject: 'A', tags }]);
			expect(written).toMatchObject({ outcome: 'updated', changedFields: ['subject', 'tags'] });
			expect(one.reads()).toBe(reads);
		}
	});

	test('empties what it is told to', async () => {
		const { task, patches } = serverWith({ subject: 'A', source: 'Email' });
		await updateAnyway(task, '1', { wanted: { source: '' }, emptied: ['source'] });
		expect(patches()).toEqual([{ source: '' }]);
	});
});

describe('lists', () => {
	test.each<['add' | 'remove', Row | undefined, Row, Row]>([
		['add', undefined, { tags: ['a'] }, { tags: ['a'] }],
		['add', { tags: null }, { tags: ['a'] }, { tags: ['a'] }],
		// Shown as one text.
		['add', { tags: 'x, y' }, { tags: ['a'] }, { tags: ['x', 'y', 'a'] }],
		['remove', { tags: 'x, y' }, { tags: ['x'] }, { tags: ['y'] }],
		['add', { tags: '' }, { tags: ['a'] }, { tags: ['a'] }],
		['remove', undefined, { tags: ['a'] }, { tags: [] }],
		['add', { tags: ['x'] }, { subject: 'A' }, { subject: 'A' }],
		['add', { tags: ['x'] }, { tags: '' }, { tags: '' }],
		[
			'add',
			{ ccEmailSet: ['a@x'], tags: ['x'] },
			{ ccEmailSet: ['b@x'] },
			{ ccEmailSet: ['a@x', 'b@x'] },
		],
		['remove', { tags: [1, 'Two'] }, { tags: ['1', ' two'] }, { tags: [] }],
	])('%s, of a record with %j: %j', (mode, current, body, expected) => {
		expect(mergeLists(request, mode, current, body)).toEqual(expected);
	});

	test('what is merged leaves what was entered as it was', () => {
		const body = { tags: ['a'] };
		mergeLists(request, 'add', { tags: ['b'] }, body);
		expect(body).toEqual({ tags: ['a'] });
		expect(mergeLists(request, 'replace', { tags: ['b'] }, body)).toBe(body);
	});

	/** A server that adds what is sent to what it has, unless that is nothing. */
	const growing = (row: Row, body: Row) => {
		for (const [name, value] of Object.entries(body)) {
			const sent: unknown[] = Array.isArray(value) ? value : [];
			const had: unknown[] = Array.isArray(row[name]) ? row[name] : [];
			row[name] = sent.length > 0 ? [...had, ...sent] : (value ?? []);
		}
	};

	test('on a server that only adds, are emptied before they are sent', async () => {
		const { task, patches, server } = serverWith(
			{ tags: ['a', 'b'], subject: 'A' },
			{ store: growing },
		);
		const row = await patchRecord(task, '1', { type: 'x', subject: 'B', tags: ['c'] });
		expect(patches()).toEqual([
			{ type: 'x', subject: 'B', tags: ['c'] },
			{ type: 'x', tags: null },
			{ type: 'x', tags: ['c'] },
		]);
		expect(row.tags).toEqual(['c']);
		expect(server.rows[0]?.tags).toEqual(['c']);
	});

	test('that shall be empty are not sent a third time', async () => {
		const keeps = (row: Row, { tags, ...more }: Row) =>
			Object.assign(row, more, tags === null ? { tags: [] } : {});
		const { task, patches } = serverWith({ tags: ['a'] }, { store: keeps });
		const row = await patchRecord(task, '1', { tags: [] });
		expect(patches()).toEqual([{ tags: [] }, { tags: null }]);
		expect(row.tags).toEqual([]);
	});

	test.each<[string, Row, Row[], string[]]>([
		[
			'is told',
			{ tags: ['c'] },
			[{ tags: null }],
			['ServiceOps only added to Tags, and removed nothing'],
		],
		[
			'is told of each',
			{ tags: ['c'], ccEmailSet: ['c@x'] },
			[{ tags: null, ccEmailSet: null }],
			['ServiceOps only added to CC Emails, Tags, and removed nothing'],
		],
	])('that the server does not empty either: %s', async (_what, body, more, told) => {
		const { task, patches, warnings } = serverWith(
			{ tags: ['a'], ccEmailSet: ['a@x'] },
			{ store: growing, refuse: ({ tags }) => (tags === null ? 'No' : undefined) },
		);
		const row = await patchRecord(task, '1', body);
		expect(patches()).toEqual([body, ...more]);
		expect(warnings).toEqual(told);
		expect(row.tags).toEqual(['a', 'c']);
	});

	test('what happens to the emptying of a list is told', async () => {
		const lost = new Unreachable('Lost', { possiblyDone: true });
		const refuse = ({ tags }: Row) => (tags === null ? lost : undefined);
		const { task } = serverWith({ tags: ['a'] }, { store: growing, refuse });
		await expect(patchRecord(task, '1', { tags: ['c'] })).rejects.toMatchObject({
			message: 'Lost. Some of the changes were made before',
			possiblyDone: true,
		});
	});

	test.each([
		['shortened', ['a']],
		['the same', ['a', 'b']],
		['others', ['x', 'y', 'z']],
		['no list', 'a, b'],
	])('that come back as %s are not sent again', async (_title, shown) => {
		const { task, patches } = serverWith(
			{ tags: [] },
			{ store: (row) => Object.assign(row, { tags: shown }) },
		);
		await patchRecord(task, '1', { tags: ['a', 'b'] });
		expect(patches()).toHaveLength(1);
	});
});

describe('emptying', () => {
	const refuseNot =
		(...accepted: unknown[]): Refuse =>
		({ departmentName }) =>
			accepted.includes(departmentName)
				? undefined
				: `No such department ${JSON.stringify(departmentName)}`;
	const emptied = ['departmentName', 'source'];
	const body = { subject: 'A', departmentName: null, source: '' };
	const row = { departmentName: 'IT', source: 'Email' };
	const bodies = [
		{ subject: 'A', departmentName: null, source: '' },
		{ subject: 'A', departmentName: '', source: null },
		{ subject: 'A', departmentName: -1, source: null },
	];

	test.each([
		['null', null, [0]],
		['blank text', '', [0, 1]],
		['-1', -1, [0, 1, 2]],
	])('where the server takes %s, it is remembered for the run', async (_title, none, order) => {
		const store = (kept: Row) => Object.assign(kept, { departmentName: null, source: null });
		const { task, patches } = serverWith(row, { refuse: refuseNot(none), store });
		await patchRecord(task, '1', body, emptied);
		expect(patches()).toEqual(order.map((attempt) => bodies[attempt]));
		await patchRecord(task, '1', body, emptied);
		expect(patches().slice(order.length)).toEqual([bodies[order.at(-1) ?? 0]]);
	});

	test('what was remembered is not the only form that is tried', async () => {
		let accepted: unknown = -1;
		const store = (kept: Row) => Object.assign(kept, { departmentName: null, source: null });
		const refuse: Refuse = (given, attempt) => refuseNot(accepted)(given, attempt);
		const { task, patches } = serverWith(row, { refuse, store });
		await patchRecord(task, '1', body, emptied);
		accepted = null;
		await patchRecord(task, '1', body, emptied);
		expect(patches().slice(3)).toEqual([bodies[2], bodies[0]]);
	});

	test('the first refusal is told if the server takes none', async () => {
		const { task, patches } = serverWith(row, { refuse: refuseNot('never') });
		await expect(patchRecord(task, '1', body, emptied)).rejects.toThrow('No such department null');
		expect(patches()).toEqual(bodies);
	});

	test('a lost answer ends the tries', async () => {
		const lost = new Unreachable('Lost', { possiblyDone: true });
		const refuse: Refuse = (_body, attempt) => (attempt === 0 ? 'No' : lost);
		const { task, patches } = serverWith(row, { refuse });
		await expect(patchRecord(task, '1', body, emptied)).rejects.toBe(lost);
		expect(patches()).toHaveLength(2);
	});

	test('a field that the server keeps is sent once more in the other form', async () => {
		const store = (kept: Row, { departmentName, source, ...more }: Row) =>
			Object.assign(kept, more, {
				...(departmentName === '' && { departmentName: '' }),
				...(source === null && { source: null }),
			});
		const { task, patches, warnings } = serverWith(row, { store });
		const after = await patchRecord(task, '1', { type: 'x', ...body }, emptied);
		expect(patches()).toEqual([
			{ type: 'x', ...body },
			{ type: 'x', departmentName: '', source: null },
		]);
		expect(after).toMatchObject({ subject: 'A', departmentName: '', source: null });
		expect(warnings).toEqual([]);
	});

	test.each<[string, Refuse, string[]]>([
		['keeps it', () => undefined, ['ServiceOps did not empty Department, Source']],
		[
			'refuses it',
			(_body, attempt) => (attempt === 1 ? 'No' : undefined),
			['ServiceOps did not empty Department, Source'],
		],
	])('a server that then %s: a notice', async (_title, refuse, expected) => {
		const { task, warnings, patches } = serverWith(row, { refuse, store: () => undefined });
		expect(await patchRecord(task, '1', body, emptied)).toMatchObject(row);
		expect(warnings.map((text) => text.split(', ').sort().join(', '))).toEqual(
			expected.map((text) => text.split(', ').sort().join(', ')),
		);
		expect(patches()).toHaveLength(2);
	});

	test('what happens to the second write is told', async () => {
		const lost = new Unreachable('Lost', { possiblyDone: true });
		const refuse: Refuse = (_body, attempt) => (attempt === 1 ? lost : undefined);
		const { task } = serverWith(row, { refuse, store: () => undefined });
		await expect(patchRecord(task, '1', body, emptied)).rejects.toMatchObject({
			message: 'Lost. Some of the changes were made before',
			possiblyDone: true,
		});
	});

	test.each([
		['departmentName', [null, '', -1, -1]],
		['subject', ['', null, null, null]],
		['tags', [[], null, null, null]],
		['assigneeEmail', [null, '', -1, -1]],
		['spam', [undefined, undefined]],
	])('%s: what is tried', (name, forms) => {
		const field = request.fields.find((one) => one.name === name);
		if (!field) throw new Error(`There is no ${name}`);
		expect(forms.map((_form, attempt) => noneFor(field, attempt))).toEqual(forms);
		expect(noneFor(field)).toEqual(forms[0]);
	});

	test('a date and a name of an asset, too', () => {
		const date = asset.fields.find(({ kind }) => kind === 'date');
		expect(date && [0, 1].map((attempt) => noneFor(date, attempt))).toEqual(['', null]);
		const vendor = asset.fields.find(({ name }) => name === 'vendorName');
		expect(vendor && [0, 1, 2].map((attempt) => noneFor(vendor, attempt))).toEqual([null, '', -1]);
	});
});
