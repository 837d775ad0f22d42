/** A believable service desk. All times lie in the past and are the same on every start. */
import type { Store } from '../store';
import { seedAssets, seedCis } from './assets';
import { seedConversations } from './conversations';
import { seedRequests } from './requests';
import { seedChanges, seedProblemsAndReleases } from './tickets';
import { seedUsers } from './users';

export { addTechnicians } from './users';
export { replaceRequests } from './requests';

/** Fills an empty server. */
export function seed(store: Store): void {
	seedUsers(store);
	seedRequests(store);
	seedChanges(store);
	seedProblemsAndReleases(store);
	seedAssets(store);
	seedCis(store);
	seedConversations(store);
	store.relations.next = 3;
}
