/** Errors of items, and what a run says of the others when it stops at one. */
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { toErrorItem, toItemError } from '../../../nodes/ServiceOps/run/itemErrors';
import { addOtherFaults, addRunSummary } from '../../../nodes/ServiceOps/run/runSummary';
import { NotFound } from '../../../nodes/ServiceOps/transport/errors';
import { BadInput } from '../../../nodes/ServiceOps/values/badInput';

const node: INode = {
	id: '1',
	name: 'ServiceOps',
	type: 'serviceOps',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

test('an error names its item, in its text and in its data', () => {
	const entered = toItemError(node, new BadInput('Tags is wrong', { description: 'Mend it.' }), 3);
	expect(entered).toBeInstanceOf(NodeOperationError);
	expect(entered.message).toBe('Tags is wrong [item 3]');
	expect(entered.context.itemIndex).toBe(3);

	const missing = toItemError(node, new NotFound('No request', { status: 404 }), 0);
	expect(missing).toBeInstanceOf(NodeApiError);
	expect(missing).toMatchObject({ message: 'No request [item 0]', httpCode: '404' });
	expect(missing.context.itemIndex).toBe(0);
});

test.each([
	['serviceOps', 'The server said no.', 'Ask again.', 'The server said no.'],
	['serviceOpsTool', 'The server said no.', 'Ask again.', 'The server said no. Ask again.'],
	['serviceOpsTool', 'No v1.2 here', 'Ask again.', 'No v1.2 here. Ask again.'],
	['serviceOpsTool', 'The server said no.', undefined, 'The server said no.'],
])('%s is shown "%s", with advice %s', (type, message, description, shown) => {
	const fault = new NotFound(message, { description, details: 'Code 17' });
	const error = toItemError({ ...node, type }, fault, 2);
	expect(error.message).toBe(`${shown} [item 2]`);
	expect(error.messages).toEqual(['Code 17']);
});

test('a fault without details has its message only', () => {
	expect(toItemError(node, new NotFound('No'), 0).messages).toEqual(['No']);
});

test('an error item has the keys that n8n asks for, and no other', () => {
	const plain = toItemError(node, new BadInput('Tags is wrong'), 1);
	const advised = toItemError(node, new BadInput('Wrong', { description: 'Mend it.' }), 2);
	expect(toErrorItem(plain, 1)).toStrictEqual({
		json: { error: 'Tags is wrong [item 1]' },
		pairedItem: { item: 1 },
	});
	expect(toErrorItem(advised, 2)).toEqual({
		json: { error: 'Wrong [item 2]', message: 'Mend it.' },
		pairedItem: { item: 2 },
	});
});

test.each([
	[{ succeeded: 1, failed: 1 }, '1 succeeded and 1 failed'],
	[{ succeeded: 3, failed: 0 }, '3 succeeded and 0 failed'],
	[{ succeeded: 0, failed: 1 }, '0 succeeded and 1 failed'],
])('%j: %s', (others, summary) => {
	const error = toItemError(node, new BadInput('Wrong', { description: 'Mend it.' }), 0);
	addRunSummary(error, others);
	expect(error.description).toBe(`Mend it. Of the other items, ${summary} before the run stopped.`);
});

test('without other items there is nothing to say', () => {
	const error = toItemError(node, new BadInput('Wrong'), 0);
	const before = error.description;
	addRunSummary(error, { succeeded: 0, failed: 0 });
	expect(error.description).toBe(before);
});

test('an error of another kind is left as it is', () => {
	const error = new Error('Odd');
	addRunSummary(error, { succeeded: 1, failed: 1 });
	expect(error).not.toHaveProperty('description');
});

describe('an invalid item tells of the others', () => {
	const faultOf = (index: number) => toItemError(node, new BadInput('Wrong'), index);
	const told = (others: number, count: number) => {
		const error = faultOf(0);
		addOtherFaults(
			error,
			Array.from({ length: others }, (_, index) => faultOf(index + 1)),
			count,
		);
		return error.description ?? '';
	};
	const names = (count: number) =>
		Array.from({ length: count }, (_, index) => ` Wrong [item ${index + 1}].`).join('');

	test.each([
		[0, 1, ''],
		[0, 2, 'Nothing was sent.'],
		[2, 9, `Nothing was sent.${names(2)}`],
		[10, 11, `Nothing was sent.${names(10)}`],
		[12, 99, `Nothing was sent.${names(10)} Further invalid items: 2.`],
	])('%s others of %s items', (others, count, description) => {
		expect(told(others, count)).toBe(description);
	});
});
