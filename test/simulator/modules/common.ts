/** What the modules have in common. */
import type { CustomFields } from '../customFields';
import type { FieldTable } from '../fields';
import { choice, customFields, files, html, person, reference, tags, text } from '../fields';
import { IMPACTS, LEVELS } from '../references';

export const INFERRED = {
	create: 'inferred',
	get: 'inferred',
	update: 'inferred',
	delete: 'inferred',
	search: 'inferred',
} as const;

export const priority = () => choice(LEVELS, { list: 'priority' });
export const urgency = () => choice(LEVELS, { list: 'urgency' });
/** Documented as "On User", answered as "On Users": both are accepted. */
export const impact = () => choice(['On User', ...IMPACTS], { list: 'impact' });
export const technicianGroup = () => reference('group', { searchAs: 'groupId' });
export const assignee = () => person({ technician: true, searchAs: 'technicianId' });
export const requester = () => person({ required: true, only: 'create', searchAs: 'requesterId' });

/** The fields that every form of an administrator's example server has. */
export const COMMON_CUSTOM_FIELDS: CustomFields = {
	'New Text Input': 'text',
	'New Text Area': 'text',
	'New Rich Text Area': 'text',
	'New Number': 'number',
	'New Datetime': 'datetime',
	'New Dropdown': 'dropdown',
	'New Radio': 'radio',
	'New Multi-Select Dropdown': 'multiselect',
	'New Checkbox': 'checkbox',
};

export const ticketFields = (status: string): FieldTable => ({
	requesterEmail: requester(),
	subject: text({ required: true }),
	description: html(),
	statusName: reference(status, { searchAs: 'statusId' }),
	priorityName: priority(),
	urgencyName: urgency(),
	impactName: impact(),
	categoryName: reference('category'),
	departmentName: reference('department'),
	locationName: reference('location'),
	assigneeEmail: assignee(),
	technicianGroupName: technicianGroup(),
	tags: tags(),
	fileAttachments: files(),
	customField: customFields(),
});
