/** The plausible readings of the contract. Every switch may be changed while the simulator runs. */
export interface Dialect {
	/** What an expired, unknown or missing Bearer token gets: 'html200' is a login page with status 200. */
	expiredToken: '401' | '403' | 'html200';
	/** GET by id: there, or refused as a method (405), or not there at all (404 without envelope). */
	getById: 'present' | '405' | '404html';
	/** Where one asset is read and deleted: under its id alone, or under its class and id. */
	assetPath: 'flat' | 'byClass';
	/** Where assets are searched: per class, or all classes together. */
	assetSearch: 'byModel' | 'flat';
	/** The order of search results. */
	listOrder: 'ascending' | 'descending';
	/** Whether search answers carry `totalCount`. */
	totalCount: boolean;
	/** The largest page that is served, silently; 0 means any size. */
	pageCap: number;
	/** Every page is the first page. */
	ignoreOffset: boolean;
	/** Whether the internal `/api/...` paths accept an API key. */
	lookupsAcceptApiKey: boolean;
	/** Whether a login ends the tokens of earlier logins of the same user. */
	newTokenRevokesOld: boolean;
	/** What PATCH answers. */
	patchAnswer: 'object' | 'empty' | 'returnCode';
	/** What DELETE answers: 200 with `{}`, or 204. */
	deleteAnswer: 'object' | 'empty';
	/** The status of a successful create. */
	createStatus: 200 | 201;
	/** Whether ids in answers are text. */
	idsAsText: boolean;
	/** Whether conditions on times work, are silently ignored, or are refused. */
	timeFilter: 'works' | 'ignored' | 'refused';
	/** The status of a refused login. */
	refusedLogin: 400 | 401;
}

/** The reading that the evidence makes most likely. */
export const DEFAULT_DIALECT: Readonly<Dialect> = {
	expiredToken: '401',
	getById: 'present',
	assetPath: 'flat',
	assetSearch: 'byModel',
	listOrder: 'descending',
	totalCount: true,
	pageCap: 0,
	ignoreOffset: false,
	lookupsAcceptApiKey: false,
	newTokenRevokesOld: false,
	patchAnswer: 'object',
	deleteAnswer: 'object',
	createStatus: 200,
	idsAsText: false,
	timeFilter: 'works',
	refusedLogin: 401,
};
