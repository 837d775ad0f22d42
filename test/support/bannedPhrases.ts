/**
 * Wording that a native speaker stumbles over, or that is not American English as n8n writes it. The node's texts, the
 * comments in shipped code and the documentation are checked against this list (`test/unit/texts.test.ts`).
 */
export interface BannedPhrase {
	pattern: RegExp;
	/** What to write instead. */
	instead: string;
}

const ban = (pattern: string, instead: string): BannedPhrase => ({
	pattern: new RegExp(pattern, 'i'),
	instead,
});

const british: BannedPhrase[] = [
	ban(String.raw`\w*behaviour\w*`, 'behavior'),
	ban(String.raw`\b(re)?organis\w+`, 'organiz-'),
	ban(String.raw`\b(un)?recognis\w+`, 'recogniz-'),
	ban(
		String.raw`\b(normal|serial|synchron|customi|initial|summar|minim|optim)is(e|ed|es|ing|ation)\b`,
		'-ize',
	),
	ban(String.raw`\blicences?\b`, 'license'),
	ban(String.raw`\b(colour|favour|honour|neighbour|labour)\w*`, '-or'),
	ban(String.raw`\b(whilst|amongst|towards)\b`, 'while, among, toward'),
	ban(String.raw`\b(spelt|learnt)\b`, 'spelled, learned'),
	ban(String.raw`\b(centre|catalogue|grey|programme)s?\b`, 'center, catalog, gray, program'),
	ban(String.raw`\banalys(e|ed|es|ing)\b`, 'analyze'),
	ban(String.raw`\btime-outs?\b`, 'timeout'),
	ban(String.raw`\bcan not\b`, 'cannot'),
];

const retries: BannedPhrase[] = [
	ban(String.raw`allows? no more requests|no more requests are allowed`, 'Rate limit reached'),
	ban(String.raw`so many requests per`, 'a limited number of requests per'),
	ban(String.raw`token of just now`, 'freshly issued token'),
	ban(String.raw`\b(patience|remedy|excuse)\b`, 'deadline, recovery plan, suppress'),
	ban(String.raw`turn(ed|s)? away`, 'rejected'),
	ban(
		String.raw`(may|might) have carried this out|look there before`,
		'may have been processed. Check …',
	),
	ban(String.raw`nothing is done twice`, 'say that the request may have been processed'),
	ban(String.raw`\bin turns?\b`, 'one after another, in rounds'),
	ban(String.raw`tells? of (the )?others`, 'run summary'),
	ban(String.raw`items? (was|were) carried out`, 'succeeded'),
];

const refusals: BannedPhrase[] = [
	ban(String.raw`cut off or`, 'truncated or not JSON'),
	ban(String.raw`(?<!there )\b(is|are) no (?!longer\b|more\b|help\b)`, 'is not a …'),
	ban(
		String.raw`does not (give|tell) th(is|e) (list|login|account)`,
		'This account cannot read this list',
	),
	ban(String.raw`login of the credential`, 'account'),
	ban(String.raw`the login (may|might|can|could) (read|look|not)`, 'the account can …'),
	ban(String.raw`let the login through`, 'Login failed: …'),
	ban(String.raw`made out to`, 'issued for'),
	ban(String.raw`sorted out here`, 'applied by the node itself'),
];

const translated: BannedPhrase[] = [
	ban(String.raw`take one of the|out of ServiceOps\b(?! itself)`, 'Delete a request'),
	ban(
		String.raw`counts? its IDs|IDs (are counted|count) (on|per)`,
		'IDs are numbered separately for each …',
	),
	ban(String.raw`\bsigns? such as\b|\bsigns? that no\b`, 'characters such as'),
	ban(String.raw`a word that only`, 'a random string'),
	ban(String.raw`\bblanks\b|\ba blank\b(?! (line|page|value|text|field))`, 'spaces'),
	ban(String.raw`\banew\b`, 'again'),
	ban(String.raw`are to be empty`, 'Fields to empty'),
	ban(String.raw`all that the server sends`, 'Everything the API returns'),
	ban(String.raw`what these people did`, 'Records last changed by these users …'),
	ban(String.raw`what is promised|what it promises`, 'what you can rely on'),
	ban(String.raw`\b(has|have|had) (a|no) way out`, 'can …, cannot …'),
	ban(String.raw`best first`, 'with keys first'),
	ban(String.raw`\b(make|makes|made|making) out\b`, 'parse, resolve'),
	ban(String.raw`\bcalled otherwise\b`, 'has a different name'),
	ban(String.raw`\bin hand\b|\bat hand\b`, 'available'),
];

export const bannedPhrases: BannedPhrase[] = [...british, ...retries, ...refusals, ...translated];

/** Says which banned phrases a text contains, each with what to write instead. */
export function findBannedPhrases(text: string): string[] {
	const oneLine = text.replace(/\s+/g, ' ');
	return bannedPhrases.flatMap(({ pattern, instead }) => {
		const [found] = pattern.exec(oneLine) ?? [];
		return found === undefined ? [] : [`"${found.trim()}", better: ${instead}`];
	});
}
