/** The nodes panel, and the form of the credential. */
import {
	choose,
	input,
	logIn,
	panelItem,
	pickNode,
	searchPanel,
	untilToastsAreGone,
} from './editor';
import { NORMAL, TALL, type Step, type World } from './world';
import { expectEqual } from '../checks';
import { LOGIN } from '../../simulator';
import { modules } from '../../../nodes/ServiceOps/operations';

/** What people who look for the node may call it. */
const SEARCHES = ['serviceops', 'motadata', 'ITSM', 'helpdesk'];

const ACTIONS = modules.flatMap((module) => module.actions).length;

export const credentialSteps = (world: World): Step[] => [
	[`the nodes panel finds ServiceOps by ${SEARCHES.join(', ')}`, () => findNode(world)],
	[`the nodes panel offers ServiceOps with its ${ACTIONS} actions`, () => takeAction(world)],
	['the credential form has what an API key needs, and no more', () => openForm(world)],
	['the credential form says what is wrong with a wrong API key', () => refuseKey(world)],
	['the credential form accepts a good API key: the test is green', () => acceptKey(world)],
	['the credential form says what is wrong with a wrong password', () => refusePassword(world)],
	[
		'the credential form accepts the right password: the test is green',
		() => acceptPassword(world),
	],
];

async function findNode({ page, n8n, take }: World): Promise<void> {
	await logIn(page, n8n.url);
	await page.goto(`${n8n.url}/workflow/new`);
	await pickNode(page, 'canvas-add-button', 'Manual', 'Trigger manually');
	for (const search of SEARCHES) {
		await searchPanel(page, 'node-creator-plus-button', search, async () => {
			await panelItem(page, 'ServiceOps').waitFor({ timeout: 5_000 });
			await take(`search-${search.toLowerCase()}`);
		});
	}
}

async function takeAction({ page, take }: World): Promise<void> {
	await pickNode(page, 'node-creator-plus-button', 'ServiceOps', 'ServiceOps');
	await page.getByText(`Actions (${ACTIONS})`).waitFor();
	await page.setViewportSize(TALL);
	await take('actions');
	await page.setViewportSize(NORMAL);
	await page.getByTestId('node-creator').getByText('Create request', { exact: true }).click();
	await page.getByTestId('node-credentials-slot').waitFor();
	await take('node-without-credential');
}

async function openForm({ page, simulator, take }: World): Promise<void> {
	await page.getByTestId('node-credentials-slot').getByRole('button').first().click();
	await page.getByTestId('editCredential-modal').waitFor();
	await page.setViewportSize(TALL);
	await choose(page, 'authentication', 'API Key');
	await input(page, 'apiKey').waitFor();
	expectEqual(await input(page, 'password').count(), 0, 'password fields');
	// n8n thinks of a name for a new credential, and does not save it without one.
	await page.getByTestId('credential-name').getByText('ServiceOpsOAuth account').last().waitFor();
	await take('credential-api-key');
	await input(page, 'serverUrl').fill(simulator.url);
}

/** Saves the credential, which tests it, and sees that it is refused for this reason. */
async function saveAndSee({ page, take }: World, reason: string, picture: string): Promise<void> {
	await page.getByTestId('credential-save-button').click();
	const modal = page.getByTestId('editCredential-modal');
	await modal.getByText('More details').click();
	await modal.getByText(reason).first().waitFor();
	await take(picture);
}

/** Saves the credential, which tests it, and sees that it works. */
async function saveAndPass(
	{ page, take }: World,
	isNew: boolean,
	name: string,
	picture?: string,
): Promise<void> {
	const modal = page.getByTestId('editCredential-modal');
	await page.getByTestId('credential-save-button').click();
	if (isNew) {
		// n8n closes the form of a new credential by itself once the test has passed.
		await modal.waitFor({ state: 'hidden' });
		await page.getByTestId('credential-edit-button').click();
	}
	await modal.getByText('Connection tested successfully').waitFor();
	await untilToastsAreGone(page);
	await take(name, picture, modal);
}

async function refuseKey(world: World): Promise<void> {
	await input(world.page, 'apiKey').fill('not-the-key');
	await saveAndSee(world, 'API key', 'credential-key-refused');
}

async function acceptKey(world: World): Promise<void> {
	await input(world.page, 'apiKey').fill(LOGIN.apiKey);
	await saveAndPass(world, true, 'credential-key-green');
}

async function refusePassword(world: World): Promise<void> {
	const { page, take } = world;
	await choose(page, 'authentication', 'OAuth');
	await input(page, 'clientId').fill(LOGIN.clientId);
	await input(page, 'clientSecret').fill(LOGIN.clientSecret);
	await input(page, 'username').fill(LOGIN.username);
	await input(page, 'password').fill('not-the-password');
	await take('credential-password');
	await saveAndSee(world, 'rejected the Username or Password', 'credential-password-refused');
}

async function acceptPassword(world: World): Promise<void> {
	const { page } = world;
	await input(page, 'password').fill(LOGIN.password);
	await saveAndPass(world, false, 'credential-password-green', 'credential');
	// Not Escape: that would close the node behind it too.
	const modal = page.getByTestId('editCredential-modal');
	await modal.locator('.el-dialog__headerbtn, [aria-label*="lose"]').first().click();
	await modal.waitFor({ state: 'hidden' });
	await page.setViewportSize(NORMAL);
}
