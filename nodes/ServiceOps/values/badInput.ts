import { UserError } from 'n8n-workflow';

/** Invalid input. The message names the field; nothing has been sent. */
export class BadInput extends UserError {}
