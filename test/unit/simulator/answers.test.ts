/** Switches for the shapes of answers. */
import type { Dialect } from '../../simulator';
import { NEW_REQUEST, useSimulator } from './client';

const world = useSimulator();
const { call, logIn, page, search } = world;
const speak = (dialect: Dialect) => Object.assign(world.simulator.dialect, dialect);
const wrong = { ...NEW_REQUEST, locationName: 'Moon' };
const words = "Field 'locationName' has an unknown value 'Moon'.";

test.each<[Dialect['refusalShape'], unknown]>([
	['envelope', { code: 'FDTx1.template', userMessage: words, cause: null }],
	[
		'cause',
		{
			code: '400',
			userMessage: null,
			cause: { code: 'FDTx1.template', userMessage: words, cause: null },
		},
	],
	['errors', { errors: [{ code: 'FDTx1.template', message: words }] }],
	[
		'spring',
		{
			timestamp: expect.any(String) as unknown,
			status: 400,
			error: 'Bad Request',
			message: words,
			path: '/api/v1/request',
		},
	],
	['oauth', { error: 'invalid_request', error_description: words }],
])('refusalShape %s', async (refusalShape, body) => {
	speak({ refusalShape });

	expect(await call('POST', '/api/v1/request', wrong)).toMatchObject({ status: 400, body });
	expect(Object.keys((await call('POST', '/api/v1/request', wrong)).body)).toHaveLength(
		Object.keys(body as object).length,
	);
	expect((await call('GET', '/api/v1/request/9999')).status).toBe(404);
	const { body: refused } = await logIn({ username: 'x', password: 'y', grant_type: 'password' });
	expect(refused).toMatchObject({ error: 'invalid_grant' });
	expect((await call('POST', '/api/v1/request', NEW_REQUEST)).body).toMatchObject(NEW_REQUEST);
});

test.each<[Dialect['refusalShape'], RegExp]>([
	['xml', /^<\?xml .*<status>400<\/status>.*<message>Field &#39;locationName&#39; has/],
	[
		'tomcat',
		/^<!doctype html>.*HTTP Status 400 – Bad Request.*<b>Message<\/b> Field &#39;locationName/,
	],
])('refusalShape %s', async (refusalShape, text) => {
	speak({ refusalShape });
	expect(await call('POST', '/api/v1/request', wrong)).toMatchObject({
		status: 400,
		text: expect.stringMatching(text) as unknown,
	});
});

test.each<[Dialect['charset'], string, string]>([
	['utf-8', 'application/json;charset=UTF-8', 'Stör'],
	['iso-8859-1', 'application/json;charset=ISO-8859-1', 'St\ufffdr'],
	['latinUnsaid', 'application/json', 'St\ufffdr'],
])('charset %s', async (charset, type, subject) => {
	speak({ charset });
	const answer = await call('POST', '/api/v1/request', { ...NEW_REQUEST, subject: 'Stör €' });
	expect(answer).toMatchObject({ type, body: { subject: `${subject} €` } });
});

test('answerShape', async () => {
	speak({ answerShape: 'wrapped' });
	expect((await call('GET', '/api/v1/request/2')).body).toEqual({
		error: null,
		result: expect.objectContaining({ id: 2 }) as unknown,
	});
	expect((await call('DELETE', '/api/v1/request/2')).body).toEqual({ error: null, result: {} });
	expect((await page()).body).toHaveProperty('objectList');
	expect((await call('POST', '/api/v1/request', wrong)).body.userMessage).toBe(words);
	expect((await logIn()).body).toHaveProperty('access_token');

	speak({ answerShape: 'allWrapped' });
	expect((await page()).body).toEqual({
		error: null,
		result: { objectList: expect.any(Array) as unknown, totalCount: 60 },
	});
	expect((await call('GET', '/api/v1/asset/assettype')).body).toEqual({
		error: null,
		result: expect.any(Array) as unknown,
	});
});

test('answerShape leaves an answer without a body alone', async () => {
	speak({ answerShape: 'allWrapped', deleteAnswer: 'empty' });
	expect(await call('DELETE', '/api/v1/request/2')).toMatchObject({ status: 204, text: '' });
});

test.each<[Dialect['deleteAnswer'], number, string]>([
	['object', 200, '{}'],
	['empty', 204, ''],
	['text', 200, 'Deleted'],
	['message', 200, '{"message":"Request deleted successfully","code":"200"}'],
])('deleteAnswer %s', async (deleteAnswer, status, text) => {
	speak({ deleteAnswer });
	expect(await call('DELETE', '/api/v1/request/2')).toMatchObject({ status, text });
	expect((await call('GET', '/api/v1/request/2')).status).toBe(404);
});

test('unknownPath: in the words of Spring, or a page; a missing record is neither', async () => {
	const unknown = async () => await call('GET', '/api/v1/nothing');
	expect(await unknown()).toMatchObject({
		status: 404,
		body: { status: 404, error: 'Not Found', path: '/api/v1/nothing' },
	});
	speak({ unknownPath: 'html' });
	expect(await unknown()).toMatchObject({ status: 404, type: 'text/html;charset=UTF-8' });
	expect(await call('PUT', '/api/v1/request/2')).toMatchObject({
		status: 405,
		type: 'text/html;charset=UTF-8',
	});
	expect((await call('POST', '/api/v1/asset/search/byqual', {})).type).toContain('html');
	expect((await call('GET', '/api/v1/request/9999')).body.userMessage).toMatch(/9999/);
	expect((await search()).status).toBe(200);
});
