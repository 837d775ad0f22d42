/** What an answer means, by its status and body: design "An HTTP 2xx means done unless the body positively says otherwise". */
import { refusalIn, resultIn, wordsOf } from '../../../credentials/serverAnswer';

test.each([
	[{ code: '942', userMessage: 'No.', cause: null }, 'No.'],
	[{ returnCode: 'FAILURE', status: 1, userMessage: 'Not yours.', id: 7 }, 'Not yours.'],
	[{ error: 'denied', message: 'Not allowed' }, 'Not allowed'],
	[{ error: { code: 12, message: 'Not allowed' } }, 'Not allowed'],
	[{ errors: [{ field: 'subject', message: 'Too long' }] }, 'Too long'],
	[{ userMessage: ' ', error: 'denied' }, 'denied'],
	[{ returnCode: 'FAILURE' }, 'ServiceOps rejected the request without giving a reason'],
])('%j is a refusal, whatever the status says', (body, said) => {
	expect(refusalIn(body)).toBe(said);
});

test.each([
	{ returnCode: 'SUCCESS', status: 0, userMessage: null, id: 2 },
	{ returnCode: null, error: null, id: 2 },
	{ id: 65, name: 'INC-46', error: 'a field of an administrator' },
	{ error: null, result: { id: 65 } },
	{ error: '', userMessage: '', errors: [] },
	{ code: null, message: null },
	{ objectList: [], message: 'none' },
	{ message: 'Request deleted successfully' },
	{},
	[],
	undefined,
	'Deleted',
])('%j is no refusal', (body) => {
	expect(refusalIn(body)).toBeUndefined();
});

test.each([
	[{ error: null, result: { id: 65 } }, { id: 65 }],
	[{ success: true, result: { id: 65 } }, { id: 65 }],
	[
		{ id: 1, result: { id: 65 } },
		{ id: 1, result: { id: 65 } },
	],
	[
		{ subject: 'A record with a field named result', result: { id: 65 } },
		{ subject: 'A record with a field named result', result: { id: 65 } },
	],
	[
		[1, 2],
		[1, 2],
	],
])('the result in %j', (body, result) => {
	expect(resultIn(body)).toEqual(result);
});

test.each([
	[{ cause: { userMessage: 'The requester is inactive' } }, 'The requester is inactive'],
	[{ errors: ['Subject is required'] }, 'Subject is required'],
	[{ error: 'invalid_grant', error_description: 'Bad credentials' }, 'Bad credentials'],
	[
		{
			timestamp: '2026-01-05',
			status: 404,
			error: 'Not Found',
			path: '/x',
			message: 'No message available',
		},
		'Not Found',
	],
	[{ message: null, error: null }, undefined],
	['<html></html>', undefined],
])('the words in %j', (body, words) => {
	expect(wordsOf(body)).toBe(words);
});

test('pages of stack trace are cut off', () => {
	const words = wordsOf({ message: `java.lang.Error ${'at com.example '.repeat(5_000)}` }) ?? '';
	expect(words.length).toBeLessThan(600);
	expect(words).toContain('java.lang.Error');
});
