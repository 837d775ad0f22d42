import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { request } from '../resources/request';
import { searchRequest } from '../transport/page';
import type { Api } from '../transport/types';
import { textOf } from '../values/json';
import { pathOf } from './place';
import { accessChecks } from './serverAccess';
import { connectionChecks } from './serverConnection';
import {
	cannot,
	fine,
	worksAround,
	type Finding,
	type Known,
	type Verdict,
} from './serverFindings';
import { listChecks } from './serverLists';
import { findPage, sendProbe } from './serverProbe';

/** How many requests are looked at. */
const ROWS = 25;

/** A row of the report. */
interface Report extends Finding, IDataObject {
	check: string;
}

/**
 * Reports how the connected server behaves where the API documentation leaves it open (requests.md 4 to 6). It only reads, and
 * reveals no host, person or content of a record, so that the table can go into a bug report as it is.
 *
 * @returns the overall verdict, then one row for each question
 */
export async function checkServer(api: Api): Promise<Report[]> {
	const known = await getToKnow(api);
	// If nothing answers, the other checks would only repeat that.
	const checks = known.first
		? [...connectionChecks, ...accessChecks, ...listChecks]
		: connectionChecks.slice(0, 1);
	const rows: Report[] = [];
	for (const { check, find } of checks) rows.push({ check, ...(await find(known)) });
	return [summarize(rows), ...rows];
}

async function getToKnow(api: Api): Promise<Known> {
	const sentAt = systemClock.now();
	const first = await sendProbe(api, searchRequest(pathOf(request), 0, ROWS));
	const middle = (sentAt + systemClock.now()) / 2;
	const second = first && (await sendProbe(api, searchRequest(pathOf(request), 1, 1)));
	const serverTime = Date.parse(textOf(first?.headers?.date));
	return {
		api,
		first,
		second,
		page: findPage(first),
		// The header has no fractions of a second: on average half a second is missing.
		...(Number.isFinite(serverTime) && { clockAheadMs: serverTime + 500 - middle }),
	};
}

function summarize(rows: Report[]): Report {
	const named = (verdict: Verdict): string =>
		rows
			.filter(({ result }) => result === verdict)
			.map(({ check }) => check)
			.join(', ');
	const verdicts = ['Cannot', 'Works around', 'Unknown'] as const;
	const technical = verdicts.flatMap((one) => (named(one) ? [`${one}: ${named(one)}`] : []));
	return { check: 'Overall', ...overall(named, technical.join('; ') || 'All fine') };
}

function overall(named: (verdict: Verdict) => string, technical: string): Finding {
	const limits = named('Cannot');
	if (limits) {
		return cannot(`Some things do not work with this server and account: ${limits}`, technical);
	}
	return named('Works around')
		? worksAround(
				'The node works with this server, and copes with what is unusual about it',
				technical,
			)
		: fine('The node works with this server', technical);
}
