import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { charsetOf, decodeAnyway, decodeBytes } from '../../../credentials/charsets';
import { refusalIn } from '../../../credentials/serverAnswer';
import { contentTypeOf } from '../values/fileTypes';
import { parseOrText, readBody, readBytes } from './answerBody';
import { fileNameOf } from './contentDisposition';
import type { ApiRequest, Stream } from './types';

type Body = IN8nHttpFullResponse['body'];
type Receiver = Required<Pick<ApiRequest, 'receive'>> & Pick<ApiRequest, 'receiveText'>;

/** What the headers say about a response. */
interface Described {
	name?: string;
	contentType?: string;
	charset: string;
	disposition?: string;
	/** Whether it is a web page: login pages and errors come without a file name. */
	isPage: boolean;
	isSuccess: boolean;
}

/**
 * Stores the file in a response. A response that is not a file, such as an error, a login page or, where text is
 * wanted, data, is read, so that it can be interpreted like any other.
 *
 * @param answer its body is a stream
 * @returns what `receive` returns for the file, otherwise the parsed JSON or the text of the response
 */
export async function storeDownload(answer: IN8nHttpFullResponse, to: Receiver): Promise<Body> {
	const stream = answer.body as unknown as Stream;
	const described = describe(answer);
	const { name, contentType, isPage, isSuccess } = described;
	const isData = to.receiveText ? mayBeData(described) : mayBeMessage(answer, described);
	if (isSuccess && !isPage && !isData) {
		return { file: await to.receive({ content: stream, contentType, name }) };
	}
	const content = await readBytes(stream);
	if (isSuccess && !isPage && to.receiveText) return await toData(content, described, to);
	const body = readBody(content, answer);
	if (isPage || !isSuccess || refusalIn(body)) return body as Body;
	return { file: await to.receive({ content, contentType, name }) };
}

function describe(answer: IN8nHttpFullResponse): Described {
	const disposition = headerText(answer, 'content-disposition');
	const type = headerText(answer, 'content-type') ?? '';
	const name = fileNameOf(disposition);
	const contentType = contentTypeOf(type, name);
	return {
		name,
		contentType,
		charset: charsetOf(answer) ?? 'utf-8',
		disposition,
		isPage: contentType === 'text/html' && disposition === undefined,
		isSuccess: answer.statusCode >= 200 && answer.statusCode < 300,
	};
}

const JSON_TYPE = /[/+]json$/;
/** Types of text, and those that say nothing. */
const TEXT_TYPE = /^text\/|[/+](?:json|xml|csv|yaml|x-ndjson|javascript|octet-stream)$/;

/** Whether a success may be data rather than a file. */
const mayBeData = ({ name, contentType = '', disposition = '' }: Described): boolean =>
	name === undefined &&
	!/^\s*attachment/i.test(disposition) &&
	(contentType === '' || TEXT_TYPE.test(contentType));

/** JSON as it is, other text as what `receiveText` makes of it, and bytes that are not text as a file. */
async function toData(
	content: Buffer,
	{ contentType = '', charset, name }: Described,
	{ receive, receiveText = (text) => ({ text }) }: Receiver,
): Promise<Body> {
	const text = JSON_TYPE.test(contentType)
		? decodeAnyway(content, charset)
		: decodeBytes(content, charset);
	if (text === undefined || text.includes('\0')) {
		return { file: await receive({ content, contentType, name }) };
	}
	if (text.trim() === '') return '';
	const isJson = contentType === '' || JSON_TYPE.test(contentType);
	const value = isJson ? parseOrText(text) : text;
	// Text in a type for JSON is truncated.
	if (typeof value !== 'string' || (value === text && JSON_TYPE.test(contentType)))
		return value as Body;
	return receiveText(value);
}

const LONGEST_MESSAGE_BYTES = 65_536;

/** Whether a success may be an error in disguise: short JSON. */
const mayBeMessage = (
	answer: IN8nHttpFullResponse,
	{ contentType, disposition }: Described,
): boolean =>
	contentType === 'application/json' &&
	disposition === undefined &&
	Number(headerText(answer, 'content-length') ?? 0) <= LONGEST_MESSAGE_BYTES;

function headerText({ headers }: IN8nHttpFullResponse, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' ? value : undefined;
}
