/** Switches for what a server does with what is sent. */
import type { Dialect } from '../../simulator';
import { NEW_CHANGE, NEW_REQUEST, rowsOf, useSimulator, type Json } from './client';

const world = useSimulator();
const { bearer, call } = world;
const speak = (dialect: Dialect) => Object.assign(world.simulator.dialect, dialect);
const patch = async (body: Json, url = 'request/2') => await call('PATCH', `/api/v1/${url}`, body);
const read = async (url = 'request/2') => (await call('GET', `/api/v1/${url}`)).body;
const create = async (more: Json) =>
	await call('POST', '/api/v1/request', { ...NEW_REQUEST, ...more });

/** A server's own rule refuses the call, which keeps to the contract; nothing is changed by it. */
async function expectRule(answer: Promise<{ status: number; body: Json }>, words: RegExp) {
	expect(await answer).toMatchObject({
		status: 400,
		body: { userMessage: expect.stringMatching(words) as unknown, cause: null },
	});
	expect(world.simulator.refused()).toEqual([]);
	expect(world.simulator.writes()).toEqual([]);
}

describe('patchLists', () => {
	const file = (name: string) => ({ refFileName: name, realName: `${name}.txt` });
	const first = {
		tags: ['a', 'b'],
		ccEmailSet: ['a@example.com'],
		fileAttachments: [file('one')],
	};
	const second = {
		tags: ['b', 'c'],
		ccEmailSet: ['b@example.com'],
		fileAttachments: [file('two')],
	};

	test('replaced', async () => {
		await patch(first);
		await patch(second);
		expect(await read()).toMatchObject(second);
		expect((await patch({ tags: [] })).body).not.toHaveProperty('tags');
	});

	test('merged: added to what is there, each once; only null empties', async () => {
		speak({ patchLists: 'merged' });
		await patch(first);
		await patch(second);
		const merged = {
			tags: ['vpn', 'a', 'b', 'c'],
			ccEmailSet: ['a@example.com', 'b@example.com'],
			fileAttachments: [file('one'), file('two')],
		};
		expect(await read()).toMatchObject(merged);
		expect((await patch({ tags: [] })).body).toMatchObject(merged);
		expect((await patch({ tags: null })).body).not.toHaveProperty('tags');
	});

	test('a create is not merged with anything, and roles are no such list', async () => {
		speak({ patchLists: 'merged' });
		expect((await create({ tags: ['x'] })).body.tags).toEqual(['x']);
		await patch({ roles: ['Technician'] }, 'technician/1');
		expect((await read('technician/1')).roles).toEqual(['Technician']);
	});
});

describe.each<[Dialect['clearNames'], unknown[]]>([
	['nullOrEmpty', [null, '']],
	['null', [null]],
	['empty', ['']],
	['minusOne', [-1, '-1']],
])('clearNames %s', (clearNames, right) => {
	const empties = [null, '', -1, '-1'];
	const names = { locationName: 'request/2', assigneeEmail: 'request/3', impactName: 'request/2' };

	test.each(empties)('%j', async (empty) => {
		for (const [name, url] of Object.entries(names)) {
			speak({ clearNames });
			expect(await read(url)).toHaveProperty(name);

			const { status } = await patch({ [name]: empty }, url);

			const isRight = right.includes(empty);
			expect({ name, status }).toEqual({ name, status: isRight ? 200 : 400 });
			expect(name in (await read(url))).toBe(!isRight);
			world.simulator.reset();
		}
	});

	test('other fields are emptied as ever', async () => {
		speak({ clearNames });
		const { status, body } = await patch({ description: '', tags: null });
		expect(status).toBe(200);
		expect(body).not.toHaveProperty('description');
		expect(body).not.toHaveProperty('tags');
	});
});

test.each([5, -2])('a number is no name: %s', async (number) => {
	expect((await patch({ locationName: number })).body.userMessage).toMatch(/wrong type/);
	expect(world.simulator.refused()).toHaveLength(1);
});

describe('statusAtCreation', () => {
	test('honored, ignored, refused', async () => {
		expect((await create({ statusName: 'Pending' })).body.statusName).toBe('Pending');
		speak({ statusAtCreation: 'ignored' });
		expect((await create({ statusName: 'Pending' })).body.statusName).toBe('Open');
		world.simulator.clearJournal();
		speak({ statusAtCreation: 'refused' });
		await expectRule(create({ statusName: 'Pending' }), /statusName/);
		expect((await create({})).status).toBe(200);
		const change = await call('POST', '/api/v1/change', { ...NEW_CHANGE, statusName: 'Closed' });
		expect(change.status).toBe(400);
	});

	test('assets and CIs are documented to take a status', async () => {
		speak({ statusAtCreation: 'refused' });
		const ci = { type: 'CI', ciTypeName: 'base ci$Service', name: 'x', statusName: 'Retired' };
		expect((await call('POST', '/api/v1/cmdb/ci', ci)).body.statusName).toBe('Retired');
	});
});

