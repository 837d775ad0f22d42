/** What the examples promise, beyond running: each scenario starts the workflow as often as it takes, and looks at both sides. */
import type { IDataObject } from 'n8n-workflow';

import { expect, expectEqual, show } from './checks';
import type { Execution } from './n8nApi';
import type { Outside } from './outside';
import type { Simulator } from '../simulator';
import { tableOf } from '../simulator/store';
import { delay } from '../support/node';

/** An example that is set up. */
export interface Stage {
	readonly simulator: Simulator;
	readonly outside: Outside;
	/**
	 * Runs the workflow from one of its triggers.
	 *
	 * @param item what the trigger hands on; the sample that is pinned to it unless given
	 * @param parameters of other nodes, by the name of the node, such as a shorter wait
	 */
	readonly start: (
		trigger: string,
		item?: IDataObject,
		parameters?: Record<string, IDataObject>,
	) => Promise<Execution>;
}

/** A record as the server has it, by its ID. */
function record({ simulator }: Stage, module: 'request' | 'change', id: number): IDataObject {
	let found: IDataObject = {};
	simulator.edit((store) => {
		found = { ...(tableOf(store, module).rows.get(id)?.fields as IDataObject | undefined) };
	});
	return found;
}

/** Waits until something is so. */
async function until(isSo: () => boolean, what: string): Promise<void> {
	const deadline = Date.now() + 30_000;
	while (!isSo()) {
		expect(Date.now() < deadline, `still waiting: ${what}`);
		await delay(50);
	}
}

/** How many calls with this method and path have changed something. */
const written = ({ simulator }: Stage, method: string, path: string | RegExp): number =>
	simulator.writes({ method, path }).length;

const NOTES = /\/conversation$/;
const call = (body: IDataObject): IDataObject => ({ headers: {}, params: {}, query: {}, body });

async function alertToTicket(stage: Stage): Promise<void> {
	const quick = { 'Let It Settle': { amount: 0, unit: 'seconds' } };
	const alert = (changes: IDataObject = {}) =>
		call({
			id: '4711',
			host: 'vpn-gateway-2',
			check: 'ping',
			state: 'problem',
			severity: 'warning',
			message: 'vpn-gateway-2 has not answered since 08:15',
			...changes,
		});
	const opened = await stage.start('Alert', alert(), quick);
	const id = Number(opened.items('Open or Update Request')[0]?.json.id);
	await stage.start('Alert', alert(), quick);
	expectEqual(written(stage, 'PATCH', /\/request\/\d+$/), 0, 'updates after the same alert');
	await stage.start('Alert', alert({ severity: 'critical', message: 'Still down' }), quick);
	expectEqual(record(stage, 'request', id).urgencyName, 'Urgent', 'urgency after the second alert');
	expectEqual(written(stage, 'POST', NOTES), 1, 'notes after an alert that differs');
	const recovery = alert({ state: 'ok', message: 'vpn-gateway-2 answers again' });
	await stage.start('Alert', recovery, quick);
	await stage.start('Alert', recovery, quick);
	expectEqual(record(stage, 'request', id).statusName, 'Resolved', 'status after the recovery');
	expectEqual(written(stage, 'POST', NOTES), 2, 'notes after the recovery');
	expectEqual(written(stage, 'POST', '/api/v1/request'), 1, 'requests for one alert');
	await stage.start('Alert', alert({ id: '4712' }), quick);
	expectEqual(written(stage, 'POST', '/api/v1/request'), 2, 'requests for two alerts');
}

