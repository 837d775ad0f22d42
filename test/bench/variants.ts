import type { IDataObject, INode } from 'n8n-workflow';
import type { CredentialReference } from '../e2e/n8nApi';
import { serviceOpsNode, workflowNode } from '../e2e/workflows';

export type Task = 'create' | 'get' | 'list';

/** Who does the work: a node in n8n, or a loop without n8n. */
export interface Variant {
	name: string;
	task: Task;
	/** Rows per page, of lists. */
	pageSize?: number;
	/** How many at a time, where that can be told. */
	width?: number;
	/** Absent: a bare loop. */
	node?: (latencyMs: number) => INode;
}

export interface Credentials {
	serviceOps: CredentialReference;
	header: CredentialReference;
	floor: CredentialReference;
}

const record: IDataObject = {
	subject: '={{ "Bench " + $json.number }}',
	requesterEmail: 'erika@example.com',
};

/** Concurrency as it is entered; Auto where nothing is. */
export type Width = number | 'Auto';

/** Which of all to measure. */
export interface Choice {
	widths: Width[];
	pageSize?: number;
	/** What is measured beside this node, unless all: nothing where others have no answer to what the server does. */
	beside?: 'nothing' | 'HTTP Request';
	/** Without the minimal node, which trusts no certificate but those of the system. */
	withoutFloor?: boolean;
}

/** The widths at which the minimal node is measured, besides everything at once. */
const FLOOR_WIDTHS: Width[] = [10, 32];

/** Everything that does one task, against the server at this address. */
export function variantsOf(
	task: Task,
	server: string,
	credentials: Credentials,
	{ widths: all, pageSize, beside, withoutFloor = false }: Choice,
): Variant[] {
	const widths = all.filter((width) => width !== 'Auto');
	const options = (concurrency: Width) => ({
		...(concurrency !== 'Auto' && { concurrency }),
		...(pageSize && { pageSize }),
	});
	const ours = all.map(
		(width): Variant => ({
			name: `ServiceOps node, concurrency ${width}`,
			task,
			pageSize,
			...(width !== 'Auto' && { width }),
			node: () =>
				serviceOpsNode(
					'Measured',
					{ ...ourParameters(task), options: options(width) },
					credentials.serviceOps,
				),
		}),
	);
	if (beside === 'nothing') return ours;
	const floorWidths = widths.filter((width) => FLOOR_WIDTHS.includes(width));
	const floors = (task === 'list' ? [1] : [...floorWidths, 500]).map(
		(width): Variant => ({
			name: `minimal node, ${width === 500 ? 'all' : width} at a time`,
			task,
			pageSize,
			width,
			node: () =>
				workflowNode(
					'Measured',
					'CUSTOM.benchFloor',
					1,
					{
						server,
						task,
						width: String(width),
						pageSize: String(pageSize ?? 0),
						...record,
						recordId: '={{ $json.number }}',
					},
					{ credentials: credentialOf(credentials.floor) },
				),
		}),
	);
	const bare = (task === 'list' ? [10] : widths).map(
		(width): Variant => ({ name: `bare loop, ${width} at a time`, task, pageSize, width }),
	);
	const isTls = server.startsWith('https');
	const http = (name: string, more: (latencyMs: number) => IDataObject): Variant => ({
		name,
		task,
		pageSize,
		node: (latencyMs) =>
			workflowNode(
				'Measured',
				'n8n-nodes-base.httpRequest',
				4.2,
				{
					...httpParameters(task, server, pageSize),
					authentication: 'genericCredentialType',
					genericAuthType: 'httpHeaderAuth',
					options: { ...more(latencyMs), ...(isTls && { allowUnauthorizedCerts: true }) },
				},
				{ credentials: credentialOf(credentials.header) },
			),
	});
	const theirs =
		task === 'list'
			? [http('HTTP Request, pagination', () => pagination(pageSize ?? 0))]
			: [
					http('HTTP Request, default', () => ({})),
					// n8n's own batches of 50 a second would show the pause and nothing else.
					http('HTTP Request, batches of 10', (latencyMs) => ({
						batching: { batch: { batchSize: 10, batchInterval: Math.max(1, latencyMs) } },
					})),
				];
	if (beside === 'HTTP Request') return [...ours, ...theirs.slice(0, 1)];
	return [...ours, ...theirs, ...(withoutFloor ? [] : floors), ...bare];
}

const credentialOf = ({ id, name, type }: CredentialReference) => ({ [type]: { id, name } });

function ourParameters(task: Task): IDataObject {
	const resource = 'request';
	switch (task) {
		case 'create':
			return { resource, operation: 'create', ...record };
		case 'get':
			return {
				resource,
				operation: 'get',
				recordId: { __rl: true, mode: 'id', value: '={{ $json.number }}' },
				simplify: false,
			};
		case 'list':
			return { resource, operation: 'getAll', returnAll: true, simplify: false };
	}
}

function httpParameters(task: Task, server: string, pageSize = 0): IDataObject {
	const url = `${server}/api/v1/request`;
	switch (task) {
		case 'create':
			return {
				method: 'POST',
				url,
				sendBody: true,
				bodyParameters: {
					parameters: Object.entries(record).map(([name, value]) => ({ name, value })),
				},
			};
		case 'get':
			return { method: 'GET', url: `=${url}/{{ $json.number }}` };
		case 'list':
			return {
				method: 'POST',
				url: `${url}/search/byqual`,
				sendQuery: true,
				queryParameters: { parameters: [{ name: 'size', value: String(pageSize) }] },
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '{ "qualDetails": { "type": "FlatQualificationRest", "quals": [] } }',
			};
	}
}

const pagination = (pageSize: number): IDataObject => ({
	pagination: {
		pagination: {
			paginationMode: 'updateAParameterInEachRequest',
			parameters: {
				parameters: [{ type: 'qs', name: 'offset', value: `={{ $pageCount * ${pageSize} }}` }],
			},
			paginationCompleteWhen: 'other',
			completeExpression: `={{ $pageCount * ${pageSize} >= $response.body.totalCount }}`,
			limitPagesFetched: false,
			requestInterval: 0,
		},
	},
});
