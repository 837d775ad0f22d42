/** The plausible readings of the contract. Every switch may be changed while the simulator runs. */
export interface Dialect extends Access, Answers, Lists, Language, Values, Writes {}

/** Who may do what. */
interface Access {
	/** What an expired, unknown or missing Bearer token gets: 'html200' is a login page with status 200. */
	expiredToken: '401' | '403' | 'html200';
	/** Whether a login ends the tokens of earlier logins of the same user. */
	newTokenRevokesOld: boolean;
	/** Which forms the login takes: both that it is said to take, or the standard encoding only (inferred). */
	loginForm: 'both' | 'urlencoded';
	/** The status of a refused login. */
	refusedLogin: 400 | 401;
	/** Whether the internal `/api/...` paths accept an API key. */
	lookupsAcceptApiKey: boolean;
	/** Who may read form definitions: everyone, everyone but with some fields only, or nobody (403). */
	formAccess: 'allowed' | 'fewer' | 'forbidden';
}

/** What there is, and how it is answered. */
interface Answers {
	/** GET by id: there, or refused as a method (405), or not there at all (404 without envelope). */
	getById: 'present' | '405' | '404html';
	/** Where one asset is read and deleted: under its id alone, or under its class and id. */
	assetPath: 'flat' | 'byClass';
	/** Where assets are searched: per class, or all classes together. */
	assetSearch: 'byModel' | 'flat';
	/** What a path that does not exist gets: the words of Spring, or a page. */
	unknownPath: 'spring' | 'html';
	/** Successes: as they are; records inside `{error: null, result: {…}}`; lists too. */
	answerShape: 'plain' | 'wrapped' | 'allWrapped';
	/**
	 * Where a refusal has its words: ServiceOps' envelope, nested under `cause`, in `errors[]`, as Spring or OAuth do, in XML as
	 * Spring writes it where that is asked for or configured, or on a page of Tomcat (inferred).
	 */
	refusalShape: 'envelope' | 'cause' | 'errors' | 'spring' | 'oauth' | 'xml' | 'tomcat';
	/** The character set of JSON: UTF-8, or Latin-1, said in the Content-Type or not (inferred, from other servers). */
	charset: 'utf-8' | 'iso-8859-1' | 'latinUnsaid';
	/** What PATCH answers. */
	patchAnswer: 'object' | 'empty' | 'returnCode';
	/** What DELETE answers: 200 with `{}`, 204, 200 with the text `Deleted`, or 200 with a message and a code. */
	deleteAnswer: 'object' | 'empty' | 'text' | 'message';
	/** The status of a successful create. */
	createStatus: 200 | 201;
}

/** Lists and their pages. */
interface Lists {
	/** The order of search results. */
	listOrder: 'ascending' | 'descending';
	/**
	 * Whether equal times or texts keep their order: always; rows that `sort_by` calls equal are ordered anew by every
	 * call; lists without `sort_by` as a whole too.
	 */
	listStability: 'stable' | 'tiesMove' | 'unsortedMoves';
	/** What becomes of `sort_by`: its effect has only been seen for `createdTime` (requests.md section 4). */
	sortBy: 'works' | 'ignored' | 'refused';
	/**
	 * Whether search answers carry `totalCount`, and whether it is true: the rows of this page, more than there are, less
	 * than there are, null, no more than `totalCap` although more can be read, or no more than `searchCap`.
	 */
	totalCount: boolean | 'page' | 'tooHigh' | 'tooLow' | 'null' | 'capped';
	/** The largest total that is told where totals are `capped`; 0 for the `searchCap`. */
	totalCap: number;
	/** How an empty list is answered: `[]`, null, or without the key. */
	emptyList: 'list' | 'null' | 'absent';
	/** The largest page of a search that is served; 0 means any size. */
	pageCap: number;
	/** Larger pages: as many rows as there may be, silently, or a refusal that says how many these are (inferred). */
	largePages: 'cut' | 'refused';
	/** The most rows that a search finds in all its pages; 0 means any number. */
	searchCap: number;
	/** The largest page of a list of names; 0 means any size. */
	lookupPageCap: number;
	/** Every page is the first page. */
	ignoreOffset: boolean;
	/** For so many ms searches show a record as it was before it was made, changed or deleted. Reading by id does not lag. */
	indexLagMs: number;
}

