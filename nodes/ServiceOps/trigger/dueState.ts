import type { Extent } from '../records/extent';

/*
 * What is known of when records become due: the nearest of those ahead, and those told. Both are bounded; what no longer
 * fits is found again on the server.
 */

/** Moments in s since 1970, by record ID. */
export type Moments = Record<string, number>;

export interface DueState {
	/** What was due by then when the trigger started counts as told, in s since 1970; -1 before. */
	since: number;
	/** Open records that become due later, as far as they fit. */
	ahead: Moments;
	/** Records due later than this, in s since 1970, are not in `ahead`; null when all are. */
	aheadUntil: number | null;
	/** Records that were told, or count as told, with the time they were due by. */
	told: Moments;
	/** Records due by then, in s since 1970, count as told. */
	toldUntil: number;
	/** A reading of the whole list that is under way. */
	scan: Scan | null;
	/** When the last reading of the whole list began, in epoch ms; -1 before. */
	scannedAt: number;
}

/** Some servers find no more than so many records with one search: then the rest is read by when it was created. */
export interface Scan {
	/** How many rows were read. */
	offset: number;
	/** Epoch ms. */
	startedAt: number;
	/** When the records that were read were created. */
	seen?: Extent;
	/** Only records that were created outside of this are read now. */
	past?: Extent;
}

export const newDueState = (): DueState => ({
	since: -1,
	ahead: {},
	aheadUntil: null,
	told: {},
	toldUntil: -1,
	scan: null,
	scannedAt: -1,
});

/** How many records are kept on each side with the workflow. */
const MAX_RECORDS = 5000;
/** How many more there may be before they are sorted and cut off. */
const SLACK = 500;

const byTime = (moments: Moments): Array<[string, number]> =>
	Object.entries(moments).sort(([, a], [, b]) => a - b);

/** Notes when a record becomes due. */
export function noteAhead(state: DueState, id: string, at: number): void {
	if (state.aheadUntil === null || at <= state.aheadUntil) state.ahead[id] = at;
}

/** Whether so many of the records ahead have become due that the list has to be read for further ones. */
export const isRunningOut = ({ ahead, aheadUntil }: DueState): boolean =>
	aheadUntil !== null && Object.keys(ahead).length < MAX_RECORDS / 2;

/** The IDs of the records that are due by a moment, the earliest first. */
export const dueBy = ({ ahead }: DueState, moment: number): string[] =>
	byTime(ahead)
		.filter(([, at]) => at <= moment)
		.map(([id]) => id);

/** Keeps the nearest records ahead and the latest ones told. */
export function trim(state: DueState): void {
	if (Object.keys(state.ahead).length > MAX_RECORDS + SLACK) {
		const kept = byTime(state.ahead).slice(0, MAX_RECORDS);
		state.ahead = Object.fromEntries(kept);
		state.aheadUntil = kept[MAX_RECORDS - 1]?.[1] ?? null;
	}
	// Until a reading of the whole list has ended, an earlier record may still have to be told.
	const isRescan = state.scan !== null && state.scannedAt >= 0;
	const surplus = Object.keys(state.told).length - MAX_RECORDS;
	if (isRescan || surplus <= SLACK) return;
	const told = byTime(state.told);
	state.toldUntil = Math.max(state.toldUntil, told[surplus - 1]?.[1] ?? -1);
	state.told = Object.fromEntries(told.slice(surplus));
}
