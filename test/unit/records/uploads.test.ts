/** Files are uploaded first, and then attached beside those that were there. */
import { attachFiles, filesOf, uploadFile } from '../../../nodes/ServiceOps/records/uploads';
import type { Task } from '../../../nodes/ServiceOps/run/types';
import { OddAnswer } from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
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
		description: expect.stringMatching(/\/api\/oprfile, set Upload Path under Options/) as string,
	});
});

test('an answer without a list is a reference, too; its name is that of the file where it has none', async () => {
	const sent: ApiRequest[] = [];
	const answers = [
		{ refFileName: 'ref-1', realName: 'A (1).txt', other: 1 },
		{ refFileName: 'ref-2' },
	];
	const api = fakeApi(() => answers.shift(), sent);
	const attached = await attachFiles({ api } as Task, upload('a', 'b'), { subject: 'A' });
	expect(attached).toEqual({
		subject: 'A',
		fileAttachments: [
			{ refFileName: 'ref-1', realName: 'A (1).txt' },
			{ refFileName: 'ref-2', realName: 'b' },
		],
	});
	expect(sent).toMatchObject([
		{
			method: 'POST',
			path: ['api', 'oprfile'],
			howToCheck: 'Only the upload of a is uncertain. The record itself was not written.',
		},
		{ howToCheck: 'Only the upload of b is uncertain. The record itself was not written.' },
	]);
});

test.each([
	[[{ refFileName: 'ref-1' }]],
	[{ files: [{ refFileName: 'ref-1' }] }],
	[{ file: { refFileName: 'ref-1' }, message: 'Stored' }],
])('the reference in %j', async (answer) => {
	expect(
		await uploadFile(
			task(() => answer),
			upload(),
			file('a'),
		),
	).toEqual({ refFileName: 'ref-1' });
});

test('what an earlier try has attached already is not attached twice', async () => {
	const before = ['odd', { refFileName: 'other' }, { refFileName: 'ref-a', realName: 'a' }];
	const read = async () => await Promise.resolve(before);
	const attached = await attachFiles(task(stored), upload('a', 'b'), {}, read);
	expect(attached.fileAttachments).toEqual([...before, { refFileName: 'ref-b', realName: 'b' }]);
});

test.each([undefined, null, 'none'])('a record may show %j instead of a list', async (listed) => {
	const read = async () => await Promise.resolve(listed);
	const attached = await attachFiles(task(stored), upload('a'), {}, read);
	expect(attached.fileAttachments).toEqual([{ refFileName: 'ref-a', realName: 'a' }]);
	expect(filesOf({ fileAttachments: listed })).toEqual([]);
});

test('the files of a record are those with a reference', () => {
	const [one, two] = [{ refFileName: 'a' }, { refFileName: 'b', realName: 'B' }];
	const fileAttachments = [one, { realName: 'c' }, { refFileName: 1 }, two] as Row[];
	expect(filesOf({ fileAttachments })).toEqual([one, two]);
	expect(filesOf({})).toEqual([]);
});

test('a doubt about an upload says what it is about', async () => {
	await expect(
		uploadFile(
			task(() => ['a']),
			upload(),
			file('a'),
		),
	).rejects.toThrow(
		'ServiceOps accepted the file, but did not return its reference. The request may have been processed.',
	);
});
