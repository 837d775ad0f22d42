import type { INode } from 'n8n-workflow';
import type { Locator, Page } from 'playwright-core';

import type { CredentialReference, WorkflowDraft } from '../n8nApi';
import type { N8nServer } from '../n8nServer';
import { TRIGGER_NAME, workflowNode } from '../workflows';
import { openNode } from './editor';
import type { JournalEntry, Simulator } from '../../simulator';
import { delay } from '../../support/node';

/** Sizes of the window. */
export const NORMAL = { width: 1280, height: 800 };
/** High enough to show a whole form at once. */
export const TALL = { width: 1280, height: 1250 };

/** What the steps work with. */
export interface World {
	readonly page: Page;
	readonly n8n: N8nServer;
	readonly simulator: Simulator;
	/** A credential for the nodes that are placed into workflows. */
	readonly credential: () => Promise<CredentialReference>;
	/**
	 * Takes a screenshot. With the name of a picture of the documentation it, or the given part of the page, becomes
	 * that picture if those are renewed.
	 */
	readonly take: (name: string, picture?: string, part?: Locator) => Promise<void>;
}

/** What is done and looked at, and how it is called. */
export type Step = readonly [name: string, run: () => Promise<void>];

const PATIENCE_MS = 30_000;

/** Waits for a call to arrive at the server and to be answered. */
export async function callOf(
	simulator: Simulator,
	method: string,
	path: string | RegExp,
): Promise<JournalEntry> {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const call = simulator.calls({ method, path }).find(({ status }) => status > 0);
		if (call) return call;
		if (Date.now() > deadline) throw new Error(`ServiceOps got no ${method} ${String(path)}`);
		await delay(100);
	}
}

type Draft = Omit<WorkflowDraft, 'name'>;

/** Opens a node by its name. */
export type Opener = (nodeName: string) => Promise<void>;

/** A workflow of these nodes, which is saved when the first of them is to be opened. */
export function workflowOf(
	{ page, n8n, credential }: World,
	name: string,
	build: (credential: CredentialReference) => Promise<Draft> | Draft,
): Opener {
	let url: string | undefined;
	return async (nodeName) => {
		if (url === undefined) {
			const draft = await build(await credential());
			url = `${n8n.url}/workflow/${(await n8n.api.createWorkflow({ ...draft, name })).id}`;
		}
		await openNode(page, url, nodeName);
	};
}

const IN_A_ROW = 4;

/** A workflow that starts by hand, with a text, and branches to each of these chains of nodes. */
export function branches(chains: INode[][]): Draft {
	const trigger = workflowNode(TRIGGER_NAME, 'n8n-nodes-base.manualTrigger', 1, {});
	const nodes = [trigger, ...chains.flat()].map((node, at) => ({
		...node,
		position: [250 * (at % IN_A_ROW), 200 * Math.floor(at / IN_A_ROW)] as INode['position'],
	}));
	const to = (node: INode) => ({ node: node.name, type: 'main' as const, index: 0 });
	const links = chains.flatMap((chain) =>
		chain.slice(1).map((node, at) => [chain[at]?.name ?? '', { main: [[to(node)]] }] as const),
	);
	return {
		nodes,
		connections: {
			[TRIGGER_NAME]: { main: [chains.flatMap(([first]) => (first ? [to(first)] : []))] },
			...Object.fromEntries(links),
		},
		pinData: { [TRIGGER_NAME]: [{ json: { text: 'Hello' } }] },
	};
}
