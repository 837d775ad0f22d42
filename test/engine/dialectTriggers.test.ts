/** Polling triggers tell the same on every plausible server: each two readings of the contract meet at least once. */
import { pairs } from '../support/pairs';
import type { IDataObject } from 'n8n-workflow';
import { DEFAULT_DIALECT, READINGS, type Dialect } from '../simulator/dialect';
import { sample } from '../support/scale';
import { BEGINNING, create, ids, requests, update, watch } from './watcher';
import { clock } from './world';
import { insert, tableOf } from '../simulator/store';
import type { Simulator } from '../simulator';

/** What has a bearing on lists of records and on how they are read. */
const SWITCHES = [
	'answerShape',
	'charset',
	'emptyList',
	'getById',
	'idsAsText',
	'ignoreOffset',
	'indexLagMs',
	'listOrder',
	'listStability',
	'lookupsAcceptApiKey',
	'pageCap',
	'refusalShape',
	'searchCap',
	'sortBy',
	'timeFilter',
	'totalCount',
	'unknownPath',
] as const satisfies ReadonlyArray<keyof Dialect>;
const EVENTS = [
	'created',
	'updated',
	'createdOrUpdated',
	'statusChanged',
	'dueSoon',
	'overdue',
	'newConversation',
] as const;

type Case = Dialect & { event: (typeof EVENTS)[number]; burst: number };
const readings = {
	...Object.fromEntries(SWITCHES.map((name) => [name, READINGS[name]])),
	// More than there are at first, and less than a burst.
	searchCap: [0, 50],
	event: EVENTS,
	// None, some, and more than a page holds, within the same millisecond.
	burst: [3, 130],
} as unknown as { [Name in keyof Case]: Array<Case[Name]> };
/** Nothing shows there which records have changed. */
const isHopeless = ({ sortBy, timeFilter, event, listStability, ignoreOffset }: Case) =>
	ignoreOffset ||
	(sortBy !== 'works' &&
		timeFilter !== 'works' &&
		(event !== 'created' || listStability === 'unsortedMoves'));
/** The rows that a search does not find are not found by their times either. */
const isBlind = ({ searchCap, timeFilter, listOrder, burst }: Case) =>
	searchCap > 0 && timeFilter !== 'works' && (listOrder === 'ascending' || burst > searchCap);
const cases = [
	...EVENTS.map((event) => ({ ...DEFAULT_DIALECT, event, burst: 3 })),
	...pairs<Case>(readings).filter((one) => !isBlind(one)),
].map((one) => ({
	...one,
	// Lists in no order, in pages of a few rows, take thousands of calls.
	...(one.listStability === 'unsortedMoves' && { pageCap: 0 }),
})) as Case[];

/** In how many polls such a server is found out at the latest, of 40 records by at least two. */
const LATEST = 50;

let [held, refused] = [0, 0];
afterAll(() => {
	// eslint-disable-next-line no-console -- the count belongs to the result
	console.info(
		`Dialect matrix of triggers: ${cases.length} pairs of a server and an event, ${SWITCHES.length} switches; ${held} held, ${refused} of them refused in so many words`,
	);
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Events of records that were there before. */
const OF_OLD: string[] = ['updated', 'createdOrUpdated', 'statusChanged'];

/** Adds a note to a request. */
function converse(simulator: Simulator, parentId: number, at: number): number {
	let id = 0;
	simulator.edit((data) => {
		const note = { conversationType: 'note', details: 'x', createdByName: 'Ann' };
		id = insert(tableOf(data, 'requestConversation'), note, at, { parentId }).id;
	});
	return id;
}

test.each(
	sample(
		cases.map((one, at) => ({ at, event: one.event, one })),
		8,
	),
)(
	'server $at: $event $one.listOrder $one.sortBy $one.timeFilter $one.totalCount cap $one.pageCap $one.listStability $one.burst',
	async ({ one: { event, burst, ...dialect } }) => {
		const one = await watch(event, dialect, { dueWithin: 1, dueUnit: 'hours' }, 40);
		const known: number[] = [];
		requests(one.simulator, (rows) => known.push(...rows.keys()));
		let at = BEGINNING;
		const told: IDataObject[] = [];
		const expected = new Set<string>();
		const expectEvent = (id: number, version: number | string) =>
			expected.add(`request:${id}:${version}`);
		const poll = async () => {
			clock.advance(MINUTE);
			told.push(...(await one.poll()));
		};
		const follow = async () => {
			await one.poll();
			for (let round = 1; round <= 3; round++) {
				at += 3 * MINUTE;
				const length = round === 2 ? burst : 3;
				for (let index = 0; index < length; index++) {
					const old = known[(index + round * 5) % known.length] ?? 0;
					const isOld = event === 'updated' || event === 'statusChanged' || index % 2 === 1;
					if (isOld && OF_OLD.includes(event)) {
						update(one.simulator, old, at, { statusName: `Round ${round}` });
						expectEvent(old, at);
					} else if (event === 'overdue' || event === 'dueSoon') {
						const span = event === 'dueSoon' ? HOUR : 0;
						const dueBy = Math.floor((clock.now() + span) / 1000) * 1000;
						expectEvent(create(one.simulator, at, { dueBy }), `${event}:${dueBy}`);
					} else if (event === 'newConversation') {
						const id = create(one.simulator, at);
						expectEvent(id, `conversation:${converse(one.simulator, id, at)}`);
					} else {
						expectEvent(create(one.simulator, at), event === 'created' ? 'created' : at);
					}
				}
				await poll();
				await poll();
			}
			await poll();
			const isToldLater = isHopeless({ event, burst, ...dialect }) && told.length < expected.size;
			for (let polls = 0; isToldLater && polls < LATEST; polls++) await poll();
		};
		const error = await follow().then(
			() => undefined,
			(fault: unknown) => fault,
		);

		if (error !== undefined && isHopeless({ event, burst, ...dialect })) {
			expect((error as Error).message).toMatch(
				/does not sort the records by time, nor search by it|the same records for every page|changes faster than it can be read/,
			);
			refused++;
		} else {
			expect(error).toBeUndefined();
			expect(ids(told).sort()).toEqual([...expected].sort());
		}
		held++;
	},
);
