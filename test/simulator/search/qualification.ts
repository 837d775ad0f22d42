/** The search language: a qualification is compiled into one function that says whether a record matches. */
import type { Dialect } from '../dialect';
import { envelope, Refusal } from '../errors';
import type { Fields } from '../fields';
import { allow, fail, listAt, missing, objectAt, textOf } from './node';
import type { Matches } from './operators';
import { comparison, emptiness, operatorOf } from './operators';
import type { Searchable } from './properties';
import { operandOf, valueOf } from './values';

/** Compiles a qualification. */
export function compile(qualification: unknown, what: Searchable, dialect: Dialect): Matches {
	if (qualification === undefined) return () => true;
	const node = objectAt(qualification, 'qualDetails');
	const inner = (part: unknown) => compile(part ?? missing(node, 'a qualification'), what, dialect);
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
			const property = operandOf(node.operand, what);
			return (
				emptiness(operator, property) ?? fail(`Operator '${operator}' is not a unary operator.`)
			);
		}
		case 'RelationalQualificationRest':
			return relation(node, what, dialect);
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

function relation(node: Fields, what: Searchable, dialect: Dialect): Matches {
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
	if (ifEmpty !== undefined) return ifEmpty;
	const matches = comparison(property, operator, valueOf(node.rightOperand, operator));
	if (property.type !== 'time' || dialect.timeFilter === 'works') return matches;
	if (dialect.timeFilter === 'ignored') return () => true;
	// This server's own limit, no breach of the contract.
	const message = `Operator '${operator}' is not supported for a time.`;
	throw new Refusal({ status: 400, body: envelope('400', message) });
}
