/** Pages of a list, in the forms in which servers send them, and how a search is written. */
import { OddAnswer, Rejected } from '../../../nodes/ServiceOps/transport/errors';
import {
	hasEnvelope,
	isNotThere,
	isPathUnknown,
} from '../../../nodes/ServiceOps/transport/notThere';
import { pageIn, readPage, toPage } from '../../../nodes/ServiceOps/transport/page';
import {
	all,
	any,
	column,
	compare,
	customField,
	join,
	property,
	test as testOf,
} from '../../../nodes/ServiceOps/transport/qualification';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { fakeApi } from '../../support/fakeApi';

test.each([
	['objectList', { objectList: [{ id: 1 }], totalCount: 5 }, { rows: [{ id: 1 }], total: 5 }],
	['data and total', { data: [{ id: 1 }], total: '5' }, { rows: [{ id: 1 }], total: 5 }],
	['a bare list', [{ id: 1 }], { rows: [{ id: 1 }], total: undefined }],
	['no total', { objectList: [], totalCount: null }, { rows: [], total: undefined }],
	['null', { objectList: null, totalCount: 0 }, { rows: [], total: 0 }],
	['null alone', null, { rows: [], total: undefined }],
	['a row of null', [null, { id: 1 }, 'x'], { rows: [{ id: 1 }], total: undefined }],
	['another name', { items: [{ id: 1 }] }, { rows: [{ id: 1 }], total: undefined }],
	['a name of its own', { changes: [{ id: 1 }], count: 1 }, { rows: [{ id: 1 }] }],
	['a total alone', { totalCount: 0 }, { rows: [], total: 0 }],
	['nothing', {}, { rows: [], total: undefined }],
	['a total that is none', { objectList: [{ id: 1 }], totalCount: -1 }, { rows: [{ id: 1 }] }],
	['a page of Spring', { content: [{ id: 1 }], totalElements: 9 }, { rows: [{ id: 1 }], total: 9 }],
	['a list further in', { data: { objectList: [{ id: 1 }] } }, { rows: [{ id: 1 }] }],
])('a list as %s', (_what, body, expected) => {
	expect(toPage(body)).toEqual(expected);
});

test.each([
	undefined,
	'text',
	7,
	{ objectList: 'x' },
	{ id: 1, data: [] },
	{ name: 'a' },
	{ faults: [{ field: 'a' }] },
])('%j is no list', (body) => {
	expect(() => toPage(body)).toThrow(OddAnswer);
	expect(() => toPage(body)).toThrow('ServiceOps did not return a list of records');
});

test.each([
	['7', 7],
	[' ', undefined],
	['', undefined],
	['many', undefined],
	[7.5, undefined],
	[-1, undefined],
	[true, undefined],
	[0, 0],
])('a total of %j is %j', (totalCount, total) => {
	expect(toPage({ objectList: [], totalCount }).total).toBe(total);
});

test('no content means no rows; nothing where there should be some does not', () => {
	expect(pageIn({ status: 204, body: undefined, headers: {} }).rows).toEqual([]);
	expect(() => pageIn({ status: 200, body: undefined, headers: {} })).toThrow(OddAnswer);
});

test('an answer whose keys are a list and others is a list', () => {
	expect(toPage({ objectList: [{ id: 1 }], more: 1 }).rows).toEqual([{ id: 1 }]);
});

test('a failure of the server is no page', async () => {
	const api = fakeApi();
	api.send = async (_request, accept) =>
		await Promise.resolve({ status: accept?.({ status: 300, body: [] }) ? 200 : 300, body: [] });
	expect(await readPage(api, { path: ['x'], qualification: all([]) }, 0, 1)).toBeUndefined();
});

