/** What the Custom API Request makes of a response: data, or a file. That of a path for files is in multipart.test.ts. */
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { storeDownload } from '../../../nodes/ServiceOps/transport/download';
import type { ReceivedFile } from '../../../nodes/ServiceOps/transport/types';
import { stream } from '../../support/node';

/** Receives a response; returns its body, and the file if it was one. */
async function receive(
	content: string | Buffer,
	headers: Record<string, string>,
	statusCode = 200,
) {
	const source = stream.Readable.from([Buffer.from(content)]);
	const answer = { statusCode, headers, body: source } as unknown as IN8nHttpFullResponse;
	const files: ReceivedFile[] = [];
	const body: unknown = await storeDownload(answer, {
		receive: async (file) => {
			files.push(file);
			return await Promise.resolve({ stored: true });
		},
		receiveText: (text) => ({ text }),
	});
	const [file] = files;
	return { body, file, isStream: file?.content === source };
}

const type = (contentType: string) => ({ 'content-type': contentType });
const attachment = { 'content-disposition': 'attachment; filename="a.json"' };
const inline = { 'content-disposition': 'inline' };
const refusal = '{"code":"1","userMessage":"Not yours."}';
const PAGE = '<!doctype html><html><body>Sign in</body></html>';

describe('a response', () => {
	test.each<[string, string | Buffer, Record<string, string>, unknown]>([
		['JSON', '{"a":1}', type('application/json'), { a: 1 }],
		['JSON of a kind', '[1]', type('application/problem+json'), [1]],
		['JSON of any length', '[1]', { ...type('text/json'), 'content-length': '999999' }, [1]],
		['JSON without a type', '{"a":1}', {}, { a: 1 }],
		['JSON to be shown', '{"a":1}', { ...type('application/json'), ...inline }, { a: 1 }],
		['a refusal', refusal, type('application/json'), JSON.parse(refusal)],
		['half of JSON', '{"a":', type('application/json'), '{"a":'],
		['a page', PAGE, type('text/html'), PAGE],
		['text', 'Hi', type('text/plain'), { text: 'Hi' }],
		['text that could be JSON', '7', type('text/plain'), { text: '7' }],
		['text without a type', 'Hi', {}, { text: 'Hi' }],
		['CSV', 'a,b', type('application/csv'), { text: 'a,b' }],
		['XML', '<a/>', type('application/soap+xml'), { text: '<a/>' }],
		['Latin-1', Buffer.from('é', 'latin1'), type('text/plain; charset=iso-8859-1'), { text: 'é' }],
		['a JSON text', '"Hi"', type('application/json'), { text: 'Hi' }],
		['blanks', ' \n', type('text/plain'), ''],
		['nothing', '', type('application/json'), ''],
	])('%s is data', async (_what, content, headers, expected) => {
		const { body, file } = await receive(content, headers);
		expect(body).toEqual(expected);
		expect(file).toBeUndefined();
	});

	test.each<[string, string | Buffer, Record<string, string>, boolean]>([
		['a PDF', '%PDF', type('application/pdf'), true],
		['an attachment', '{}', { ...type('application/json'), ...attachment }, true],
		[
			'an attachment without a name',
			'{}',
			{ ...type('text/plain'), 'content-disposition': ' Attachment' },
			true,
		],
		['a name', 'Hi', { ...type('text/plain'), 'content-disposition': 'inline; filename=a' }, true],
		['bytes', Buffer.from([0xff, 0xfe, 0x00]), type('application/octet-stream'), false],
		['zeros', 'a\0b', type('text/plain'), false],
	])('%s is a file', async (_what, content, headers, isStreamed) => {
		const { body, file, isStream } = await receive(content, headers);
		expect(body).toEqual({ file: { stored: true } });
		expect(isStream).toBe(isStreamed);
		if (!isStreamed) expect(file?.content).toEqual(Buffer.from(content));
	});

	test('an error is read like any other', async () => {
		expect((await receive('No', type('text/plain'), 400)).body).toBe('No');
		expect((await receive(refusal, type('application/json'), 300)).body).toEqual(
			JSON.parse(refusal),
		);
	});
});
