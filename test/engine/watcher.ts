/** A server whose requests the test makes itself, and a trigger that watches them. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { insert, tableOf, type Row } from '../simulator/store';
import type { Dialect, Simulator } from '../simulator';
import { runPoll, type PollOptions, type PollState } from '../support/engine';
import { apiKeyLogin, simulators, textOf } from './world';

const start = simulators();
/** When the test begins, for the server: epoch ms. */
export const BEGINNING = Date.UTC(2026, 0, 5, 8);

export const onRequests = (event: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'request',
	event,
	filters: {},
	simplify: true,
	options: {},
	...more,
});

/** A server whose requests the test makes itself, and a trigger on it. */
export class Watcher {
	state: PollState = { saved: '{}' };
	constructor(
		readonly simulator: Simulator,
		readonly parameters: INodeParameters,
		readonly more: Partial<PollOptions> = {},
	) {}

	async poll(more: Partial<PollOptions> = {}, keeps = true): Promise<IDataObject[]> {
		const options = { ...this.more, ...more };
		const found = await runPoll(
			{
				credentials: apiKeyLogin(this.simulator.url),
				parameters: this.parameters,
				state: this.state,
				...options,
			},
			keeps,
		);
		return found ?? [];
	}
}

export const requests = (simulator: Simulator, work: (rows: Map<number, Row>) => void) =>
	simulator.edit((data) => work(tableOf(data, 'request').rows));

export function create(simulator: Simulator, at: number, fields: IDataObject = {}): number {
	let id = 0;
	simulator.edit((data) => {
		const all = { subject: 'Printer', statusName: 'Open', createdByName: 'Ann', ...fields };
		id = insert(tableOf(data, 'request'), all, at).id;
	});
	return id;
}

export function update(
	simulator: Simulator,
	id: number,
	at: number,
	fields: IDataObject = {},
): void {
	simulator.edit((data) => {
		const table = tableOf(data, 'request');
		const row = table.rows.get(id);
		if (!row) throw new Error(`No request ${id}`);
		row.updatedTime = at;
		Object.assign(row.fields, { updatedByName: 'Bob' }, fields);
		table.version++;
	});
}

export async function watch(
	event: string,
	dialect: Partial<Dialect> = {},
	more: INodeParameters = {},
	records = 300,
): Promise<Watcher> {
	const simulator = await start({ dialect });
	requests(simulator, (rows) => rows.clear());
	for (let index = 0; index < records; index++)
		create(simulator, BEGINNING - (records - index) * 60_000);
	simulator.clearJournal();
	return new Watcher(simulator, onRequests(event, more));
}

export const ids = (events: IDataObject[]) => events.map(({ eventId }) => textOf(eventId));

export const orders = ['ascending', 'descending'] as const;
const dialects = orders.flatMap((listOrder) =>
	(['works', 'ignored', 'refused'] as const).flatMap((timeFilter) =>
		[true, false].map((totalCount): Partial<Dialect> => ({ listOrder, timeFilter, totalCount })),
	),
);
export const named = dialects.map((dialect): [string, Partial<Dialect>] => {
	const { listOrder, timeFilter, totalCount } = dialect;
	return [`${listOrder} ${timeFilter} ${totalCount}`, dialect];
});
