import {
	assigneeEmail,
	choice,
	department,
	descriptionField,
	endDue,
	email,
	fileAttachments,
	impact,
	location,
	priority,
	requesterEmail,
	tags,
	technicianGroup,
	text,
	ticketCountBy,
	ticketReadOnly,
	ticketStatus,
	ticketTimes,
	time,
	urgency,
} from './fields';
import { technicians } from './lookups';
import { ticketQuickFilters, ticketSearch, ticketSortBy } from './searchProperties';
import type { Resource } from './types';

const person = (name: string, displayName: string) =>
	email(name, {
		displayName,
		compare: 'ignoreCase',
		lookup: technicians,
		sends: 'email',
		placeholder: 'e.g. nathan@example.com',
		description: 'Email of the person in this role',
	});

/** Releases. Source of all fields: changes-and-others.md R1 (create) and R2 (update). */
export const release: Resource = {
	name: 'release',
	displayName: 'Release',
	noun: 'release',
	plural: 'releases',
	path: ['release'],
	searchModule: 'release',
	keyField: 'name',
	keyExample: 'REL-9',
	keyForm: 'upper',
	titleField: 'subject',
	customTime: 'time',
	rowTimes: ticketTimes,
	due: endDue,
	canBeWatched: true,
	hasConversation: true,
	fields: [
		text('subject', {
			required: true,
			description: 'Short summary of the release',
			placeholder: 'e.g. Payroll 4.2',
		}),
		requesterEmail,
		time('startDate', {
			required: true,
			displayName: 'Start',
			description:
				'When the release starts. Times without a UTC offset are in the time zone of the workflow.',
		}),
		time('endDate', {
			required: true,
			displayName: 'End',
			description:
				'When the release is due to finish. Times without a UTC offset are in the time zone of the workflow.',
		}),
		descriptionField('What the release contains, as plain text or HTML'),
		priority,
		urgency,
		impact,
		// Unlike in changes, these fields end in "Name".
		choice('riskTypeName', ['Low', 'Medium', 'High'], { displayName: 'Risk' }),
		choice('releaseTypeName', ['Minor', 'Major', 'Emergency'], { displayName: 'Release Type' }),
		choice('reasonTypeName', ['New Implementation', 'Upgrade Existing'], { displayName: 'Reason' }),
		text('categoryName', {
			placeholder: 'e.g. Software',
			description: 'Name of an existing release category',
		}),
		location,
		department,
		assigneeEmail,
		technicianGroup,
		person('releaseEngineerEmail', 'Release Engineer Email'),
		person('releaseManagerEmail', 'Release Manager Email'),
		person('qaManagerEmail', 'QA Manager Email'),
		person('releaseReviewerEmail', 'Release Reviewer Email'),
		tags,
		// The API documentation does not list this field for releases.
		choice('statusName', ['Open', 'Requested', 'Accepted', 'In Progress', 'Completed', 'Closed'], {
			...ticketStatus,
			placeholder: 'e.g. Accepted',
			description:
				'A status in the current stage of the release. Some servers may reject this field.',
		}),
		fileAttachments,
	],
	readOnlyFields: ticketReadOnly,
	search: ticketSearch,
	quickFilters: ticketQuickFilters,
	sortBy: ticketSortBy,
	matchOn: ['name', 'subject'],
	countBy: ['releaseTypeName', 'riskTypeName', ...ticketCountBy, 'tags'],
	simplified: [
		'statusName',
		'releaseTypeName',
		'riskTypeName',
		'requesterEmail',
		'assigneeEmail',
		'startDate',
		'endDate',
	],
	operations: ['count', 'create', 'upsert', 'delete', 'get', 'getAll', 'update'],
	inferred: {
		delete: 'Mentioned in the API documentation, but not described',
		get: 'Not in the API documentation; the node falls back to a search',
		getAll: 'Inferred from changes; not in the API documentation',
	},
};
