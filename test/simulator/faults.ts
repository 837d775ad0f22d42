/** What can go wrong with a call. */
import { refusalBody, refusalType, isSuccess, wrapped, type RefusalShape } from './shapes';
import type { Answer } from './errors';
import type { JournalEntry } from './journal';

/** A ready-made answer to a call. */
export type Shape =
	/** Done: 200, the record inside `{error: null, result: {…}}`. */
	| 'wrapped'
	/** Done: 200 with the text `Deleted`. */
	| 'deletedText'
	/** Done: 200 with a message beside a code. */
	| 'deletedMessage'
	/** Done: the answer is cut off in the middle. */
	| 'truncated'
	/** Done: the answer has no body. */
	| 'empty'
	/** Done, but the connection breaks before the answer. */
	| 'lost'
	/** Refused: the words nested under `cause`, in `errors[]`, or as Spring or OAuth have them. */
	| RefusalShape
	/** Refused: 413 with a page. */
	| 'tooLarge'
	/** Refused: 403 without a body, as a proxy does it. */
	| 'forbidden'
	/** Refused: 302 to another origin. */
	| 'redirect'
	/** No answer at all; not done either, unless `after` is set. */
	| 'hang';

/** Something that goes wrong with the next matching calls. */
export interface Fault {
	method?: string;
	path?: RegExp;
	/** Only with calls of which this is true. */
	when?: (call: JournalEntry) => boolean;
	/** How many calls it hits; 1 unless it says otherwise, Infinity for all. */
	times?: number;
	/** A ready-made answer; `status`, `headers`, `body` and `contentType` change it. */
	shape?: Shape;
	/** The words of a refusal in a shape. */
	message?: string;
	/** Where a redirect leads. */
	location?: string;
	status?: number;
	headers?: Record<string, string>;
	body?: string;
	contentType?: string;
	/** Break the connection off. */
	reset?: boolean;
	/** Do the work first, and then fail the answer. */
	after?: boolean;
	/** Be late; without a status, body, shape or reset that is all that happens. */
	delayMs?: number;
}

/** What becomes of a call that a fault hits: an answer, a broken connection, or nothing at all. */
export type Outcome = Answer | 'reset' | 'hang';

const JSON_TYPE = 'application/json;charset=UTF-8';
const PAGE_TYPE = 'text/html;charset=UTF-8';
const DONE_FIRST: readonly Shape[] = [
	'wrapped',
	'deletedText',
	'deletedMessage',
	'truncated',
	'empty',
	'lost',
];

/** Takes the fault that hits a call, if one does, and counts it. */
export function takeFault(faults: Fault[], entry: JournalEntry): Fault | undefined {
	const at = faults.findIndex(
		({ method, path, when }) =>
			(method === undefined || method.toUpperCase() === entry.method) &&
			(path === undefined || path.test(entry.path)) &&
			(when === undefined || when(entry)),
	);
	const fault = faults[at];
	if (fault === undefined) return undefined;
	fault.times = (fault.times ?? 1) - 1;
	if (fault.times <= 0) faults.splice(at, 1);
	return fault;
}

/** Whether a fault does more than to be late. */
export function failsAnswer({ reset, status, body, shape }: Fault): boolean {
	return reset === true || status !== undefined || body !== undefined || shape !== undefined;
}

/** Whether the work is done before the answer fails. */
export function isDoneFirst({ after, shape }: Fault): boolean {
	return after ?? (shape !== undefined && DONE_FIRST.includes(shape));
}

/**
 * What the fault makes of a call.
 *
 * @param real the answer of the work, where it was done
 * @param at the time of the server, in ms since 1970
 */
export function outcomeOf(
	fault: Fault,
	entry: JournalEntry,
	real: Answer | undefined,
	at: number,
): Outcome {
	if (fault.reset || fault.shape === 'lost') return 'reset';
	if (fault.shape === 'hang') return 'hang';
	const answer = fault.shape === undefined ? undefined : shaped(fault, entry, real, at);
	const { status, headers, body, contentType } = fault;
	const changed: Answer = {
		status: status ?? answer?.status ?? 500,
		headers: { ...answer?.headers, ...headers },
		body: body ?? answer?.body ?? (answer === undefined ? '' : undefined),
	};
	const guessed = body === undefined ? answer?.contentType : typeOf(body);
	const type =
		contentType ?? guessed ?? (typeof changed.body === 'string' ? typeOf('') : undefined);
	return type === undefined ? changed : { ...changed, contentType: type };
}

function typeOf(body: string): string {
	return body.trimStart().startsWith('{') ? JSON_TYPE : PAGE_TYPE;
}

function shaped(fault: Fault, entry: JournalEntry, real: Answer | undefined, at: number): Answer {
	const { message = 'Basic details are required.', location = 'http://other.example.com/' } = fault;
	const { path } = entry;
	switch (fault.shape) {
		case 'wrapped':
			return real === undefined ? { status: 200 } : isSuccess(real) ? wrapped(real) : real;
		case 'deletedText':
			return instead(real, { body: 'Deleted', contentType: 'text/plain;charset=UTF-8' });
		case 'deletedMessage':
			return instead(real, { body: { message: 'Request deleted successfully', code: '200' } });
		case 'truncated':
			return instead(real, { body: firstHalf(real?.body), contentType: JSON_TYPE });
		case 'empty':
			return instead(real, {});
		case 'tooLarge':
			return {
				status: 413,
				body: nginxPage('413 Request Entity Too Large'),
				contentType: PAGE_TYPE,
			};
		case 'forbidden':
			return { status: 403 };
		case 'redirect':
			return { status: 302, headers: { Location: location } };
		case 'cause':
		case 'errors':
		case 'spring':
		case 'oauth':
		case 'xml':
		case 'tomcat': {
			const status = fault.status ?? (fault.shape === 'oauth' ? 401 : 400);
			const words = { status, code: String(status), message, path, at };
			return {
				status,
				body: refusalBody(fault.shape, words),
				contentType: refusalType(fault.shape),
			};
		}
		case 'lost':
		case 'hang':
		case undefined:
			throw new Error('This has no answer');
	}
}

/** A success looks otherwise; a refusal stays what it is, also one by a page with status 200. */
function instead(real: Answer | undefined, other: Omit<Answer, 'status'>): Answer {
	const isRefusal = real !== undefined && (real.status >= 300 || isPage(real));
	return isRefusal ? real : { status: 200, ...other };
}

function isPage({ contentType = '' }: Answer): boolean {
	return contentType.startsWith('text/html');
}

function firstHalf(body: unknown): string {
	const text = JSON.stringify(body ?? {});
	return text.slice(0, Math.ceil(text.length / 2));
}

function nginxPage(title: string): string {
	return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}
