/** The OpenAPI document, which every call is checked against. */
import { OpenAPIBackend, type Document } from 'openapi-backend';
import { isFull } from '../../support/scale';
import { useSimulator, type Json } from './client';

const world = useSimulator();
const { raw } = world;

/** The validator at hand knows OpenAPI 3.0 only: says the same in the words of 3.0. */
function asOpenApi30(node: unknown): unknown {
	if (Array.isArray(node)) return node.map(asOpenApi30);
	if (typeof node !== 'object' || node === null) return node;
	const entries = Object.entries(node).map(([key, inner]): Array<[string, unknown]> => {
		if (key === 'openapi') return [[key, '3.0.3']];
		if (key === 'const') return [['enum', [inner]]];
		if (key !== 'type' || !Array.isArray(inner)) return [[key, asOpenApi30(inner)]];
		const types = inner.filter((type) => type !== 'null');
		return types.length === 1
			? [
					['nullable', true],
					['type', types[0]],
				]
			: [];
	});
	return Object.fromEntries(entries.flat());
}

test('the OpenAPI document is valid and every operation says how far to trust it', async () => {
	const { body } = await raw('/openapi.json');
	expect(body).toMatchObject({ openapi: '3.1.0' });
	const definition = asOpenApi30(body) as Document;
	const api = new OpenAPIBackend({ definition, strict: true, validate: isFull });
	await api.init();
	const operations = api.getOperations() as unknown as Json[];

	expect(operations.length).toBeGreaterThan(60);
	for (const operation of operations) {
		expect(operation).toMatchObject({
			operationId: expect.any(String) as unknown,
			tags: [expect.any(String)],
			summary: expect.any(String) as unknown,
			'x-evidence': expect.stringMatching(
				/^(documented|captured|third-party|inferred)$/,
			) as unknown,
		});
	}
	expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});
