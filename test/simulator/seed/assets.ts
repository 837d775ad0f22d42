/** Assets and CIs, with a component of each. */
import type { Fields } from '../fields';
import { ASSET_CLASSES } from '../modules';
import type { Store, Table } from '../store';
import { insert, tableOf } from '../store';
import { defaultsOf, HOUR, names, pick } from './pick';
import { from } from './users';

const FIRST_ASSET = Date.UTC(2020, 9, 19, 11, 23);

const COMMON = { impactName: 'Low', statusName: 'In Use', origin: 'manual' };

export function seedAssets(store: Store): void {
	const [hardware, software, other] = ASSET_CLASSES.map(({ name }) => tableOf(store, name));
	if (!hardware || !software || !other) throw new Error('A class of assets is missing');
	seedDocumented(hardware, software);
	for (let at = 3; at <= 30; at++) seedHardware(hardware, at, COMMON);
	for (let at = 2; at <= 12; at++) seedSoftware(software, at);
	for (let at = 1; at <= 8; at++) seedNonIt(other, at);
	insert(
		tableOf(store, 'component'),
		{
			type: 'Computer System',
			componentType: 'computer_system_component',
			computerSystemName: 'EXAMPLE-PC',
		},
		FIRST_ASSET,
		{ id: 3, parentId: 1 },
	);
}

/** The two documented assets: both have id 1, in two classes. */
function seedDocumented(hardware: Table, software: Table): void {
	const documented = { ...COMMON, acquitionDate: '15-08-2020', tags: ['tag-1', 'tag-2'] };
	insert(
		hardware,
		{
			...documented,
			name: 'Hardware Asset Name',
			assetTypeName: 'Hardware$Computer',
			customField: { 'hardware-textbox': 'hardware-text', number: 1 },
			assetPropertyList: [{ type: 'ComputerProperty', osName: 'Windows 10' }],
		},
		FIRST_ASSET,
		{ number: 1 },
	);
	insert(
		hardware,
		{ ...COMMON, name: 'LAPTOP-0002', assetTypeName: 'Hardware$Computer$Laptop' },
		FIRST_ASSET + HOUR,
		{ number: 2 },
	);
	insert(
		software,
		{
			...documented,
			name: 'Software Asset Name',
			assetTypeName: 'Software$OS',
			customField: { 'software-textbox': 'software-text', number: 2 },
		},
		FIRST_ASSET + 2 * HOUR,
		{ number: 3 },
	);
}

const PROGRAMS = ['Office Suite', 'Database Server', 'PDF Editor', 'Image Tool', 'VPN Client'];
const PROGRAM_TYPES = ['Software$Office Suite', 'Software$Database', 'Software$Utility'];

function seedSoftware(table: Table, at: number): void {
	insert(
		table,
		{
			...COMMON,
			name: `Example ${pick(PROGRAMS, at)} ${at}`,
			assetTypeName: pick(PROGRAM_TYPES, at),
			swTypeName: pick(names('softwareType'), at),
			version: `${at}.0`,
			installationStatus: at % 2 === 0,
			assetPropertyList: [{ type: 'SoftwareProperty', softwareCost: at * 50 }],
		},
		FIRST_ASSET + at * 24 * HOUR,
	);
}

const THINGS = ['Chair', 'Desk', 'Company car'];
const THING_TYPES = ['Non IT$Furniture$Chair', 'Non IT$Furniture$Desk', 'Non IT$Vehicle'];

function seedNonIt(table: Table, at: number): void {
	insert(
		table,
		{
			...COMMON,
			name: `${pick(THINGS, at)} ${at}`,
			assetTypeName: pick(THING_TYPES, at),
			locationName: pick(names('location'), at),
		},
		FIRST_ASSET + at * 24 * HOUR,
	);
}

function seedHardware(table: Table, at: number, common: Fields): void {
	const [prefix, type] = pick(
		[
			['LAPTOP', 'Hardware$Computer$Laptop'],
			['DESKTOP', 'Hardware$Computer$Desktop'],
			['SERVER', 'Hardware$Computer$Server'],
			['MONITOR', 'Hardware$Monitor'],
			['PRINTER', 'Hardware$Printer'],
		] as const,
		at,
	);
	const number = String(at).padStart(4, '0');
	const isComputer = type.includes('Computer');
	insert(
		table,
		{
			...common,
			name: `${prefix}-${number}`,
			assetTypeName: type,
			statusName: pick(names('assetStatus'), Math.floor(at / 2)),
			locationName: pick(names('location'), at),
			departmentName: pick(names('department'), at),
			vendorName: pick(names('vendor'), at),
			...(at % 2 === 0 ? { usedByEmail: from(at).requesterEmail } : {}),
			...(isComputer ? { hostName: `${prefix}-${number}`, ipAddress: `192.0.2.${at}` } : {}),
			assetPropertyList: [
				{ type: 'HardwareProperty', serialNumber: `SN-EXAMPLE-${number}` },
				...(isComputer ? [{ type: 'ComputerProperty', osName: 'Windows 11' }] : []),
			],
		},
		FIRST_ASSET + at * 24 * HOUR,
	);
}

export function seedCis(store: Store): void {
	const first = Date.UTC(2025, 5, 1, 20, 43);
	for (let id = 1; id <= 14; id++) {
		const name = id === 2 ? 'EXAMPLE-WIN10' : `EXAMPLE-CI-${id}`;
		insert(
			tableOf(store, 'ci'),
			{
				...defaultsOf('ci'),
				type: 'CI',
				name,
				ciTypeName: 'base ci$Hardware$Laptops',
				impactName: 'On Users',
				origin: 'agent',
				hostName: name,
				ipAddress: `192.0.2.${150 + id}`,
				macAddress: `00:00:5E:00:53:${String(id - 1).padStart(2, '0')}`,
				usedByEmail: 'requester@example.com',
				firstScanDate: 'Sun, Jun 01, 2025 08:43 pm',
				lastScanDate: 'Sun, Jun 01, 2025 08:44 pm',
				createdByName: 'System',
				updatedByName: 'System',
				ciPropertyList: [{ type: 'HardwareProperty', serialNumber: `SN-CI-${id}` }],
			},
			first + id * HOUR,
			{ id, number: id },
		);
	}
	insert(
		tableOf(store, 'ciComponent'),
		{ type: 'Bios', componentType: 'bios_component', biosName: 'Windows Laptop' },
		first,
		{ id: 14, parentId: 14 },
	);
}
