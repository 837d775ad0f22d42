/** Requesters and technicians. */
import type { FieldTable } from '../fields';
import { choice, choices, customFields, flag, person, reference, text } from '../fields';
import { COMMON_CUSTOM_FIELDS, INFERRED } from './common';
import type { Module } from './module';

const userFields: FieldTable = {
	name: text({ required: true }),
	email: text(),
	userLogOnName: text(),
	contactNo: text(),
	altContactNo1: text(),
	altContactNo2: text(),
	departmentName: reference('department'),
	locationName: reference('location'),
	manager: person(),
	allowToLogin: flag(),
	// "Read only" in the table, and yet sent by the documented examples.
	verified: flag(),
	customField: customFields(),
};
const userModule = (name: string, title: string, fields: FieldTable): Module => ({
	name,
	title,
	path: `/api/v1/${name}`,
	models: [name, 'user'],
	fields: { ...userFields, ...fields },
	customFields: { ...COMMON_CUSTOM_FIELDS, Nickname: 'text', City: 'text' },
	defaults: { verified: false },
	evidence: { ...INFERRED, create: 'documented' },
});

export const REQUESTER = userModule('requester', 'Requester', {
	companyName: reference('company'),
	vipRequester: flag(),
});

export const TECHNICIAN: Module = userModule('technician', 'Technician', {
	companyNames: text(),
	roles: choices(['Super Admin', 'Technician', 'Change Manager', 'Asset Manager']),
	accessLevel: choice(['global_access', 'group_access', 'restricted', 'global_restricted']),
	assetAccessLevel: choice(['global_access', 'group_access', 'restricted', 'global_restricted']),
	supportLevel: choices(['tier0', 'tier1', 'tier2', 'tier3', 'tier4']),
});
