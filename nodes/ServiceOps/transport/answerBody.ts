import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { charsetOf, decodeAnyway } from '../../../credentials/charsets';
import { parseExactly } from '../values/exactJson';

/**
 * What a response contains: the value of JSON, otherwise text. n8n would read all bytes as UTF-8.
 *
 * @param content its bytes
 */
export const readBody = (content: Uint8Array, answer: IN8nHttpFullResponse): unknown =>
	parseOrText(decodeAnyway(content, charsetOf(answer)));

/** Some servers write an object as JSON, and the text as JSON again. */
export function parseOrText(text: string): unknown {
	try {
		const value = parseExactly(text);
		return typeof value === 'string' && /^\s*{/.test(value) ? parseOrText(value) : value;
	} catch {
		return text;
	}
}

/** All bytes of a stream. */
export async function readBytes(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks);
}
