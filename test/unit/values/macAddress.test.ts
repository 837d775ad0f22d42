import fc from 'fast-check';
import { macForms, toMacAddress } from '../../../nodes/ServiceOps/values/macAddress';
import { holds, isFast, repeated, textsOf } from '../../support/longTexts';

describe('a MAC address', () => {
	test.each([
		'00:00:5E:00:53:0a',
		'00-00-5e-00-53-0A',
		'0000.5e00.530a',
		'0000-5E00-530A',
		'0000:5e00:530a',
		'00005e-00530a',
		'00005E00530A',
		' 00 00 5e 00 53 0a\n',
		'00.00.5e.00.53.0a',
		// As Solaris and macOS write it.
		'0:0:5e:0:53:a',
	])('%j', (text) => expect(toMacAddress(text)).toBe('00:00:5E:00:53:0A'));

	test.each([
		'',
		'00:00:5E:00:53',
		'00:00:5E:00:53:0A:0B',
		'00:00-5E:00:53:0A',
		'00:00:5E:00:53:0G',
		'0.0.94.0.83.10',
		'192.168.10.20',
		'00005E00530A0',
		'::::::',
		'0000.5e00-530a',
		'12345',
		'N/A',
	])('%j is none', (text) => expect(toMacAddress(text)).toBeUndefined());
});

const bytes = fc
	.uint8Array({ minLength: 6, maxLength: 6 })
	.map((array) => Buffer.from(array).toString('hex'));
const groupsOf = (hex: string, size: number) => hex.match(new RegExp(`.{${size}}`, 'g')) ?? [];
const NOTATIONS = [
	(hex: string) => hex,
	(hex: string) => hex.toUpperCase(),
	(hex: string) => groupsOf(hex, 2).join(':'),
	(hex: string) => groupsOf(hex, 2).join('-').toUpperCase(),
	(hex: string) => groupsOf(hex, 4).join('.'),
	(hex: string) => groupsOf(hex, 6).join('-'),
	(hex: string) =>
		groupsOf(hex, 2)
			.map((pair) => pair.replace(/^0/, ''))
			.join(':'),
];

holds(
	'two addresses are equal in whatever notation exactly when they are the same',
	fc.tuple(bytes, bytes, fc.constantFrom(...NOTATIONS), fc.constantFrom(...NOTATIONS)),
	([one, other, write, writeToo]) => {
		expect(toMacAddress(write(one))).toBe(toMacAddress(writeToo(one)));
		expect(toMacAddress(write(one)) === toMacAddress(writeToo(other))).toBe(one === other);
	},
);

holds(
	'text is no address, or has the digits of one',
	textsOf(['00', '5e', ':', '-', '.', ' ', '0000', '00005E']),
	(text) => {
		const address = toMacAddress(text);
		if (address === undefined) return;
		expect(address).toMatch(/^[\dA-F]{2}(?::[\dA-F]{2}){5}$/);
		const digits = text.replace(/[^\da-f]/gi, '').toUpperCase();
		if (digits.length === 12) expect(address.replace(/:/g, '')).toBe(digits);
	},
);

describe('time', () => isFast([repeated('0'), repeated('0:'), repeated(' ')], toMacAddress));

test('is searched for as people write it, in capitals and small letters', () => {
	expect(macForms('0:0:5e:0:53:a')).toEqual([
		'00:00:5E:00:53:0A',
		'00-00-5E-00-53-0A',
		'00005E00530A',
		'00:00:5e:00:53:0a',
		'00-00-5e-00-53-0a',
		'00005e00530a',
	]);
	expect(macForms('N/A')).toEqual([]);
});