test('a page is asked for by offset, size and order', async () => {
	const requests: ApiRequest[] = [];
	const api = fakeApi(() => ({ objectList: [] }), requests);
	const search = { path: ['api', 'v1', 'request'], qualification: all([]) };
	await readPage(api, search, 20, 10);
	await readPage(api, { ...search, sortBy: 'createdTime desc' }, 0, 5);

	expect(requests[0]).toEqual({
		method: 'POST',
		path: ['api', 'v1', 'request', 'search', 'byqual'],
		query: { offset: 20, size: 10 },
		body: { qualDetails: { type: 'FlatQualificationRest', quals: [] } },
		isRead: true,
	});
	expect(requests[1]?.query).toEqual({ offset: 0, size: 5, sort_by: 'createdTime desc' });
});

test('a page that the server refuses as too large is asked for again, as large as it says', async () => {
	const sizes: unknown[] = [];
	const api = fakeApi(({ query: { size } = {} }) => {
		sizes.push(size);
		return Number(size) > 50 ? new Rejected('size must be between 1 and 50') : [{ id: 1 }];
	});
	const search = { path: ['x'], qualification: all([]) };
	for (const size of [100, 100, 7])
		expect(await readPage(api, search, 0, size)).toMatchObject({ rows: [{ id: 1 }] });
	expect(sizes).toEqual([100, 50, 50, 7]);
	for (const said of ['Invalid value 50', 'size is too large', 'size must be at most 100']) {
		const other = fakeApi(() => new Rejected(said));
		await expect(readPage(other, search, 0, 100)).rejects.toThrow(said);
	}
});

test('what the caller handles itself is no page', async () => {
	const api = fakeApi();
	api.send = async (_request, accept) => {
		const answer = { status: 404, body: {} };
		expect(accept?.(answer)).toBe(true);
		return await Promise.resolve(answer);
	};
	const search = { path: ['x'], qualification: all([]) };
	expect(await readPage(api, search, 0, 1, isNotThere)).toBeUndefined();
});

test.each([
	[404, { userMessage: 'No such record' }, true, false],
	[404, { code: '1' }, true, false],
	[404, '<html></html>', true, true],
	[404, { status: 404, path: '/x' }, true, true],
	[405, { code: '1' }, true, true],
	[400, {}, false, false],
	[200, {}, false, false],
])('%s %j: nothing there, and whether the path is unknown', (status, body, missing, unknown) => {
	expect(isNotThere({ status, body })).toBe(missing);
	expect(isPathUnknown({ status, body })).toBe(unknown);
});

test('an error of the API itself has its envelope', () => {
	expect(hasEnvelope({ userMessage: null })).toBe(true);
	expect(hasEnvelope({ message: 'x' })).toBe(false);
	expect(hasEnvelope(['code'])).toBe(false);
});

describe('the search language, as requests.md section 5 has it', () => {
	const subject = property('request.subject');
	const is = (value: string) => compare(subject, 'equal', 'StringValueRest', value);
	const isText = (value: string) => ({
		type: 'RelationalQualificationRest',
		leftOperand: { type: 'PropertyOperandRest', key: 'request.subject' },
		operator: 'equal',
		rightOperand: { type: 'ValueOperandRest', value: { type: 'StringValueRest', value } },
	});

	test('a comparison and a test without a value', () => {
		expect(is('A')).toEqual(isText('A'));
		expect(testOf(column('id'), 'is_blank')).toEqual({
			type: 'UnaryQualificationRest',
			operand: { type: 'DbOperandRest', key: 'id' },
			operator: 'is_blank',
		});
		expect(customField('Room')).toEqual({ type: 'CustomFieldOperandRest', fieldName: 'Room' });
	});

	test('several, joined', () => {
		const [a, b, c] = [is('A'), is('B'), is('C')];
		const or = (leftQual: object, rightQual: object) => ({
			type: 'BinaryQualificationRest',
			leftQual,
			operator: 'OR',
			rightQual,
		});
		expect(all([a, b])).toEqual({ type: 'FlatQualificationRest', quals: [a, b] });
		expect(join(a, 'AND', b)).toMatchObject({ operator: 'AND', leftQual: a, rightQual: b });
		expect(any([a, b, c])).toEqual(or(or(a, b), c));
		expect(any([a])).toEqual(all([a]));
		expect(any([])).toEqual(all([]));
	});
});
