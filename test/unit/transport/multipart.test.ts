/** Files on their way to the server and back. */
import { storeDownload } from '../../../nodes/ServiceOps/transport/download';
import { encodeFile } from '../../../nodes/ServiceOps/transport/multipart';
import type { ReceivedFile, Stream } from '../../../nodes/ServiceOps/transport/types';
import { stream } from '../../support/node';

const { Readable } = stream;
const streamOf = (...chunks: string[]) =>
	Readable.from(
		chunks.map((chunk) => Buffer.from(chunk)),
		{ objectMode: false },
	);

async function textOf(body: Buffer | Stream): Promise<string> {
	if (Buffer.isBuffer(body)) return body.toString();
	const chunks: Buffer[] = [];
	for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

describe('a file that is sent', () => {
	const file = (open: () => Buffer | Stream, size?: number) => ({
		name: 'Überblick "2".txt',
		contentType: 'text/plain',
		size,
		open: async () => await Promise.resolve(open()),
	});

	test.each([
		['in memory', () => Buffer.from('Hello')],
		['on disk', () => streamOf('Hel', 'lo')],
	])('%s: one part named file, with its name and type', async (_what, open) => {
		const encoded = await encodeFile(file(open, 5));
		const { headers, body } = encoded;
		const [, boundary = ''] =
			/^multipart\/form-data; boundary=(.+)$/.exec(String(headers['Content-Type'])) ?? [];
		const text = await textOf(body);

		expect(boundary).not.toBe('');
		expect(text.startsWith(`--${boundary}\r\n`)).toBe(true);
		expect(text).toContain(
			'Content-Disposition: form-data; name="file"; filename="Überblick %222%22.txt"\r\nContent-Type: text/plain\r\n\r\nHello\r\n',
		);
		expect(text.trimEnd().endsWith(`--${boundary}--`)).toBe(true);
		const length = headers['Content-Length'];
		if (length !== undefined) expect(length).toBe(Buffer.byteLength(text));
		encoded.close();
	});

	test('a stream says its length only where the size is known', async () => {
		expect((await encodeFile(file(() => streamOf('x'), 1))).headers).toHaveProperty(
			'Content-Length',
		);
		expect((await encodeFile(file(() => streamOf('x')))).headers).not.toHaveProperty(
			'Content-Length',
		);
	});

	test('is closed whether or not it was sent', async () => {
		const source = streamOf('Hello');
		const encoded = await encodeFile(file(() => source, 5));
		const { body } = encoded;
		encoded.close();
		expect(source.destroyed).toBe(true);
		expect((body as unknown as { destroyed: boolean }).destroyed).toBe(true);
	});
});

describe('an answer that should be a file', () => {
	async function download(
		headers: Record<string, string>,
		content: string,
		statusCode = 200,
	): Promise<{ body: unknown; files: Array<ReceivedFile & { text: string }> }> {
		const files: Array<ReceivedFile & { text: string }> = [];
		const answer = { statusCode, headers, body: streamOf(content) };
		const receive = async (received: ReceivedFile) => {
			files.push({ ...received, text: await textOf(received.content) });
			return { stored: true };
		};
		const body = await storeDownload(answer, { receive });
		return { body, files };
	}

	test('is stored with its name and type', async () => {
		const { body, files } = await download(
			{ 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="a.pdf"' },
			'%PDF',
		);
		expect(body).toEqual({ file: { stored: true } });
		expect(files).toMatchObject([{ name: 'a.pdf', contentType: 'application/pdf', text: '%PDF' }]);
	});

	test.each([
		['short JSON without a name', {}, true],
		['short JSON of known length', { 'content-length': '65536' }, true],
		['long JSON', { 'content-length': '65537' }, false],
		['JSON with a name', { 'content-disposition': 'attachment; filename="a.json"' }, false],
	])('%s that is an error is read: %o', async (_what, more, isRead) => {
		const headers = { 'content-type': 'application/json', ...more };
		const { body, files } = await download(headers, '{"userMessage":"No such file"}');
		if (isRead) expect(body).toEqual({ userMessage: 'No such file' });
		else expect(body).toEqual({ file: { stored: true } });
		expect(files).toHaveLength(isRead ? 0 : 1);
	});

	test('short JSON that is no error is the file', async () => {
		const { files } = await download({ 'content-type': 'application/json' }, '{"a":1}');
		expect(files).toMatchObject([{ text: '{"a":1}', contentType: 'application/json' }]);
	});

	test('a page without a name is none, one with a name is', async () => {
		const page = '<html></html>';
		const html = { 'content-type': 'text/html' };
		expect((await download(html, page)).body).toBe(page);
		const named = { ...html, 'content-disposition': 'attachment; filename="a.html"' };
		expect((await download(named, page)).files).toMatchObject([{ text: page, name: 'a.html' }]);
	});

	test.each([199, 300, 404, 500])('status %s is an error, as text or JSON', async (status) => {
		const { body, files } = await download({ 'content-type': 'image/png' }, '{"code":"1"}', status);
		expect(body).toEqual({ code: '1' });
		expect(files).toEqual([]);
		expect((await download({}, 'Oops', status)).body).toBe('Oops');
	});
});
