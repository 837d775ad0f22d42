/** Files in a workflow with the Binary Mode "combined" of n8n 2, which hands them on among the values of an item. */
import { expectEqual } from './checks';
import { chosenN8n } from './install';
import type { CredentialReference } from './n8nApi';
import type { N8nServer } from './n8nServer';
import { chain, serviceOpsNode, TRIGGER_NAME, workflowNode } from './workflows';

/** What n8n calls the place of the files. */
const FILES = '_files';

/** Takes a file up by each way to name it, and down again. */
export async function checkCombinedFiles(
	{ api }: N8nServer,
	credential: CredentialReference,
): Promise<void> {
	if (chosenN8n().startsWith('1.')) return;
	const attachment = { resource: 'attachment' };
	for (const inputDataFieldName of ['data', '*', `={{ $json.${FILES}.data }}`]) {
		const nodes = [
			workflowNode('Make a file', 'n8n-nodes-base.convertToFile', 1.1, {
				operation: 'toText',
				sourceProperty: 'text',
				options: { fileName: 'note.txt' },
			}),
			serviceOpsNode(
				'Upload',
				{ ...attachment, operation: 'upload', inputDataFieldName },
				credential,
			),
			serviceOpsNode(
				'Download',
				{ ...attachment, operation: 'download', refFileName: '={{ $json.refFileName }}' },
				credential,
			),
			workflowNode('Read the file', 'n8n-nodes-base.extractFromFile', 1.1, {
				operation: 'text',
				binaryPropertyName: `${FILES}.data`,
				destinationKey: 'text',
			}),
		];
		const draft = chain(`Combined: ${inputDataFieldName}`, nodes, [{ text: 'hello' }]);
		const { id } = await api.createWorkflow({ ...draft, settings: { binaryMode: 'combined' } });
		const execution = await api.runWorkflow(id, TRIGGER_NAME);
		expectEqual(execution.status, 'success', execution.error);
		expectEqual(execution.items('Read the file')[0]?.json.text, 'hello', inputDataFieldName);
	}
}
