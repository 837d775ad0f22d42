import {
	booleanField,
	choiceField,
	department,
	emailField,
	listField,
	location,
	nameField,
	personField,
	supportLevels,
	textField,
} from './fields';
import { requesters } from './lookups';
import { idSearch, textQuickFilter } from './searchProperties';
import type { Field, Lookup, Resource } from './types';

/** Requesters and technicians are kept in one table of users (changes-and-others.md section 6). */
const userFields: Field[] = [
	textField('name', { required: true, placeholder: 'e.g. Nathan Smith' }),
	emailField('email', {
		required: true,
		format: 'address',
		compare: 'ignoreCase',
		placeholder: 'e.g. nathan@example.com',
	}),
	textField('userLogOnName', {
		displayName: 'Logon Name',
		placeholder: 'e.g. nathan',
		description: 'Name used to log in to ServiceOps',
		format: 'code',
	}),
	textField('contactNo', { placeholder: 'e.g. +1 555 0100', displayName: 'Contact Number' }),
	textField('altContactNo1', { placeholder: 'e.g. +1 555 0101', displayName: 'Contact Number 2' }),
	textField('altContactNo2', { placeholder: 'e.g. +1 555 0102', displayName: 'Contact Number 3' }),
	department,
	location,
	personField('manager', {
		lookup: requesters,
		placeholder: 'e.g. jane@example.com',
		description: "Email of the person's manager",
	}),
	booleanField('allowToLogin', {
		displayName: 'Can Log In',
		description: 'Whether the person can log in to ServiceOps',
	}),
];

/** What stands for a person in a record, the surest first. */
export const PERSON_ADDRESSES = ['email', 'userLogOnName'];

/** What people are looked up by, the surest first. */
export const PERSON_KEYS = [...PERSON_ADDRESSES, 'name'];

const userTable = {
	keyField: 'email',
	keyName: 'Email',
	keyExample: 'nathan@example.com',
	keyForm: 'email',
	titleField: 'name',
	// The path of the search key was seen for only one user list (requests.md 6.8).
	searchModule: 'user',
	customTime: 'date',
	readOnlyFields: [{ name: 'id', displayName: 'ID', kind: 'number' }],
	search: [
		{ name: 'email', displayName: 'Email', kind: 'text' },
		idSearch,
		{ name: 'name', displayName: 'Name', kind: 'text' },
	],
	quickFilters: [
		textQuickFilter('email', 'Email Contains'),
		textQuickFilter('name', 'Name Contains'),
	],
	sortBy: [{ name: 'Name', value: 'name' }],
	matchOn: PERSON_ADDRESSES,
	operations: ['count', 'create', 'upsert', 'get', 'getAll', 'update'],
} satisfies Partial<Resource>;

const listing = 'Not in the API documentation';

export const requester: Resource = {
	...userTable,
	name: 'requester',
	displayName: 'Requester',
	noun: 'requester',
	plural: 'requesters',
	path: ['requester'],
	fields: [
		...userFields,
		nameField('companyName', {
			placeholder: 'e.g. Example Company',
			description: 'Name of an existing company, if your server has more than one',
		}),
		booleanField('vipRequester', {
			displayName: 'Is VIP',
			description: 'Whether requests from this person get priority treatment',
		}),
	],
	countBy: ['departmentName', 'locationName', 'manager'],
	simplified: [
		'email',
		'userLogOnName',
		'contactNo',
		'departmentName',
		'locationName',
		'manager',
		'vipRequester',
	],
	inferred: { get: listing, getAll: listing, update: listing },
};

export const technician: Resource = {
	...userTable,
	name: 'technician',
	displayName: 'Technician',
	noun: 'technician',
	plural: 'technicians',
	path: ['technician'],
	fields: [
		...userFields,
		listField('roles', {
			placeholder: 'e.g. Super Admin',
			description: 'Comma-separated names of roles, or an array of strings',
		}),
		choiceField(
			'accessLevel',
			['global_access', 'group_access', 'restricted', 'global_restricted'],
			{
				isNeverEmpty: true,
			},
		),
		choiceField('assetAccessLevel', [
			'global_access',
			'group_access',
			'restricted',
			'global_restricted',
		]),
		listField('supportLevel', {
			choices: supportLevels,
			format: 'lower',
			placeholder: 'e.g. tier2',
			description: 'Comma-separated support levels, from tier1 to tier4, or an array of strings',
		}),
	],
	countBy: ['departmentName', 'locationName', 'roles', 'accessLevel'],
	simplified: [
		'email',
		'userLogOnName',
		'contactNo',
		'departmentName',
		'locationName',
		'roles',
		'supportLevel',
	],
	inferred: { getAll: listing, update: listing },
};

const people = { requester, technician };

/** The modules with the people of a list, those of both where it is not known. */
export const modulesOf = (lookup?: Pick<Lookup, 'people'>): Resource[] =>
	lookup?.people?.map((name) => people[name]) ?? Object.values(people);
