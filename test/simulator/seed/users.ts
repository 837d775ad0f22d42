/** Technicians and requesters. */
import type { Fields } from '../fields';
import type { Store } from '../store';
import { insert, tableOf } from '../store';
import { names, pick, START } from './pick';

export const TECHNICIANS = [
	['Technician One', 'technician'],
	['Technician Two', 'technician2'],
	['Manager One', 'manager'],
	['Engineer One', 'engineer'],
	['Quality One', 'qa'],
	['Reviewer One', 'reviewer'],
	['Automation', 'automation'],
] as const;
const REQUESTERS = [
	['Requester One', 'requester'],
	['Requester Two', 'requester2'],
	['Anna Muster', 'anna'],
	['Bilal Sample', 'bilal'],
	['Chen Example', 'chen'],
	['Dora Beispiel', 'dora'],
	['Emil Exemple', 'emil'],
] as const;

export function seedUsers(store: Store): void {
	TECHNICIANS.forEach(([name, account], at) => {
		insert(
			tableOf(store, 'technician'),
			{
				name,
				email: `${account}@example.com`,
				userLogOnName: `${account}.logon`,
				contactNo: '0000000001',
				roles: [at === 0 ? 'Super Admin' : 'Technician'],
				accessLevel: 'global_access',
				supportLevel: [`tier${(at % 4) + 1}`],
				departmentName: 'IT',
				locationName: 'Head Office',
				verified: true,
			},
			START,
		);
	});
	REQUESTERS.forEach(([name, account], at) => {
		insert(
			tableOf(store, 'requester'),
			{
				name,
				email: `${account}@example.com`,
				userLogOnName: `${account}.logon`,
				contactNo: '0000000002',
				departmentName: pick(names('department'), at + 1),
				locationName: pick(names('location'), at),
				vipRequester: at === 0,
				verified: true,
			},
			START,
		);
	});
}

/** E-mail and name of a requester, as a ticket holds them. */
export function from(at: number): Fields {
	const [name, account] = pick(REQUESTERS, at);
	return { requesterEmail: `${account}@example.com`, requesterName: name };
}

/** Adds so many technicians, for lists of names that are longer than a page. */
export function addTechnicians(store: Store, count: number): void {
	for (let at = 1; at <= count; at++) {
		const number = String(at).padStart(4, '0');
		const account = `technician.${number}`;
		insert(
			tableOf(store, 'technician'),
			{
				name: `Technician ${number}`,
				email: `${account}@example.com`,
				userLogOnName: `${account}.logon`,
				roles: ['Technician'],
				verified: true,
			},
			START,
		);
	}
}
