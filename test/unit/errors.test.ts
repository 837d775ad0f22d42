import { errorEnvelope } from '../../nodes/ServiceOps/transport/refusal';

test.each([
	[{ code: '942', userMessage: 'No.', cause: null }, 'No.'],
	[{ returnCode: 'FAILURE', status: 1, userMessage: 'Not yours.', id: 7 }, 'Not yours.'],
	[{ error: 'denied', message: 'Not allowed' }, 'Not allowed'],
	[{ code: '1', userMessage: null }, 'ServiceOps refused the request without saying why'],
])('%j is a refusal, whatever the status says', (body, said) => {
	expect(errorEnvelope(body)).toBe(said);
});

test.each([
	{ returnCode: 'SUCCESS', status: 0, userMessage: null, id: 2 },
	{ id: 65, name: 'INC-46', error: 'a field of an administrator' },
	{ objectList: [], message: 'none' },
	{},
	[],
	undefined,
])('%j is no refusal', (body) => {
	expect(errorEnvelope(body)).toBeUndefined();
});
