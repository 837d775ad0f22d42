/** Changes, problems and releases. */
import { choice, flag, person, reference, time } from '../fields';
import { COMMON_CUSTOM_FIELDS, INFERRED, ticketFields } from './common';
import type { Module } from './module';

export const CHANGE: Module = {
	name: 'change',
	title: 'Change',
	path: '/api/v1/change',
	models: ['change'],
	keyName: 'name',
	fields: {
		...ticketFields('changeStatus'),
		startDate: time({ required: true }),
		endDate: time({ required: true }),
		riskType: choice(['Low', 'Medium', 'High']),
		changeType: choice(['Minor', 'Standard', 'Significant', 'Major', 'Emergency']),
		targetEnvironment: choice(['Production', 'Development', 'Test']),
	},
	customFields: COMMON_CUSTOM_FIELDS,
	defaults: {
		statusName: 'Requested',
		priorityName: 'Low',
		urgencyName: 'Low',
		impactName: 'Low',
		tags: [],
		fileAttachments: [],
	},
	conversations: true,
	relations: true,
	evidence: { ...INFERRED, create: 'documented', update: 'documented', search: 'documented' },
};

export const PROBLEM: Module = {
	name: 'problem',
	title: 'Problem',
	path: '/api/v1/problem',
	models: ['problem'],
	keyName: 'name',
	fields: {
		...ticketFields('problemStatus'),
		natureOfProblem: choice(['Proactive', 'Reactive']),
		knownError: flag(),
	},
	customFields: COMMON_CUSTOM_FIELDS,
	defaults: {
		statusName: 'Open',
		priorityName: 'Low',
		urgencyName: 'Low',
		impactName: 'Low',
		tags: [],
		fileAttachments: [],
	},
	conversations: true,
	evidence: INFERRED,
};

export const RELEASE: Module = {
	name: 'release',
	title: 'Release',
	path: '/api/v1/release',
	models: ['release'],
	keyName: 'name',
	fields: {
		...ticketFields('releaseStatus'),
		startDate: time({ required: true }),
		endDate: time({ required: true }),
		riskTypeName: choice(['Low', 'Medium', 'High']),
		releaseTypeName: choice(['Minor', 'Major', 'Emergency']),
		reasonTypeName: reference('reasonType'),
		releaseEngineerEmail: person(),
		releaseManagerEmail: person(),
		qaManagerEmail: person(),
		releaseReviewerEmail: person(),
		businessServiceName: reference('businessService'),
	},
	customFields: COMMON_CUSTOM_FIELDS,
	defaults: {
		statusName: 'Requested',
		priorityName: 'Low',
		urgencyName: 'Low',
		impactName: 'Low',
		tags: [],
		fileAttachments: [],
	},
	conversations: true,
	evidence: { ...INFERRED, create: 'documented', update: 'documented' },
};
