/** The OpenAPI document, written from the list of operations. */
import { assetOperations } from './assets';
import { attachmentOperations } from './attachments';
import { componentOperations } from './components';
import { conversationOperations } from './conversations';
import type { Schema } from './fields';
import { TOKEN_OPERATION } from './oauth';
import type { Operation } from './operation';
import { formOperations } from './forms';
import { lookupOperations } from './lookups';
import { recordOperations } from './records';
import { relationOperations } from './relations';
import { serviceRequestOperation } from './services';

/** Everything the server can do. */
export const OPERATIONS: Operation[] = [
	TOKEN_OPERATION,
	...recordOperations(),
	...assetOperations(),
	...componentOperations(),
	...conversationOperations(),
	...relationOperations(),
	serviceRequestOperation,
	...attachmentOperations(),
	...lookupOperations(),
	...formOperations(),
];

const ERROR: Schema = {
	description: 'Refused',
	content: {
		'application/json': {
			schema: {
				type: 'object',
				properties: {
					code: { type: 'string' },
					userMessage: { type: 'string' },
					cause: { type: ['string', 'null'] },
				},
			},
		},
	},
};

const PAGING = [
	{ name: 'offset', in: 'query', schema: { type: 'integer', minimum: 0 } },
	{ name: 'size', in: 'query', schema: { type: 'integer', minimum: 1 } },
	{ name: 'sort_by', in: 'query', schema: { type: 'string', minLength: 1 } },
];

/** The document that every request is checked against. */
export function openApiDocument(): Schema {
	const paths: Record<string, Schema> = {};
	for (const operation of OPERATIONS) {
		const path = (paths[operation.path] ??= {});
		path[operation.method] = describe(operation);
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'Motadata ServiceOps, as far as public evidence goes',
			version: '1.0.0',
			description:
				'x-evidence of an operation says how far to trust it: documented, captured, third-party or inferred.',
		},
		paths,
		components: {
			securitySchemes: {
				bearer: { type: 'http', scheme: 'bearer' },
				apiKey: {
					type: 'apiKey',
					in: 'header',
					name: 'Authorization',
					description: 'The word Apikey, one space, and the key exactly as shown.',
				},
			},
		},
		security: [{ bearer: [] }, { apiKey: [] }],
	};
}

function describe(operation: Operation): Schema {
	const { operationId, tag, summary, evidence, body } = operation;
	const mediaTypes = operation.mediaTypes ?? ['application/json'];
	return {
		operationId,
		tags: [tag],
		summary,
		'x-evidence': evidence,
		parameters: [...pathParameters(operation), ...(operation.paging ? PAGING : [])],
		...(body === undefined
			? {}
			: {
					requestBody: {
						required: true,
						content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: body }])),
					},
				}),
		responses: { 200: { description: 'Done' }, 400: ERROR, 401: ERROR, 403: ERROR, 404: ERROR },
	};
}

function pathParameters({ path, pathValues }: Operation): Schema[] {
	const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
	return names.map((name) => {
		const values = pathValues?.[name];
		// Ids are checked as text: an integer would also let "1e3" and "+1" through.
		const id: Schema = { type: 'string', pattern: '^[1-9][0-9]{0,15}$' };
		const free: Schema = { type: 'string', minLength: 1 };
		const known: Schema = values?.length ? { enum: values } : free;
		return { name, in: 'path', required: true, schema: values === undefined ? id : known };
	});
}