test('linksAtCreation', async () => {
	const links = { linkCiIds: [{ ciId: 2, ciModel: 'cmdb' }] };
	speak({ linksAtCreation: 'ignored' });
	expect((await create(links)).status).toBe(200);
	expect(world.simulator.links).toEqual([]);
	world.simulator.clearJournal();
	speak({ linksAtCreation: 'refused' });
	await expectRule(create(links), /linkCiIds/);
	await expectRule(create({ linkAssetIds: [] }), /linkAssetIds/);
});

describe('closing', () => {
	const close = { statusName: 'Closed' };

	test('closeNeeds: the custom field has to come in the same update', async () => {
		speak({ closeNeeds: 'Cost Centre' });
		await patch({ customField: { 'Cost Centre': 'CC-1' } });
		world.simulator.clearJournal();
		await expectRule(patch(close), /Cost Centre/);
		await expectRule(patch({ ...close, customField: { 'New Number': 1 } }), /Cost Centre/);
		await expectRule(patch({ ...close, customField: { 'Cost Centre': '' } }), /Cost Centre/);
		await expectRule(create(close), /Cost Centre/);
		expect((await patch({ statusName: 'Resolved' })).status).toBe(200);
		const both = { ...close, customField: { 'Cost Centre': 'CC-2' } };
		expect((await patch(both)).body).toMatchObject(both);
	});

	test('closeAgain: a closed ticket is closed once', async () => {
		speak({ closeAgain: 'accepted' });
		await patch(close);
		expect((await patch(close)).status).toBe(200);
		speak({ closeAgain: 'refused' });
		world.simulator.clearJournal();
		await expectRule(patch(close), /already closed/);
		expect((await patch({ subject: 'Other' })).status).toBe(200);
		expect((await patch({ statusName: 'Open' })).status).toBe(200);
		expect((await patch(close)).status).toBe(200);
		expect((await patch(close, 'change/2')).status).toBe(400);
	});
});

test('noteOnServiceRequest', async () => {
	const add = async (id: number, conversationType: string) =>
		await call('POST', `/api/v1/request/${id}/conversation`, { conversationType, details: 'x' });
	speak({ noteOnServiceRequest: 'refused' });

	await expectRule(add(11, 'note'), /service request/);
	expect((await add(11, 'collaborate')).status).toBe(200);
	expect((await add(10, 'note')).status).toBe(200);
	speak({ noteOnServiceRequest: 'accepted' });
	expect((await add(11, 'note')).status).toBe(200);
});

test('formAccess', async () => {
	const token = await bearer();
	const form = async (path = 'request') =>
		await call('GET', `/api/module/${path}/form`, undefined, token);
	const names = async () =>
		((await form()).body.fieldList as Json[]).map(({ name }) => String(name));

	expect(await names()).toContain('Cost Centre');
	speak({ formAccess: 'fewer' });
	expect(await names()).not.toContain('Cost Centre');
	expect(await names()).toEqual(expect.arrayContaining(['Subject', 'New Number']));
	speak({ formAccess: 'forbidden' });
	expect(await form()).toMatchObject({ status: 403, body: { code: '403' } });
	expect((await form('service_catalog/30')).status).toBe(403);
	const statuses = await call('POST', '/api/request/status/search/byqual', {}, token);
	expect(rowsOf(statuses)).toHaveLength(5);
});

test('supportLevelCase', async () => {
	expect((await patch({ supportLevel: 'Tier2' })).body.supportLevel).toBe('tier2');
	speak({ supportLevelCase: 'lower' });
	expect((await patch({ supportLevel: 'Tier3' })).status).toBe(400);
	expect((await patch({ supportLevel: 'tier3' })).body.supportLevel).toBe('tier3');
});

test.each<[Dialect['descriptions'], string, string]>([
	['documented', 'a & b', '<P CLASS=x>a &amp; <B>b</B></P>'],
	['asSent', '<P CLASS=x>a &amp; <B>b</B></P>', '<P CLASS=x>a &amp; <B>b</B></P>'],
	['plainText', 'a & b', 'a & b'],
	['normalized', '<p class="x">a &amp; <b>b</b></p>', '<p class="x">a &amp; <b>b</b></p>'],
])('descriptions %s', async (descriptions, onRequests, onChanges) => {
	speak({ descriptions });
	const description = '<P CLASS=x>a &amp; <B>b</B></P>';
	expect((await patch({ description })).body.description).toBe(onRequests);
	expect((await patch({ description }, 'change/2')).body.description).toBe(onChanges);
});
