/** A dry run reads as usual, and shows the first write instead of sending it. */
import { describePlan, PlannedWrite, stopBeforeWrites } from '../../../nodes/ServiceOps/run/dryRun';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { fakeApi } from '../../support/fakeApi';

const path = ['api', 'v1', 'request', 'a/b'];

test('what only reads is sent', async () => {
	const sent: ApiRequest[] = [];
	const api = stopBeforeWrites(fakeApi(() => 'read', sent));
	const reads: ApiRequest[] = [
		{ method: 'GET', path },
		{ method: 'POST', path, isRead: true },
	];
	for (const request of reads) expect(await api.send(request)).toMatchObject({ body: 'read' });
	expect(sent).toEqual(reads);
});

test('a write is not sent, but described', async () => {
	const sent: ApiRequest[] = [];
	const api = stopBeforeWrites(fakeApi(() => 'written', sent));
	const request: ApiRequest = { method: 'POST', path, query: {}, body: { subject: 'A' } };

	const planned: unknown = await api.send(request).catch((error: unknown) => error);

	expect(sent).toEqual([]);
	expect(planned).toBeInstanceOf(PlannedWrite);
	expect(describePlan(planned as PlannedWrite)).toEqual({
		dryRun: true,
		method: 'POST',
		path: '/api/v1/request/a%2Fb',
		body: { subject: 'A' },
	});
	expect(Object.keys(describePlan(planned as PlannedWrite))).not.toContain('query');
});

test('parameters behind the path are shown', () => {
	const query = { notify: true };
	expect(describePlan(new PlannedWrite({ method: 'DELETE', path: ['a'], query }))).toStrictEqual({
		dryRun: true,
		method: 'DELETE',
		path: '/a',
		query,
	});
	expect(describePlan(new PlannedWrite({ method: 'DELETE', path: ['a'] }))).toStrictEqual({
		dryRun: true,
		method: 'DELETE',
		path: '/a',
	});
});

test('of a file its name, type and size are shown, and its content is not opened', () => {
	const open = jest.fn();
	const file = { name: 'a.txt', contentType: 'text/plain', size: 3, open };
	const plan = describePlan(new PlannedWrite({ method: 'POST', path: ['files'], file }));
	expect(plan).toEqual({
		dryRun: true,
		method: 'POST',
		path: '/files',
		file: { name: 'a.txt', contentType: 'text/plain', size: 3 },
	});
	expect(open).not.toHaveBeenCalled();
});
