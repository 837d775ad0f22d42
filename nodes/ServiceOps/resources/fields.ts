import { departments, locations, priorities, requesters, technicians, urgencies } from './lookups';
import type { DueTime, Field, FieldKind, RowTimes } from './types';

type Details = Partial<Omit<Field, 'name' | 'kind'>>;

/** `technicianGroupName` reads as "Technician Group"; a field whose label differs gives its own `displayName`. */
function labelOf(name: string): string {
	const words = name.replace(/Name$/, '').replace(/([A-Z])/g, ' $1');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

const kindOf =
	(kind: FieldKind) =>
	(name: string, details: Details = {}): Field => ({
		displayName: labelOf(name),
		...details,
		name,
		kind,
	});

export const textField = kindOf('text');
export const longTextField = kindOf('longText');
/** The name of something that exists, of which the server has no list. */
export const nameField = (name: string, details: Details): Field =>
	textField(name, { ...details, format: 'name' });
export const emailField = kindOf('email');
export const numberField = kindOf('number');
export const booleanField = kindOf('boolean');
export const timeField = kindOf('time');
export const dateField = kindOf('date');
export const listField = kindOf('list');
const filesField = kindOf('files');

/** What the server adds to every ticket (requests.md 6.1, changes-and-others.md C5). */
export const ticketReadOnly: Field[] = [
	numberField('id', { displayName: 'ID' }),
	textField('name', { displayName: 'Key' }),
	textField('requesterName', { displayName: 'Requester' }),
	textField('createdByName', { displayName: 'Created By' }),
	textField('updatedByName', { displayName: 'Updated By' }),
	timeField('createdTime'),
	timeField('updatedTime'),
];

/** The fields in which a ticket has its times (requests.md section 4, changes-and-others.md section 2). */
export const ticketTimes: RowTimes = {
	created: 'createdTime',
	updated: 'updatedTime',
	form: 'epoch',
};

/** Rows call it `dueBy`, searches `dueByTime` (requests.md sections 4 and 5). */
export const ticketDue: DueTime = {
	displayName: 'Due By',
	names: ['dueBy', 'dueByTime'],
	closedStatuses: ['Resolved', 'Closed'],
};

/**
 * Changes and releases are due at their end. Other last statuses, such as Completed, occur in several stages
 * (changes-and-others.md 3.1).
 */
export const endDue: DueTime = {
	displayName: 'End',
	names: ['endDate'],
	closedStatuses: ['Closed', 'Canceled'],
};

/** The most useful fields of a ticket. */
export const ticketSimplified = [
	'statusName',
	'priorityName',
	'requesterEmail',
	'assigneeEmail',
	'technicianGroupName',
	'createdTime',
	'updatedTime',
];

/** The fields by whose values tickets can be counted. */
export const ticketCountBy = [
	'statusName',
	'priorityName',
	'urgencyName',
	'impactName',
	'categoryName',
	'departmentName',
	'locationName',
	'assigneeEmail',
	'technicianGroupName',
	'requesterEmail',
];

/** A name that administrators can add to: the choices are suggestions. */
export const choiceField = (name: string, choices: string[], details: Details = {}): Field => ({
	...kindOf('choice')(name, {
		...(choices.length > 0 && {
			description: `One of ${choices.join(', ')}, or a name your administrator has added, exactly as in ServiceOps`,
		}),
		...details,
	}),
	choices,
});

/** The long text of a ticket: shown as HTML, and returned without its tags (requests.md section 4). */
export const descriptionField = (description: string): Field =>
	longTextField('description', { description, compare: 'html', format: 'html', isUpFront: true });

/*
 * Fields that several modules share, with the values of requests.md 6.1 and changes-and-others.md C1.
 */

export const supportLevels = ['Tier1', 'Tier2', 'Tier3', 'Tier4'];

const levels = ['Low', 'Medium', 'High', 'Urgent'];

export const priority = choiceField('priorityName', levels, {
	lookup: priorities,
	isNeverEmpty: true,
	isUpFront: true,
});
export const urgency = choiceField('urgencyName', levels, {
	lookup: urgencies,
	isNeverEmpty: true,
});
/** The product's own name is "On Users"; one page of its API documentation says "On User". */
export const impact = choiceField(
	'impactName',
	['Low', 'On Users', 'On Department', 'On Business'],
	{
		compare: 'ignorePlural',
		isNeverEmpty: true,
	},
);

export const department = choiceField('departmentName', [], {
	lookup: departments,
	placeholder: 'e.g. Finance',
});
export const location = choiceField('locationName', [], {
	lookup: locations,
	placeholder: 'e.g. Head Office',
});
export const technicianGroup = choiceField('technicianGroupName', [], {
	isUpFront: true,
	placeholder: 'e.g. Service Desk',
});
export const tags = listField('tags', {
	placeholder: 'e.g. laptop, vpn',
	description: 'Comma-separated tags, or an array of strings',
});
export const fileAttachments = filesField('fileAttachments', {
	displayName: 'Attachments (JSON)',
	placeholder: 'e.g. [{ "refFileName": "5f2c…", "realName": "report.pdf" }]',
	description: 'Files already uploaded, as an array of objects with refFileName and realName',
});
/** The status of a ticket: administrators make rules about it, and creation may leave it at the first one. */
export const ticketStatus = {
	atCreation: 'tried',
	hasRules: true,
	isNeverEmpty: true,
} as const satisfies Details;
/** When a change or release starts and ends. */
export const scheduleOf = (noun: string): Field[] => {
	const zone = 'Times without a UTC offset are in the time zone of the workflow.';
	return [
		timeField('startDate', {
			required: true,
			displayName: 'Start',
			description: `When the ${noun} starts. ${zone}`,
		}),
		timeField('endDate', {
			required: true,
			displayName: 'End',
			description: `When the ${noun} is due to finish. ${zone}`,
		}),
	];
};

/** The status of a change or release. The API documentation does not list this field for them. */
export const stagedStatus = (noun: string): Field =>
	choiceField(
		'statusName',
		['Open', 'Requested', 'Accepted', 'In Progress', 'Completed', 'Closed'],
		{
			...ticketStatus,
			placeholder: 'e.g. Accepted',
			description: `A status in the current stage of the ${noun}. Some servers may reject this field.`,
		},
	);
/** A person, by their email or logon name. */
export const personField = (name: string, details: Details): Field =>
	emailField(name, {
		compare: 'ignoreCase',
		sends: 'email',
		placeholder: 'e.g. nathan@example.com',
		...details,
	});

export const requesterEmail = personField('requesterEmail', {
	required: true,
	canBeMade: true,
	only: 'create',
	lookup: requesters,
	description: 'Email or logon name of an existing requester',
});
export const assigneeEmail = choiceField('assigneeEmail', [], {
	displayName: 'Technician Email',
	lookup: technicians,
	sends: 'email',
	compare: 'ignoreCase',
	placeholder: 'e.g. nathan@example.com',
	description: 'Email of the technician to assign',
});
