import { UserError } from 'n8n-workflow';

/** What was entered does not fit. Its message names the field; nothing has been sent. */
export class BadInput extends UserError {}
