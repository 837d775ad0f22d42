import { date, text } from './fields';
import type { Field } from './types';

/** The fields of a `HardwareProperty`, which assets and CIs share (assets.md section 1). */
export const hardwareFields: Field[] = [
	date('auditDate'),
	text('serialNumber', { description: 'The number that the maker gave the device' }),
	date('warrentyExpirationDate', { displayName: 'Warranty Expiration Date' }),
];