/** What conditions mean. */
interface Language {
	/** Whether conditions on times work, are silently ignored, or are refused. */
	timeFilter: 'works' | 'ignored' | 'refused';
	/** Whether conditions on custom fields work, are silently ignored, or are refused. */
	customFieldFilter: 'works' | 'ignored' | 'refused';
	/** Whether conditions on people, statuses and all else that has an ID work, or are silently ignored. Inferred. */
	referenceFilter: 'works' | 'ignored';
	/** Which texts `equal` finds (lists of texts too, but for 'contains'). */
	textEqual: 'exact' | 'ignoresCase' | 'ignoresCaseAndAccents' | 'contains';
}

/** The forms of values. */
interface Values {
	/** Whether ids in answers are text. */
	idsAsText: boolean;
	/** Key prefixes that an administrator has set, by those of the factory: `{ SR: 'HW' }` turns SR-47 into HW-47. */
	keyPrefixes: Record<string, string>;
	/** The form of the dates of assets and CIs in answers; those sent keep to dd-MM-yyyy. */
	dateForm: 'documented' | DateForm;
	/** What becomes of HTML in a description: plain text on requests only, kept, plain text always, or rewritten. */
	descriptions: 'documented' | 'asSent' | 'plainText' | 'normalized';
	/** In which case a support level is accepted. It is always answered in lower case. */
	supportLevelCase: 'any' | 'lower';
}

/** The ways in which assets and CIs may write a time, in the letters of Java. */
export type DateForm =
	| 'dd-MM-yyyy HH:mm'
	| 'dd-MM-yyyy HH:mm:ss'
	| 'dd/MM/yyyy hh:mm a'
	| 'MM/dd/yyyy hh:mm a'
	| 'yyyy-MM-dd HH:mm';

/** What a server does with what is sent. */
interface Writes {
	/** Tags, CC addresses and attachments in a PATCH: instead of those that are there, or added to them. */
	patchLists: 'replaced' | 'merged';
	/** Which value takes a name (status, location, person …) out of a record; the others are refused. */
	clearNames: 'nullOrEmpty' | 'null' | 'empty' | 'minusOne';
	/** What becomes of `statusName` in the creation of a ticket. */
	statusAtCreation: 'honored' | 'ignored' | 'refused';
	/** What becomes of `linkAssetIds` and `linkCiIds` in the creation of a request. */
	linksAtCreation: 'honored' | 'ignored' | 'refused';
	/** The label of a custom field that has to come with the status Closed, in one update; '' for no such rule (MOTADATA-6190). */
	closeNeeds: string;
	/** Closing a ticket that is closed (the vendor's support case MOTADATA-8563). */
	closeAgain: 'accepted' | 'refused';
	/** A note on a service request. */
	noteOnServiceRequest: 'accepted' | 'refused';
}

/** The reading that the evidence makes most likely. */
export const DEFAULT_DIALECT: Readonly<Dialect> = {
	expiredToken: '401',
	newTokenRevokesOld: false,
	loginForm: 'both',
	refusedLogin: 401,
	lookupsAcceptApiKey: false,
	formAccess: 'allowed',
	getById: 'present',
	assetPath: 'flat',
	assetSearch: 'byModel',
	unknownPath: 'spring',
	answerShape: 'plain',
	refusalShape: 'envelope',
	charset: 'utf-8',
	patchAnswer: 'object',
	deleteAnswer: 'object',
	createStatus: 200,
	listOrder: 'descending',
	listStability: 'stable',
	sortBy: 'works',
	totalCount: true,
	totalCap: 0,
	emptyList: 'list',
	pageCap: 0,
	largePages: 'cut',
	searchCap: 0,
	lookupPageCap: 0,
	ignoreOffset: false,
	indexLagMs: 0,
	timeFilter: 'works',
	customFieldFilter: 'works',
	referenceFilter: 'works',
	textEqual: 'exact',
	idsAsText: false,
	keyPrefixes: {},
	dateForm: 'documented',
	descriptions: 'documented',
	supportLevelCase: 'any',
	patchLists: 'replaced',
	clearNames: 'nullOrEmpty',
	statusAtCreation: 'honored',
	linksAtCreation: 'honored',
	closeNeeds: '',
	closeAgain: 'refused',
	noteOnServiceRequest: 'accepted',
};

