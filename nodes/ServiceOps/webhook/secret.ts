import {
	NodeOperationError,
	type ICredentialTestFunction,
	type IHookFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { secretFault } from '../../../credentials/webhookSecret';

const CREDENTIAL = 'serviceOpsWebhookApi';

/** Reads the secret as it was entered; undefined if the node has no credential, or one that no longer exists. */
export async function readSecret(context: IWebhookFunctions | IHookFunctions): Promise<unknown> {
	try {
		return (await context.getCredentials(CREDENTIAL)).secret;
	} catch (error) {
		context.logger.error(`Cannot read the secret of "${context.getNode().name}"`, { error });
		return undefined;
	}
}

/**
 * Ensures, before the workflow is activated, that there is a secret with which calls can be accepted.
 *
 * @throws NodeOperationError when there is none
 */
export async function requireSecret(context: IHookFunctions): Promise<void> {
	const fault = secretFault(await readSecret(context));
	if (!fault) return;
	throw new NodeOperationError(context.getNode(), fault, {
		description: 'Open the ServiceOps Webhook API credential and enter a secret.',
	});
}

/** The test of the credential. It sends nothing: only a call shows whether ServiceOps has the same secret. */
export const testSecret: ICredentialTestFunction = async ({ data }) => {
	const fault = secretFault(data?.secret);
	return await Promise.resolve(
		fault
			? { status: 'Error', message: fault }
			: { status: 'OK', message: 'The secret is valid. Enter the same one in ServiceOps' },
	);
};
