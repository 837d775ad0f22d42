import type { INode } from 'n8n-workflow';

/** Whether a node runs as a tool of an AI agent: n8n gives tools a type of their own. */
export const isAgentTool = ({ type }: Pick<INode, 'type'>): boolean => type.endsWith('Tool');