/** A dialect of one's own: the most likely reading, but for these switches. */
export function newDialect(given: Partial<Dialect> = {}): Dialect {
	const { keyPrefixes, ...rest } = given;
	return { ...DEFAULT_DIALECT, ...rest, keyPrefixes: { ...keyPrefixes } };
}

type Readings = { readonly [Switch in keyof Dialect]: ReadonlyArray<Dialect[Switch]> };

/** The values that every switch should be tried with, the most likely one first: for matrices of dialects. */
export const READINGS: Readings = {
	expiredToken: ['401', '403', 'html200'],
	newTokenRevokesOld: [false, true],
	loginForm: ['both', 'urlencoded'],
	refusedLogin: [401, 400],
	lookupsAcceptApiKey: [false, true],
	formAccess: ['allowed', 'fewer', 'forbidden'],
	getById: ['present', '405', '404html'],
	assetPath: ['flat', 'byClass'],
	assetSearch: ['byModel', 'flat'],
	unknownPath: ['spring', 'html'],
	answerShape: ['plain', 'wrapped', 'allWrapped'],
	refusalShape: ['envelope', 'cause', 'errors', 'spring', 'oauth', 'xml', 'tomcat'],
	charset: ['utf-8', 'iso-8859-1', 'latinUnsaid'],
	patchAnswer: ['object', 'empty', 'returnCode'],
	deleteAnswer: ['object', 'empty', 'text', 'message'],
	createStatus: [200, 201],
	listOrder: ['descending', 'ascending'],
	listStability: ['stable', 'tiesMove', 'unsortedMoves'],
	sortBy: ['works', 'ignored', 'refused'],
	totalCount: [true, false, 'page', 'tooHigh', 'tooLow', 'null'],
	totalCap: [0],
	emptyList: ['list', 'null', 'absent'],
	pageCap: [0, 2, 7],
	largePages: ['cut', 'refused'],
	searchCap: [0, 13],
	lookupPageCap: [0, 3],
	ignoreOffset: [false, true],
	indexLagMs: [0, 5_000],
	timeFilter: ['works', 'ignored', 'refused'],
	customFieldFilter: ['works', 'ignored', 'refused'],
	referenceFilter: ['works', 'ignored'],
	textEqual: ['exact', 'ignoresCase', 'ignoresCaseAndAccents', 'contains'],
	idsAsText: [false, true],
	keyPrefixes: [{}, { SR: 'HW', INC: 'TKT', CHG: 'RFC', AST: 'PC', CI: 'NODE' }],
	dateForm: [
		'documented',
		'dd-MM-yyyy HH:mm',
		'dd-MM-yyyy HH:mm:ss',
		'dd/MM/yyyy hh:mm a',
		'MM/dd/yyyy hh:mm a',
		'yyyy-MM-dd HH:mm',
	],
	descriptions: ['documented', 'asSent', 'plainText', 'normalized'],
	supportLevelCase: ['any', 'lower'],
	patchLists: ['replaced', 'merged'],
	clearNames: ['nullOrEmpty', 'null', 'empty', 'minusOne'],
	statusAtCreation: ['honored', 'ignored', 'refused'],
	linksAtCreation: ['honored', 'ignored', 'refused'],
	closeNeeds: ['', 'New Text Input'],
	closeAgain: ['refused', 'accepted'],
	noteOnServiceRequest: ['accepted', 'refused'],
};
