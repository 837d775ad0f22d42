import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { noDeadline, type Deadline } from './deadline';

/*
 * n8n calls the login by itself, with nothing but the fields of the credential. So whoever has a deadline ties it to the
 * object that he hands to n8n.
 */

const deadlines = new WeakMap<ICredentialDataDecryptedObject, Deadline>();

/** Lets a login with these fields end by a deadline. */
export function setLoginDeadline(
	credentials: ICredentialDataDecryptedObject,
	deadline: Deadline,
): void {
	if (deadline !== noDeadline) deadlines.set(credentials, deadline);
}

export const deadlineFor = (credentials: ICredentialDataDecryptedObject): Deadline =>
	deadlines.get(credentials) ?? noDeadline;
