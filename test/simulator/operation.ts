import type { Dialect } from './dialect';
import type { Answer } from './errors';
import type { Fields, Schema } from './fields';
import type { Evidence } from './modules';
import type { Page } from './search';
import type { Row, Store } from './store';

/** Who sent a request. */
export interface User {
	name: string;
	email: string;
	/** Has no permission on any module. */
	restricted?: true;
}

/** A file of a multipart body. */
export interface Upload {
	realName: string;
	contentType: string;
	content: Uint8Array;
}

/** A request that has been signed in and checked against the document. */
export interface Call {
	store: Store;
	dialect: Dialect;
	user: User;
	params: Record<string, string>;
	query: Record<string, string>;
	body: Fields;
	uploads: Record<string, Upload>;
}

/** How a path is missed: 404 in the server's usual words, 404 with a page, or refused as a method. */
export type Absence = 404 | '404html' | 405;

/** One operation: what the OpenAPI document says of it, and what it does. */
export interface Operation {
	operationId: string;
	method: 'get' | 'post' | 'patch' | 'delete';
	path: string;
	tag: string;
	summary: string;
	evidence: Evidence;
	/** Takes offset, size and sort_by. */
	paging?: true;
	/** What one entry of the path may be, where it is not an id. */
	pathValues?: Record<string, string[]>;
	body?: Schema;
	/** The media types of the body; JSON unless it says otherwise. */
	mediaTypes?: string[];
	/** Refused under readings of the contract in which it does not exist. */
	absent?: (dialect: Dialect) => Absence | undefined;
	run: (call: Call) => Answer;
}

/** The schema of the body of every search. The language itself is checked by search.ts. */
export const SEARCH_BODY: Schema = {
	type: 'object',
	additionalProperties: false,
	properties: {
		qualDetails: {
			type: 'object',
			required: ['type'],
			properties: {
				type: {
					enum: [
						'FlatQualificationRest',
						'BatchQualificationRest',
						'BinaryQualificationRest',
						'UnaryQualificationRest',
						'RelationalQualificationRest',
					],
				},
			},
		},
		// Clients send them, and the server takes them; what they do to the answer is not known.
		qualId: { type: ['integer', 'null'] },
		columns: { type: ['array', 'null'], items: { type: 'string' } },
		fullObject: { type: ['boolean', 'null'] },
	},
};

/** Answers a new record. */
export function created({ dialect }: Call, record: Fields): Answer {
	return { status: dialect.createStatus, body: shown(record, dialect) };
}

/** Answers one record. */
export function one({ dialect }: Call, record: Fields): Answer {
	return { status: 200, body: shown(record, dialect) };
}

/** Answers a change of a record, in the way the dialect says. */
export function updated(call: Call, record: Fields): Answer {
	const { id } = shown(record, call.dialect);
	switch (call.dialect.patchAnswer) {
		case 'object':
			return one(call, record);
		case 'empty':
			return { status: 200, body: {} };
		case 'returnCode':
			return {
				status: 200,
				body: { returnCode: 'SUCCESS', status: 0, userMessage: null, id },
			};
	}
}

/** Answers a deletion, in the way the dialect says. */
export function deleted({ dialect }: Call): Answer {
	switch (dialect.deleteAnswer) {
		case 'object':
			return { status: 200, body: {} };
		case 'empty':
			return { status: 204 };
		case 'text':
			return { status: 200, body: 'Deleted', contentType: 'text/plain;charset=UTF-8' };
		case 'message':
			return { status: 200, body: { message: 'Request deleted successfully', code: '200' } };
	}
}

/** Answers a page of a search. */
export function listed({ dialect }: Call, page: Page, render: (row: Row) => Fields): Answer {
	const rows = page.rows.map((row) => shown(render(row), dialect));
	return { status: 200, body: envelopeOf(rows, page.total, dialect) };
}

/**
 * A list as the server answers it.
 *
 * @param total how many rows there really are, on all pages
 */
export function envelopeOf(rows: unknown[], total: number, dialect: Dialect): Fields {
	const { emptyList, searchCap, totalCap } = dialect;
	const list = rows.length > 0 ? rows : { list: [], null: null, absent: undefined }[emptyList];
	const told: Record<Exclude<Dialect['totalCount'], boolean>, number | null> = {
		page: rows.length,
		tooHigh: total + 10,
		tooLow: Math.floor(total / 2),
		null: null,
		capped: Math.min(total, totalCap || searchCap || total),
	};
	const count = dialect.totalCount;
	return {
		...(list === undefined ? {} : { objectList: list }),
		...(count === false ? {} : { totalCount: count === true ? total : told[count] }),
	};
}

/** GET of one record exists only under one reading of the contract. */
export function absentById({ getById }: Dialect): Absence | undefined {
	return getById === 'present' ? undefined : getById === '405' ? 405 : '404html';
}

function shown(record: Fields, { idsAsText }: Dialect): Fields {
	return idsAsText ? { ...record, id: String(record.id) } : record;
}
