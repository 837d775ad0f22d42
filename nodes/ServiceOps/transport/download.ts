import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { refusalIn } from '../../../credentials/serverAnswer';
import { fileNameOf } from '../values/contentDisposition';
import { contentTypeOf } from '../values/fileTypes';
import type { ApiRequest, Stream } from './types';

type Receive = NonNullable<ApiRequest['receive']>;

/**
 * Stores the file in a response. A response that is not a file, such as an error or a login page, is read, so that it
 * can be interpreted like any other.
 *
 * @param answer its body is a stream
 * @returns what `receive` returns for the file, otherwise the parsed JSON or the text of the response
 */
export async function storeDownload(
	answer: IN8nHttpFullResponse,
	receive: Receive,
): Promise<IN8nHttpFullResponse['body']> {
	const stream = answer.body as unknown as Stream;
	const disposition = headerText(answer, 'content-disposition');
	const name = fileNameOf(disposition);
	const contentType = contentTypeOf(headerText(answer, 'content-type'), name);
	const isSuccess = answer.statusCode >= 200 && answer.statusCode < 300;
	// Login pages and errors come without a file name.
	const isPage = contentType === 'text/html' && disposition === undefined;
	if (isSuccess && !isPage && !mayBeMessage(answer, contentType, disposition)) {
		return { file: await receive({ content: stream, contentType, name }) };
	}
	const content = await readBytes(stream);
	const body = parseOrText(content.toString('utf8'));
	if (isPage || !isSuccess || refusalIn(body)) return body;
	return { file: await receive({ content, contentType, name }) };
}

const LONGEST_MESSAGE_BYTES = 65_536;

/** Whether a success may be an error in disguise: short JSON. */
const mayBeMessage = (
	answer: IN8nHttpFullResponse,
	contentType: string | undefined,
	disposition: string | undefined,
): boolean =>
	contentType === 'application/json' &&
	disposition === undefined &&
	Number(headerText(answer, 'content-length') ?? 0) <= LONGEST_MESSAGE_BYTES;

function headerText({ headers }: IN8nHttpFullResponse, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' ? value : undefined;
}

async function readBytes(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks);
}

function parseOrText(text: string): IDataObject | string {
	try {
		return JSON.parse(text) as IDataObject;
	} catch {
		return text;
	}
}
