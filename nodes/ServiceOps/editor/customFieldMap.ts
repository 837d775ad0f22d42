import type { FieldType, ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { ENTER_BY_HAND } from '../parameters/customFieldMapper';
import { readFormFields, type FormField } from '../records/formFields';
import { LOOKUP_DEADLINE_MS } from '../records/nameLists';
import { findResource, type Resource } from '../resources';
import { connect } from '../transport/client';
import { CREDENTIAL } from '../transport/session';
import { isRecord, textOf } from '../values/json';
import { ownValue } from '../values/own';
import { explainFault } from './explainFault';

type MapperField = ResourceMapperFields['fields'][number];
type MapperOption = NonNullable<MapperField['options']>[number];

/**
 * The kinds of fields that hold a value of their own (requests.md 6.9). Fields for display and files are left out, as
 * are those whose choices the server computes (API, dependent and dynamic fields): they can be entered manually.
 */
const fieldTypes: Partial<Record<string, FieldType>> = {
	TextFieldRest: 'string',
	TextInputFieldRest: 'string',
	TextAreaFieldRest: 'string',
	RichTextAreaFieldRest: 'string',
	NumberFieldRest: 'number',
	DropDownFieldRest: 'options',
	MultiSelectDropDownFieldRest: 'array',
	CheckBoxFieldRest: 'array',
	DateFieldRest: 'dateTime',
};

const withNotice = (cause: string): ResourceMapperFields => ({
	fields: [],
	emptyFieldsNotice: `${cause}. ${ENTER_BY_HAND}`,
});

/** Lists the custom fields of the form of a resource, for the resource mapper. Failures become a notice. */
export async function getCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const resource = findResource(this.getCurrentNodeParameter('resource'));
	if (!resource?.form) return withNotice('ServiceOps does not offer a form for this resource');
	// n8n asks before it sets the credential on a node that was just added.
	if (!this.getNode().credentials?.[CREDENTIAL]) return { fields: [] };
	try {
		const api = connect(this, { deadlineMs: LOOKUP_DEADLINE_MS, isUrgent: true });
		const form = await readFormFields(api, resource.form);
		const fields = form
			.filter((field) => isInUse(field) && !isBuiltIn(resource, field))
			.flatMap(toMapperField);
		return fields.length > 0
			? { fields }
			: withNotice('The form in ServiceOps has no custom fields that can be shown here');
	} catch (error) {
		return withNotice(explainFault(error, 'the form'));
	}
}

const isInUse = ({ removed, inActive, hidden }: FormField): boolean =>
	![removed, inActive, hidden].includes(true);

/** The form also lists the fields that every record has, under names that the node knows. */
const isBuiltIn = ({ fields, readOnlyFields }: Resource, { paramName }: FormField): boolean =>
	[...fields, ...readOnlyFields].some(({ name }) => name === paramName);

/**
 * Describes a field for the mapper; none where it has no label, or holds no value of its own. Custom fields are sent
 * under their label, so it is the ID. No field is required here: whether the server requires it is not known, and a
 * field that is required here could no longer be entered manually.
 */
function toMapperField(field: FormField): MapperField[] {
	const label = textOf(field.name);
	const type = ownValue(fieldTypes, textOf(field.type));
	if (label.trim() === '' || !type) return [];
	const options = optionsOf(field);
	const common = {
		id: label,
		displayName: label,
		defaultMatch: false,
		required: false,
		display: true,
	};
	// A text with choices is read as a list: n8n's own field for a list is an editor for JSON.
	if (type === 'array') {
		return [{ ...common, displayName: `${label} (comma-separated)`, type: 'string', options }];
	}
	if (type !== 'options') return [{ ...common, type }];
	return [options.length > 0 ? { ...common, type, options } : { ...common, type: 'string' }];
}

/** Choices were seen as text; other lists of the same server contain objects. */
function optionsOf({ options }: FormField): MapperOption[] {
	const names = (Array.isArray(options) ? options : []).map((option: unknown) =>
		isRecord(option) ? textOf(option.name) || textOf(option.value) : textOf(option),
	);
	return names.filter((name) => name !== '').map((name) => ({ name, value: name }));
}
