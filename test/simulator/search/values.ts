/** The operands of a relation: a property on the left, a value on the right. */
import { allow, fail, objectAt, textOf } from './node';
import type { Property, Searchable } from './properties';

/** The property that a left operand means. */
export function operandOf(operand: unknown, what: Searchable): Property {
	const node = objectAt(operand, 'leftOperand');
	switch (node.type) {
		case 'PropertyOperandRest': {
			allow(node, ['type', 'key']);
			const key = textOf(node.key);
			const dot = key.lastIndexOf('.');
			if (!what.models.includes(key.slice(0, Math.max(dot, 0)))) return unknownProperty(key);
			return what.properties.get(key.slice(dot + 1)) ?? unknownProperty(key);
		}
		case 'DbOperandRest': {
			allow(node, ['type', 'key', 'parent']);
			const key = textOf(node.key);
			return what.properties.get(key) ?? unknownProperty(key);
		}
		case 'VariableOperandRest': {
			allow(node, ['type', 'value']);
			const key = textOf(node.value);
			return what.properties.get(key) ?? unknownProperty(key);
		}
		case 'CustomFieldOperandRest': {
			allow(node, ['type', 'fieldName']);
			const label = textOf(node.fieldName);
			return what.customFields.get(label) ?? fail(`Custom field '${label}' is not known.`);
		}
		default:
			return fail(`Operand type '${textOf(node.type)}' is not known.`);
	}
}

function unknownProperty(key: string): never {
	return fail(`Property '${key}' is not known.`);
}

/** A value with the name of its type. */
export interface Value {
	type: string;
	value: unknown;
}

const isWhole = (value: unknown) => Number.isInteger(value);
const isText = (value: unknown) => typeof value === 'string';
const listOf = (fits: (entry: unknown) => boolean) => (value: unknown) =>
	Array.isArray(value) && value.every(fits);

const VALUE_TYPES: Record<string, (value: unknown) => boolean> = {
	StringValueRest: isText,
	EnumValueRest: isText,
	LongValueRest: isWhole,
	IntegerValueRest: isWhole,
	DoubleValueRest: (value) => typeof value === 'number',
	BooleanValueRest: (value) => typeof value === 'boolean',
	TimeValueRest: (value) => isWhole(value) || (isText(value) && !Number.isNaN(asTime(value))),
	ListLongValueRest: listOf(isWhole),
	ListIntegerValueRest: listOf(isWhole),
	ListStringValueRest: listOf(isText),
};

/** The value of a right operand, with its type. */
export function valueOf(operand: unknown, operator: string): Value {
	if (operand === undefined) return fail(`Operator '${operator}' needs a rightOperand.`);
	const node = objectAt(operand, 'rightOperand');
	if (node.type !== 'ValueOperandRest') {
		return fail(`Operand type '${textOf(node.type)}' is not known on the right side.`);
	}
	allow(node, ['type', 'value']);
	const value = objectAt(node.value, 'rightOperand.value');
	allow(value, ['type', 'value']);
	const type = textOf(value.type);
	const fits = VALUE_TYPES[type] ?? fail(`Value type '${type}' is not known.`);
	if (!fits(value.value)) return fail(`The value ${JSON.stringify(value.value)} is not a ${type}.`);
	return { type, value: value.value };
}

const DAY = 86_400_000;

/**
 * The day that a right operand names, `today` or `yesterday`, as the ms at which it begins; days are those of UTC.
 *
 * @param now in ms since 1970
 */
export function dayOf(operand: unknown, now: number): number | undefined {
	if (operand === undefined) return undefined;
	const node = objectAt(operand, 'rightOperand');
	if (node.type !== 'VariableOperandRest') return undefined;
	allow(node, ['type', 'value']);
	const today = Math.floor(now / DAY) * DAY;
	if (node.value === 'today') return today;
	if (node.value === 'yesterday') return today - DAY;
	return fail(`Variable '${textOf(node.value)}' is not known on the right side.`);
}

/** A time as epoch milliseconds. */
export function asTime(value: unknown): number {
	return typeof value === 'number' ? value : Date.parse(String(value));
}
