/** The search language: a qualification is compiled into one function that says whether a record matches. */
import type { Dialect } from '../dialect';
import { against } from '../errors';
import type { Fields } from '../fields';
import { allow, fail, listAt, missing, objectAt, textOf } from './node';
import type { Matches } from './operators';
import { comparison, emptiness, onDay, operatorOf } from './operators';
import type { Property, Searchable } from './properties';
import { dayOf, operandOf, valueOf } from './values';

/** What conditions are read with. */
export interface Reading {
	what: Searchable;
	dialect: Dialect;
	/** The server's time, in ms since 1970. */
	now: number;
}

/** Compiles a qualification. */
export function compile(qualification: unknown, reading: Reading): Matches {
	if (qualification === undefined) return () => true;
	const node = objectAt(qualification, 'qualDetails');
	const inner = (part: unknown) => compile(part ?? missing(node, 'a qualification'), reading);
	switch (node.type) {
		case 'FlatQualificationRest': {
			allow(node, ['type', 'quals']);
			const parts = listAt(node, 'quals').map(inner);
			return (row) => parts.every((matches) => matches(row));
		}
		case 'BatchQualificationRest': {
			allow(node, ['type', 'quals', 'operator']);
			return joined(node, listAt(node, 'quals').map(inner));
		}
		case 'BinaryQualificationRest':
			allow(node, ['type', 'leftQual', 'operator', 'rightQual']);
			return joined(node, [inner(node.leftQual), inner(node.rightQual)]);
		case 'UnaryQualificationRest': {
			allow(node, ['type', 'operand', 'operator']);
			const operator = operatorOf(node);
			const property = operandOf(node.operand, reading.what);
			const matches =
				emptiness(operator, property) ?? fail(`Operator '${operator}' is not a unary operator.`);
			return unlessUnsupported(property, matches, reading.dialect);
		}
		case 'RelationalQualificationRest':
			return relation(node, reading);
		default:
			return fail(`Qualification type '${textOf(node.type)}' is not known.`);
	}
}

function joined(node: Fields, parts: Matches[]): Matches {
	const operator = textOf(node.operator).toUpperCase();
	if (operator === 'AND') return (row) => parts.every((matches) => matches(row));
	if (operator === 'OR') return (row) => parts.some((matches) => matches(row));
	return fail(
		`Operator '${textOf(node.operator)}' does not join qualifications: AND or OR expected.`,
	);
}

function relation(node: Fields, { what, dialect, now }: Reading): Matches {
	allow(node, [
		'type',
		'leftOperand',
		'operator',
		'rightOperand',
		'qualContext',
		'qualificationTag',
		'jsonKey',
	]);
	const property = operandOf(node.leftOperand, what);
	const operator = operatorOf(node);
	const ifEmpty = emptiness(operator, property);
	if (ifEmpty !== undefined) return unlessUnsupported(property, ifEmpty, dialect);
	const day = dayOf(node.rightOperand, now);
	const matches =
		day === undefined
			? comparison(property, operator, valueOf(node.rightOperand, operator), dialect)
			: onDay(property, operator, day);
	return unlessUnsupported(property, onTime(property, operator, matches, dialect), dialect);
}

/** This server's own limit, no breach of the contract. */
function onTime(
	{ type }: Property,
	operator: string,
	matches: Matches,
	{ timeFilter }: Dialect,
): Matches {
	if (type !== 'time' || timeFilter === 'works') return matches;
	if (timeFilter === 'ignored') return () => true;
	throw against(`Operator '${operator}' is not supported for a time.`);
}

/** This server's own limit, no breach of the contract. */
function unlessUnsupported(
	{ isCustom, isReference }: Property,
	matches: Matches,
	{ customFieldFilter, referenceFilter }: Dialect,
): Matches {
	if (isReference === true && referenceFilter === 'ignored') return () => true;
	if (isCustom !== true || customFieldFilter === 'works') return matches;
	if (customFieldFilter === 'ignored') return () => true;
	throw against('Conditions on custom fields are not supported.');
}
