/** Changes, problems and releases. */
import type { Fields } from '../fields';
import type { Store } from '../store';
import { insert, tableOf } from '../store';
import { defaultsOf, HOUR, madeBy, names, pick, START } from './pick';
import { from } from './users';

const CHANGES = [
	'Upgrade the firewall firmware',
	'Replace the core switch in Data Center 1',
	'Move mailboxes to the new server',
	'Renew the TLS certificate of the intranet',
	'Add memory to db-01',
	'Patch day: Windows servers',
	'Introduce two-factor login for VPN',
	'Retire the old file server',
	'Extend the Wi-Fi in Building B',
	'Update the ERP test system',
];

export function seedChanges(store: Store): void {
	const table = tableOf(store, 'change');
	const closed: Fields = {
		...defaultsOf('change'),
		...madeBy('Technician One'),
		...from(0),
		assigneeEmail: 'technician@example.com',
		statusName: 'Closed',
		subject: 'Need to Change the RAM',
		description: 'Need to Change the RAM',
		riskType: 'Low',
		startDate: 1754571660000,
		endDate: 1755176460000,
		approvalStatus: 'pre_approved',
	};
	insert(table, { ...closed }, 1754564807817, { id: 1, number: 1, updatedTime: 1754570135189 });
	insert(
		table,
		{ ...closed, impactName: 'On Users', resolutionTimeDuration: '42 sec' },
		1754571704922,
		{ id: 2, number: 2, updatedTime: 1754571747776 },
	);
	CHANGES.forEach((subject, at) => {
		const createdTime = START + at * 24 * HOUR;
		insert(
			table,
			{
				...defaultsOf('change'),
				...madeBy('Technician Two'),
				...from(at),
				subject,
				description: `${subject}, in the usual window.`,
				statusName: pick(names('changeStatus'), at),
				priorityName: pick(names('priority'), at),
				impactName: pick(names('impact'), at),
				riskType: pick(['Low', 'Medium', 'High'], at),
				changeType: pick(['Minor', 'Standard', 'Significant', 'Major', 'Emergency'], at),
				targetEnvironment: pick(['Production', 'Development', 'Test'], at),
				categoryName: pick(['Hardware', 'Network', 'Software'], at),
				startDate: createdTime + 48 * HOUR,
				endDate: createdTime + 52 * HOUR,
				approvalStatus: 'pending',
				...(at % 2 === 0 ? { assigneeEmail: 'technician2@example.com' } : {}),
			},
			createdTime,
			{ number: 7 + at },
		);
	});
}

export function seedProblemsAndReleases(store: Store): void {
	['Recurring disk failures', 'VPN gateway runs out of memory', 'Mail loops'].forEach(
		(subject, at) => {
			insert(
				tableOf(store, 'problem'),
				{
					...defaultsOf('problem'),
					...madeBy('Technician One'),
					...from(at),
					subject,
					description: `${subject}: root cause wanted.`,
					priorityName: pick(names('priority'), at + 1),
					knownError: at === 0,
				},
				START + at * HOUR,
				{ number: 4 + at },
			);
		},
	);
	for (let id = 5; id <= 9; id++) {
		const startDate = 1780034400000 + id * HOUR;
		insert(
			tableOf(store, 'release'),
			{
				...defaultsOf('release'),
				...madeBy('Technician One'),
				...from(id),
				subject: `New Software Release v8.7.${id - 5}`,
				description: 'Quarterly release',
				riskTypeName: 'Low',
				releaseTypeName: 'Minor',
				startDate,
				endDate: startDate + 24 * HOUR,
			},
			START + id * HOUR,
			{ id, number: id },
		);
	}
}
