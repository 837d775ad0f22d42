/** Conversations. */
import type { Fields } from '../fields';
import type { Store } from '../store';
import { insert, tableOf } from '../store';

const by = (name: string, account: string): Fields => ({
	createdByName: name,
	createdByEmail: `${account}@example.com`,
	conversationState: 'published',
	deletable: true,
	fileAttachments: [],
});
const NOTE = {
	...by('Technician Two', 'technician2'),
	conversationType: 'note',
	details: '<p>This is an internal note about the request progress.</p>',
	updatable: true,
	emailIds: [],
	ccEmailIds: [],
};
const NOTED = Date.UTC(2025, 6, 17, 15, 24);

export function seedConversations(store: Store): void {
	const change = tableOf(store, 'changeConversation');
	insert(
		change,
		{
			...by('Technician One', 'technician'),
			conversationType: 'collaborate',
			details: NOTE.details,
			subject: 'Empty Details Test',
			updatable: false,
		},
		Date.UTC(2025, 6, 17, 15, 16),
		{ id: 1, parentId: 1 },
	);
	insert(change, { ...NOTE, subject: 'Progress Update' }, NOTED, { id: 3, parentId: 1 });
	insert(
		tableOf(store, 'requestConversation'),
		{
			...NOTE,
			...by('Technician One', 'technician'),
			details: '<p>Please take this request on priority.</p>',
			subject: '[INC-104]: Email Server is Down',
		},
		Date.UTC(2025, 6, 16, 16, 33),
		{ id: 2, parentId: 104, updatedTime: Date.UTC(2025, 6, 16, 18, 30) },
	);
	insert(
		tableOf(store, 'problemConversation'),
		{ ...NOTE, subject: '[PRB-4]: Recurring disk failures' },
		NOTED,
		{ id: 7, parentId: 1 },
	);
	insert(
		tableOf(store, 'releaseConversation'),
		{
			...NOTE,
			...by('Technician One', 'technician'),
			subject: '[REL-9]: New Software Release v8.7.4',
		},
		Date.UTC(2026, 4, 29, 17, 41),
		{ id: 156, parentId: 9, updatedTime: Date.UTC(2026, 4, 29, 18, 32) },
	);
}
