import { bytesOfEscapes, decodeBytes } from '../../../credentials/charsets';

/** RFC 2047, with the language of RFC 2231. */
const ENCODED_WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?]*)\?=/gi;

interface EncodedWord {
	charset: string;
	/** Undefined if it is not encoded as declared. */
	bytes: Uint8Array | undefined;
	source: string;
}

/**
 * Decodes encoded words such as `=?UTF-8?Q?St=C3=B6rung?=` in a text. Spaces between two of them are not part of the
 * text, and a character may begin in one and end in the next. What cannot be decoded stays as is.
 */
export function decodeEncodedWords(text: string): string {
	const decoded: string[] = [];
	let run: EncodedWord[] = [];
	let end = 0;
	for (const match of text.matchAll(ENCODED_WORD)) {
		const gap = text.slice(end, match.index);
		end = match.index + match[0].length;
		const word = readEncodedWord(match);
		const isNext = gap.trim() === '';
		if (!isNext || run[0]?.charset !== word.charset) {
			decoded.push(decodeRun(run), isNext ? '' : gap);
			run = [];
		}
		run.push(word);
	}
	decoded.push(decodeRun(run), text.slice(end));
	return decoded.join('');
}

function readEncodedWord(match: RegExpMatchArray): EncodedWord {
	const [source, charset = '', encoding = '', content = ''] = match;
	const bytes = encoding.toLowerCase() === 'q' ? bytesOfQ(content) : bytesOfBase64(content);
	return { charset: charset.toLowerCase(), bytes, source };
}

/** Words of one character set that follow each other. */
function decodeRun(run: EncodedWord[]): string {
	const bytes = run.map((word) => word.bytes ?? new Uint8Array());
	const isWhole = run.every((word) => word.bytes !== undefined);
	const text = isWhole ? decodeBytes(Buffer.concat(bytes), run[0]?.charset ?? 'utf-8') : undefined;
	return text ?? run.map(({ source }) => source).join(' ');
}

const bytesOfQ = (content: string): Uint8Array | undefined =>
	bytesOfEscapes(content.replace(/_/g, ' '), '=');

function bytesOfBase64(content: string): Uint8Array | undefined {
	return /^[\w+/\s-]*={0,2}$/.test(content) ? Buffer.from(content, 'base64') : undefined;
}
