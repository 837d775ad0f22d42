import {
	NodeOperationError,
	type ICredentialTestFunction,
	type IHookFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { secretFault } from '../../../credentials/webhookSecret';

const CREDENTIAL = 'serviceOpsWebhookApi';

const advice = 'Open the ServiceOps Webhook credential and enter a Secret.';

/** The secret as it was entered; undefined where the node has no credential, or one that is gone. */
export async function readSecret(context: IWebhookFunctions | IHookFunctions): Promise<unknown> {
	try {
		return (await context.getCredentials(CREDENTIAL)).secret;
	} catch (error) {
		context.logger.error(`The secret of "${context.getNode().name}" cannot be read`, { error });
		return undefined;
	}
}

/**
 * Looks before the workflow is activated whether any call could be let in.
 *
 * @throws NodeOperationError when none could
 */
export async function checkSetUp(context: IHookFunctions): Promise<void> {
	const fault = secretFault(await readSecret(context));
	if (fault) throw new NodeOperationError(context.getNode(), fault, { description: advice });
}

/** The Test of the credential. It sends nothing: whether ServiceOps sends the same secret shows only when it calls. */
export const testSecret: ICredentialTestFunction = async ({ data }) => {
	const fault = secretFault(data?.secret);
	return await Promise.resolve(
		fault
			? { status: 'Error', message: fault }
			: { status: 'OK', message: 'The Secret can be used. Enter the same in ServiceOps' },
	);
};
