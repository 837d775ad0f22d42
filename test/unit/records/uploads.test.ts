/** Files are uploaded first, and then attached beside those that were there. */
import { attachFiles, uploadFile } from '../../../nodes/ServiceOps/records/uploads';
import type { Task } from '../../../nodes/ServiceOps/run/types';
import { OddAnswer } from '../../../nodes/ServiceOps/transport/errors';
import type { ApiRequest, FileToSend } from '../../../nodes/ServiceOps/transport/types';
import { fakeApi } from '../../support/fakeApi';

const file = (name: string): FileToSend => ({
	name,
	contentType: 'text/plain',
	open: async () => await Promise.resolve(Buffer.from('a')),
});
const upload = (...names: string[]) => ({
	files: names.map(file),
	path: ['api', 'oprfile'],
	pathLabel: 'Upload Path',
});
const stored = ({ file: sent }: ApiRequest) => [{ refFileName: `ref-${sent?.name}` }];
const task = (answer: (request: ApiRequest) => unknown, isDryRun = false) =>
	({ api: fakeApi(answer), isDryRun }) as Task;

test('without files nothing is read and nothing changes', async () => {
	const body = { subject: 'A' };
	const readExisting = jest.fn();
	expect(await attachFiles(task(stored), upload(), body, readExisting)).toBe(body);
	expect(readExisting).not.toHaveBeenCalled();
});

test('what is attached already stays, and new files come after it', async () => {
	const before = [{ refFileName: 'old', realName: 'old.txt' }];
	const attached = await attachFiles(task(stored), upload('a', 'b'), {}, async () => {
		return await Promise.resolve(before);
	});
	expect(attached.fileAttachments).toEqual([
		...before,
		{ refFileName: 'ref-a', realName: 'a' },
		{ refFileName: 'ref-b', realName: 'b' },
	]);
});

test('attachments that were entered replace those on the record', async () => {
	const body = { fileAttachments: [{ refFileName: 'chosen' }] };
	const readExisting = jest.fn();
	const attached = await attachFiles(task(stored), upload('a'), body, readExisting);
	expect(attached.fileAttachments).toEqual([
		{ refFileName: 'chosen' },
		{ refFileName: 'ref-a', realName: 'a' },
	]);
	expect(readExisting).not.toHaveBeenCalled();
});

test('a dry run uploads nothing', async () => {
	const dry = task(() => new Error('sent'), true);
	const attached = await attachFiles(dry, upload('a'), {});
	expect(attached.fileAttachments).toEqual([
		{ refFileName: 'known after the upload', realName: 'a' },
	]);
});

test('an answer without a reference is an error that names the option for the path', async () => {
	const fault: unknown = await uploadFile(
		task(() => ({})),
		upload(),
		file('a'),
	).catch((error: unknown) => error);
	expect(fault).toBeInstanceOf(OddAnswer);
	expect(fault).toMatchObject({
		possiblyDone: true,
		description: expect.stringMatching(/\/api\/oprfile .* Upload Path under Options/) as string,
	});
});
