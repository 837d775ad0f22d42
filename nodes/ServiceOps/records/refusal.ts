import type { IDataObject } from 'n8n-workflow';
import type { Field, Resource } from '../resources';
import { Rejected } from '../transport/errors';
import { isPerson } from './people';

/*
 * What the server says about a request that it rejected, in the words of the form.
 */

/** Whether the server understood a write and said no, so that it is certainly not done. */
export const isCertainRefusal = (error: unknown): error is Rejected =>
	error instanceof Rejected && !error.possiblyDone;

/** All fields of a resource, those of its property groups too. */
const allFields = ({ fields, readOnlyFields, propertyGroups }: Resource): Field[] => [
	...fields,
	...(propertyGroups?.groups ?? []).flatMap((group) => group.fields),
	...readOnlyFields,
];

/** The same error in the words of the form, with the advice that fits the field it is about. */
export function explainRefusal(resource: Resource, body: IDataObject, error: Rejected): Rejected {
	const fields = allFields(resource);
	const custom = Object.keys((body.customField as IDataObject | undefined) ?? {});
	const { message, status, possiblyDone, details } = error;
	const named = fields.filter(({ name, displayName }) =>
		isNamed(message, [name, displayName], body[name]),
	);
	const advice = named.filter(({ name }) => body[name] !== undefined).map(adviseOn);
	const label = custom.find((one) => message.includes(one)) ?? closingRule(resource, body, message);
	if (label !== undefined)
		advice.push(`Check the custom field "${label}": set it in the same operation.`);
	const description = advice.length > 0 ? [...new Set(advice)].join(' ') : error.description;
	return new Rejected(withLabels(message, fields), {
		description: description ?? undefined,
		status,
		possiblyDone,
		details: [details, ...named.map(({ name }) => name)].filter(Boolean).join(', '),
	});
}

/** Wire names are told from ordinary words by their capitals inside. */
const isWireName = (name: string): boolean => /[a-z][A-Z]/.test(name);

function isNamed(message: string, [name = '', label = '']: string[], value: unknown): boolean {
	if (new RegExp(`(?<![\\w.])${name}(?![\\w])`, isWireName(name) ? '' : 'i').test(message))
		return true;
	if (label.length > 3 && message.includes(label)) return true;
	return typeof value === 'string' && value.length > 2 && message.includes(`'${value}'`);
}

/** Names in quotes, and those that cannot be ordinary words, become labels. */
function withLabels(message: string, fields: Field[]): string {
	return message.replace(
		/(['"`]?)\b([a-z][A-Za-z]{2,40})\b\1/g,
		(text, mark: string, name: string) => {
			const field = fields.find((one) => one.name === name);
			if (!field || (mark === '' && !isWireName(name))) return text;
			return `${mark}${field.displayName}${mark}`;
		},
	);
}

/** What a rule on a status asks for: what the message has in quotes (MOTADATA-6190). */
function closingRule({ fields }: Resource, body: IDataObject, message: string): string | undefined {
	const hasRule = fields.some(({ name, hasRules }) => hasRules && body[name] !== undefined);
	const [, , quoted] = /(['"])([^'"]{2,80})\1 is (?:required|mandatory)/i.exec(message) ?? [];
	return hasRule ? quoted : undefined;
}

const ADVICE: Partial<Record<Field['kind'], string>> = {
	boolean: 'must be true or false',
	choice: 'must be a name that exists in ServiceOps, exactly as it is there',
	date: 'must be a date that ServiceOps accepts',
	files: 'must be files that were uploaded before',
	list: 'must be values that ServiceOps accepts',
	number: 'must be a number that ServiceOps accepts',
	time: 'must be a time that ServiceOps accepts, such as an end that is not before the start',
};

function adviseOn(field: Field): string {
	const expected = isPerson(field)
		? 'must be the email or logon name of a person who exists in ServiceOps'
		: (ADVICE[field.kind] ?? 'must be a value that ServiceOps accepts');
	return `${field.displayName} ${expected}.`;
}
