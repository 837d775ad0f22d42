/** Form definitions, as the web interface reads them. */
import type { CustomFields } from './customFields';
import { envelope, Refusal } from './errors';
import type { Fields } from './fields';
import { REQUEST, SERVICE_CUSTOM_FIELDS } from './modules';
import { COMMON_CUSTOM_FIELDS } from './modules/common';
import type { Call, Operation } from './operation';

const FIELD_TYPES: Record<string, string> = {
	text: 'TextInputFieldRest',
	number: 'NumberFieldRest',
	datetime: 'DateFieldRest',
	dropdown: 'DropDownFieldRest',
	radio: 'DropDownFieldRest',
	multiselect: 'MultiSelectDropDownFieldRest',
	checkbox: 'CheckBoxFieldRest',
};
const OPTIONS: Record<string, string[]> = {
	dropdown: ['1', '2', '3'],
	radio: ['A', 'B'],
	multiselect: ['A', 'B', 'C'],
	checkbox: ['A', 'B', 'C'],
};

function formField(name: string, paramName: string, type: string, more: Fields = {}): Fields {
	return {
		name,
		paramName,
		type,
		required: false,
		requesterRequired: false,
		requesterViewOnly: false,
		requesterCanEdit: true,
		groupIds: [],
		hidden: false,
		removed: false,
		inActive: false,
		options: [],
		defaultValue: null,
		minLength: 0,
		maxLength: 0,
		...more,
	};
}

const SYSTEM_FIELDS = [
	formField('Subject', 'subject', 'TextFieldRest', { required: true, requesterRequired: true }),
	formField('Description', 'description', 'RichTextAreaFieldRest'),
	formField('Priority', 'priorityId', 'SystemFieldRest'),
	formField('Department', 'departmentId', 'SystemFieldRest'),
	formField('Location', 'locationId', 'SystemFieldRest'),
];

/** Fields that hold no value, and fields that nobody sees any longer. */
const OTHER_FIELDS = [
	formField('Screenshots', 'custom_90', 'AttachmentFieldRest'),
	formField('Please read this first', 'custom_91', 'DisplayFieldRest'),
	formField('Old Asset Tag', 'custom_92', 'TextInputFieldRest', { removed: true }),
	formField('Budget Code', 'custom_93', 'TextInputFieldRest', { inActive: true }),
];

function customFormFields(known: CustomFields, first: number, more: Fields = {}): Fields[] {
	return Object.entries(known).map(([label, kind], at) =>
		formField(label, `custom_${at + first}`, FIELD_TYPES[kind] ?? 'TextFieldRest', {
			options: OPTIONS[kind] ?? [],
			...(kind === 'radio' ? { radioButtonField: true } : {}),
			...more,
		}),
	);
}

/** The form of a request, and those of the services. */
export function formOperations(): Operation[] {
	const common = { tag: 'lookup', evidence: 'third-party' as const, method: 'get' as const };
	return [
		{
			...common,
			operationId: 'getRequestForm',
			path: '/api/module/request/form',
			summary: 'The fields of the request form',
			run: (call) =>
				form(call, 1, [
					...SYSTEM_FIELDS,
					...customFormFields(REQUEST.customFields, 1),
					...customFormFields(REQUEST.hiddenFields ?? {}, 80, { hidden: true }),
					...OTHER_FIELDS,
				]),
		},
		{
			...common,
			operationId: 'getServiceForm',
			path: '/api/module/service_catalog/{id}/form',
			summary: "The fields of a service's own form",
			run: (call) => form(call, Number(call.params.id), customFormFields(SERVICE_CUSTOM_FIELDS, 1)),
		},
	];
}

/** What the form lists depends on who asks. */
function form({ dialect }: Call, id: number, fields: Fields[]) {
	const { formAccess } = dialect;
	if (formAccess === 'forbidden') {
		const body = envelope('403', 'You do not have permission to read this form.');
		throw new Refusal({ status: 403, body });
	}
	const isForAll = ({ paramName, name }: Fields) =>
		!String(paramName).startsWith('custom_') || String(name) in COMMON_CUSTOM_FIELDS;
	const fieldList = formAccess === 'fewer' ? fields.filter(isForAll) : fields;
	return { status: 200, body: { id, fieldList } };
}
