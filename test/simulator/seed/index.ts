/** A believable service desk. All times lie in the past and are the same on every start. */
import { createStore, type Row, type Store } from '../store';
import { seedAssets, seedCis } from './assets';
import { seedConversations } from './conversations';
import { seedRequests } from './requests';
import { seedChanges, seedProblemsAndReleases } from './tickets';
import { seedUsers } from './users';

export { addTechnicians } from './users';
export { replaceRequests } from './requests';

/** Built once, because tests fill a server thousands of times. What stands inside of fields is shared, and so frozen. */
let built: Store | undefined;

/** Fills an empty server. */
export function seed(store: Store): void {
	built ??= build();
	for (const [name, { rows, ids, numbers, version }] of Object.entries(built.tables)) {
		const table = store.tables[name];
		if (!table) throw new Error(`The server has no table '${name}'`);
		for (const [id, row] of rows) table.rows.set(id, { ...row, fields: { ...row.fields } });
		table.ids.next = ids.next;
		table.numbers.next = numbers.next;
		table.version = version;
	}
	store.relations.next = built.relations.next;
}

function build(): Store {
	// No time of the seeded data is that of the clock.
	const store = createStore(() => 0);
	seedUsers(store);
	seedRequests(store);
	seedChanges(store);
	seedProblemsAndReleases(store);
	seedAssets(store);
	seedCis(store);
	seedConversations(store);
	store.relations.next = 3;
	for (const { rows } of Object.values(store.tables)) {
		for (const row of rows.values()) freezeInside(row);
	}
	return store;
}

function freezeInside({ fields }: Row): void {
	for (const value of Object.values(fields)) freeze(value);
}

function freeze(value: unknown): void {
	if (typeof value !== 'object' || value === null) return;
	Object.freeze(value);
	Object.values(value).forEach(freeze);
}
