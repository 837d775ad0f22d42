import { displayNameOf } from '../../../nodes/ServiceOps/values/mailName';
import { assert } from '../../support/node';
import { holds, isFast, repeated, textsOf } from '../../support/longTexts';

test.each([
	['Jane Doe <jane@example.com>', 'Jane Doe'],
	['"Doe, Jane" <jane@example.com>', 'Doe, Jane'],
	['Doe, Jane <jane@example.com>', 'Doe, Jane'],
	['"Jane \\"JD\\" Doe" <jane@example.com>', 'Jane "JD" Doe'],
	['jane@example.com (Jane Doe)', 'Jane Doe'],
	['<jane@example.com>', 'Jane'],
	['jane.van-doe@example.com', 'Jane Van Doe'],
	['<jane@example.com> (Joan Roe)', 'Joan Roe'],
	['jane@example.com (Joan Roe) ', 'Joan Roe'],
	['(Office) jane@example.com', 'Jane'],
	['" Joan   Roe " <jane@example.com>', 'Joan Roe'],
	['Roe , Joan <jane@example.com>', 'Roe, Joan'],
	[[[[['Joan Roe <jane@example.com>']]]], 'Joan Roe'],
	[[[[[['Joan Roe <jane@example.com>']]]]], 'Jane'],
	['jane@example.com <jane@example.com>', 'Jane'],
	[{ name: 'Jane Doe', address: 'jane@example.com' }, 'Jane Doe'],
	[{ value: [{ name: 'Jane Doe', address: 'jane@example.com' }], text: 'x' }, 'Jane Doe'],
	[{ emailAddress: { name: 'Jane Doe', address: 'jane@example.com' } }, 'Jane Doe'],
	[undefined, 'Jane'],
])('%j is %s', (value, name) => {
	const address =
		typeof value === 'string' && value.includes('van-doe') ? value : 'jane@example.com';
	expect(displayNameOf(value, address)).toBe(name);
});

test('an object that contains itself has no name', () => {
	const own: Record<string, unknown> = {};
	own.value = [own];
	expect(displayNameOf(own, 'jane@example.com')).toBe('Jane');
});

test.each([
	['_jane..doe@example.com', 'Jane Doe'],
	['-@example.com', '-@example.com'],
])('without a name, %s is %s', (address, name) => {
	expect(displayNameOf(undefined, address)).toBe(name);
});

const texts = textsOf(['"', '<', '>', 'Jane', ',', '(', ')', '\\', '@', 'example.com', '\n']);

holds('there is always a name on one line', texts, (text) => {
	const name = displayNameOf(text, 'jane@example.com');
	assert.ok(name.trim() !== '' && !/[\r\n]/.test(name));
});

isFast([repeated('"'), repeated('('), repeated('a, '), repeated('<')], (text) => {
	displayNameOf(text, 'jane@example.com');
});
