import {
	assigneeEmail,
	choice,
	department,
	email,
	fileAttachments,
	impact,
	location,
	longText,
	priority,
	requesterEmail,
	tags,
	technicianGroup,
	text,
	ticketReadOnly,
	ticketTimes,
	time,
	urgency,
} from './fields';
import { ticketSearch, ticketSortBy } from './searchProperties';
import type { Resource } from './types';

const person = (name: string, displayName: string) =>
	email(name, {
		displayName,
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
	canBeWatched: true,
	hasConversation: true,
	fields: [
		text('subject', {
			required: true,
			description: 'One line that says what it is about',
			placeholder: 'e.g. Payroll 4.2',
		}),
		requesterEmail,
		time('startDate', {
			required: true,
			displayName: 'Start',
			description:
				'When the release begins. Times without a zone count in the time zone of the workflow.',
		}),
		time('endDate', {
			required: true,
			displayName: 'End',
			description:
				'When the release is to be finished. Times without a zone count in the time zone of the workflow.',
		}),
		longText('description', { description: 'What is to be released, as text or HTML' }),
		priority,
		urgency,
		impact,
		// Not as with changes: releases have the suffix "Name" here.
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
		text('statusName', {
			only: 'update',
			placeholder: 'e.g. Accepted',
			description:
				'A status of the stage that the release is in. The API documentation does not list this field for releases, so the server may refuse it.',
		}),
		fileAttachments,
	],
	readOnlyFields: ticketReadOnly,
	search: ticketSearch,
	sortBy: ticketSortBy,
	matchOn: ['name', 'subject'],
	simplified: [
		'id',
		'name',
		'subject',
		'statusName',
		'releaseTypeName',
		'riskTypeName',
		'requesterEmail',
		'assigneeEmail',
		'startDate',
		'endDate',
	],
	operations: ['create', 'upsert', 'delete', 'get', 'getAll', 'update'],
	inferred: {
		delete: 'the API documentation only mentions this call',
		get: 'the API documentation does not show this call, so the node also finds its way by search',
		getAll: 'inferred from changes: the API documentation does not show this call',
	},
};
