import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { noDeadline, type Deadline } from './deadline';

/*
 * n8n calls the login on its own, with nothing but the fields of the credential. So a caller with a deadline ties it
 * to the credentials object that it passes to n8n.
 */

const deadlines = new WeakMap<ICredentialDataDecryptedObject, Deadline>();

/** Makes a login with these credentials end by a deadline. */
export function setLoginDeadline(
	credentials: ICredentialDataDecryptedObject,
	deadline: Deadline,
): void {
	if (deadline.at < Infinity) deadlines.set(credentials, deadline);
}

export const deadlineFor = (credentials: ICredentialDataDecryptedObject): Deadline =>
	deadlines.get(credentials) ?? noDeadline;
