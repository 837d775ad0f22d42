import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { LOOKUP_TIMEOUT_MS } from '../records/nameLists';
import { noticeFor } from '../parameters/customFieldMapper';
import { resources, type Resource } from '../resources/index';
import { connect } from '../transport/client';
import { isRecord, textOf } from '../values/json';

type FormField = Record<string, unknown>;

/**
 * The kinds of fields that hold a value of their own (requests.md 6.9). Left out are those for display and files, and
 * those whose choices the server works out (API, dependent and dynamic fields): they can be entered by hand.
 */
const types: Partial<Record<string, FieldType>> = {
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

/** The custom fields of the form of a resource, for the resource mapper. What goes wrong becomes a notice. */
export async function getCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const name = this.getCurrentNodeParameter('resource');
	const resource = resources.find((candidate) => candidate.name === name);
	const form = resource && (await readForm(this, resource));
	if (!form) return { fields: [], emptyFieldsNotice: noticeFor('refused') };
	const fields = form
		.filter((field) => isOpen(field) && !isBuiltIn(resource, field))
		.flatMap(toMapperField);
	return { fields, ...(fields.length === 0 && { emptyFieldsNotice: noticeFor('none') }) };
}

/** @returns undefined where there is no form, or not for this login */
async function readForm(
	context: ILoadOptionsFunctions,
	{ form }: Resource,
): Promise<FormField[] | undefined> {
	if (!form) return undefined;
	try {
		const { body } = await connect(context, { timeoutMs: LOOKUP_TIMEOUT_MS }).send({
			method: form.method,
			path: ['api', ...form.path],
			isRead: true,
		});
		const list = isRecord(body) ? body.fieldList : body;
		return Array.isArray(list) ? list.filter(isRecord) : undefined;
	} catch {
		return undefined;
	}
}

const isOpen = ({ removed, inActive, hidden }: FormField): boolean =>
	![removed, inActive, hidden].includes(true);

/** The form also lists the fields that every record has, under the names by which the node knows them. */
const isBuiltIn = ({ fields, readOnlyFields }: Resource, { paramName }: FormField): boolean =>
	[...fields, ...readOnlyFields].some(({ name }) => name === paramName);

/**
 * Custom fields travel under their label, so it is the id. None is required here: whether the server insists on a field
 * is not known, and one that is required here could no longer be entered by hand.
 */
function toMapperField(field: FormField): ResourceMapperField[] {
	const label = textOf(field.name).trim();
	const type = types[textOf(field.type)];
	if (label === '' || !type) return [];
	const options = choicesOf(field);
	const common = { id: label, defaultMatch: false, required: false, display: true };
	// n8n takes only JSON for a list, and has no place for help but the name.
	if (type === 'array')
		return [{ ...common, displayName: `${label} (${listHelp(options)})`, type }];
	if (type !== 'options') return [{ ...common, displayName: label, type }];
	return options.length > 0
		? [{ ...common, displayName: label, type, options }]
		: [{ ...common, displayName: label, type: 'string' }];
}

/** Choices were seen as texts; objects are what other lists of the same server hold. */
function choicesOf({ options }: FormField): INodePropertyOptions[] {
	const names = (Array.isArray(options) ? options : []).map((option: unknown) =>
		isRecord(option) ? textOf(option.name) || textOf(option.value) : textOf(option),
	);
	return names.filter((name) => name !== '').map((name) => ({ name, value: name }));
}

function listHelp(options: INodePropertyOptions[]): string {
	const examples = options.length > 0 ? options.slice(0, 2).map(({ value }) => value) : ['A', 'B'];
	return `a list such as ${JSON.stringify(examples)}`;
}