async function chatToTicket(stage: Stage): Promise<void> {
	const first = await stage.start('Chat Message');
	const [created] = first.items('Create Request');
	const key = show(created?.json.key);
	const [said] = stage.outside.calls;
	expectEqual(said?.body.thread, '1764150000.42', 'thread of the first answer');
	expect(/^INC-\d+$/.test(key), `the key is ${key}`);
	expect(show(said?.body.text).includes(key), `the chat was told ${show(said?.body)}`);
	stage.outside.calls.length = 0;
	const answer = (conversationType: string) => ({
		id: created?.json.id,
		key,
		conversation: { id: 900, conversationType, details: '<p>It prints <b>again</b>.</p>' },
	});
	await stage.start('Somebody Answered', answer('note'));
	expectEqual(stage.outside.calls, [], 'what the chat was told of a note');
	await stage.start('Somebody Answered', answer('technician_to_requester'));
	expectEqual(
		stage.outside.calls.map(({ body }) => body),
		[{ thread: '1764150000.42', text: `${key}: It prints again.` }],
		'what the chat was told of a reply',
	);
}

async function changeApproval(stage: Stage): Promise<void> {
	const quick = { 'Wait 15 Minutes': { amount: 0.5, unit: 'seconds' } };
	const { simulator, outside } = stage;
	const planned = () => written(stage, 'POST', '/api/v1/change');
	const looks = () => simulator.calls({ method: 'GET', path: /\/change\/\d+$/ }).length;
	/** Plans a change, lets the workflow look twice while nobody has decided, and decides. */
	const decide = async (decision: IDataObject): Promise<Execution> => {
		outside.calls.length = 0;
		const [before, looked] = [planned(), looks()];
		const running = stage.start('Manual Trigger', undefined, quick);
		await until(() => planned() > before && looks() >= looked + 2, 'two looks at the change');
		simulator.edit((store) => {
			Object.assign([...tableOf(store, 'change').rows.values()].at(-1)?.fields ?? {}, decision);
		});
		return await running;
	};
	const called = () => outside.calls.map(({ what }) => what);
	const approved = await decide({ statusName: 'Approved', approvalStatus: 'approved' });
	expect(
		approved.items('Note the Start').length === 1,
		'the start of an approved change is not noted',
	);
	expectEqual(called(), ['POST /hooks/intranet'], 'calls after an approval');
	const change = show(outside.calls[0]?.body.change);
	expect(/^CHG-\d+$/.test(change), `the deployment was told of the change ${change}`);
	await decide({ statusName: 'Rejected', approvalStatus: 'rejected' });
	expectEqual(called(), ['POST /hooks/service-desk'], 'calls after a rejection');
	const told = show(outside.calls[0]?.body.text);
	expect(/^CHG-\d+ is not approved: Rejected$/.test(told), `the team was told "${told}"`);
	await decide({ startDate: Date.now() - 1000 });
	expectEqual(called(), ['POST /hooks/service-desk'], 'calls when it is too late');
}

async function twoWayClose(stage: Stage): Promise<void> {
	const { outside, simulator } = stage;
	const closed = () => outside.calls.filter(({ what }) => what.endsWith('/close')).length;
	await stage.start('Closed in the Tracker');
	expectEqual(record(stage, 'request', 104).statusName, 'Closed', 'status of the request');
	outside.issueState = 'closed';
	// ServiceOps calls, because the request was closed; the issue is closed already.
	await stage.start('Closed in ServiceOps');
	expectEqual(closed(), 0, 'issues closed because of their own closing');
	outside.issueState = 'open';
	await stage.start('Closed in ServiceOps');
	expectEqual(closed(), 1, 'issues closed because a person closed the request');
	const writes = simulator.writes().length;
	// The tracker calls, because the issue was closed; the request is closed already.
	await stage.start('Closed in the Tracker');
	expectEqual(simulator.writes().length, writes, 'writes about a request that is closed already');
	await stage.start('Closed in ServiceOps', { id: 104, key: 'INC-104', statusName: 'Open' });
	expectEqual(closed(), 1, 'issues closed because of a request that is open');
}

/** Scenarios by the file of their example. */
export const scenarios: Partial<Record<string, (stage: Stage) => Promise<void>>> = {
	'alert-to-ticket.json': alertToTicket,
	'change-approval.json': changeApproval,
	'chat-to-ticket.json': chatToTicket,
	'two-way-close.json': twoWayClose,
};
