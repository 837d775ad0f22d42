import type { Page } from '../transport/page';
import type { Api } from '../transport/types';
import type { Probe } from './serverProbe';

/*
 * What Server > Check reports: for each question a verdict, what it means for workflows, and what it was seen by.
 */

/** `Works around` means that the node copes, at the price that the meaning names. */
export type Verdict = 'Fine' | 'Works around' | 'Cannot' | 'Unknown';

/** The answer to one question. */
export interface Finding {
	result: Verdict;
	/** For an administrator. */
	meaning: string;
	/** For a bug report; never the content of a record. */
	technical: string;
}

/** What is known when a question is asked. */
export interface Known {
	api: Api;
	/** The response to the first call, which lists requests. */
	first: Probe;
	/** The list in that response, if there is one. */
	page?: Page;
	/** The response to the same call for the second row only. */
	second: Probe;
	/** How far the server's clock is ahead of n8n's, in ms; undefined where the server does not tell its time. */
	clockAheadMs?: number;
}

/** One question about the server. */
export interface Check {
	check: string;
	find: (known: Known) => Finding | Promise<Finding>;
}

type Say = (meaning: string, technical: string) => Finding;

const say =
	(result: Verdict): Say =>
	(meaning, technical) => ({ result, meaning, technical });

export const fine = say('Fine');
export const worksAround = say('Works around');
export const cannot = say('Cannot');
export const cannotTell = say('Unknown');

/** Says the first if it is true, otherwise what the node does about it. */
export const fineIf = (
	isFine: boolean,
	meaning: string,
	workaround: string,
	technical: string,
): Finding => (isFine ? fine(meaning, technical) : worksAround(workaround, technical));
