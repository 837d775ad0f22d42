import { encodeForm } from '../../../credentials/encodeForm';
import type { FileToSend, Stream } from './types';

/** The body of a request, and the headers that describe it. */
export interface EncodedFile {
	headers: Record<string, string | number>;
	body: Buffer | Stream;
	/** Releases the file, whether or not it was sent completely. */
	close(): void;
}

/** The name of the file's part in ServiceOps' predecessor (requests.md 6.7). */
const PART = 'file';

/**
 * Writes a file as multipart/form-data, without reading it into memory if it is on disk. A body can be sent only once;
 * another attempt needs a new one.
 *
 * @param file its content is opened again for each body
 */
export async function encodeFile(file: FileToSend): Promise<EncodedFile> {
	const { contentType, head, tail } = await frameOf(file);
	const content = await file.open();
	const headers: EncodedFile['headers'] = { 'Content-Type': contentType };
	if (Buffer.isBuffer(content)) {
		return { headers, body: Buffer.concat([head, content, tail]), close: () => undefined };
	}
	if (file.size !== undefined) headers['Content-Length'] = head.length + file.size + tail.length;
	const body = streamOf(content, inFrame(head, content, tail));
	const close = () => {
		body.destroy();
		content.destroy();
	};
	return { headers, body, close };
}

/** The text before and after the content. The platform writes it around an empty file, so that it escapes the name. */
async function frameOf(file: FileToSend) {
	const form = new FormData();
	form.set(PART, new Blob([], { type: file.contentType }), file.name);
	const { contentType, content: frame } = await encodeForm(form);
	const contentStart = frame.indexOf('\r\n\r\n') + 4;
	return {
		contentType,
		head: frame.subarray(0, contentStart),
		tail: frame.subarray(contentStart),
	};
}

async function* inFrame(head: Buffer, content: AsyncIterable<Uint8Array>, tail: Buffer) {
	yield head;
	yield* content;
	yield tail;
}

/** Nodes may not import `stream`; the class of any stream inherits the function that creates streams. */
function streamOf(model: Stream, chunks: AsyncIterable<Uint8Array>): Stream {
	const streamClass = model.constructor as unknown as {
		from(chunks: AsyncIterable<Uint8Array>, options: { objectMode: boolean }): Stream;
	};
	return streamClass.from(chunks, { objectMode: false });
}
