/** Conditions that the search language does not know are refused, and the refusal says why. */
import { numberIs, property, relation, textIs, useSimulator, value } from './client';

const world = useSimulator();
const { search } = world;
const status = property('request.statusId');

test.each<[string, unknown, RegExp]>([
	[
		'a name as a key',
		textIs('statusName', 'equal', 'Open'),
		/Property 'request.statusName' is not known/,
	],
	[
		'a name for an id',
		relation(status, 'equal', value('StringValueRest', 'Open')),
		/needs a LongValueRest or IntegerValueRest here, got a StringValueRest/,
	],
	[
		'text as a number',
		relation(status, 'equal', value('LongValueRest', '9')),
		/"9" is not a LongValueRest/,
	],
	['one value for a list', numberIs('statusId', 'in', 9), /needs a ListLongValueRest/],
	['an unknown operator', numberIs('statusId', 'is', 9), /Operator 'is' is not known/],
	[
		'an operator that does not fit',
		numberIs('statusId', 'contains', 9),
		/does not fit a property of type id/,
	],
	[
		'another module',
		relation(property('change.statusId'), 'equal', value('LongValueRest', 9)),
		/Property 'change.statusId' is not known/,
	],
	[
		'a bare property',
		relation(property('statusId'), 'equal', value('LongValueRest', 9)),
		/Property 'statusId' is not known/,
	],
	[
		'an unknown value type',
		relation(status, 'equal', value('NumberRest', 9)),
		/Value type 'NumberRest' is not known/,
	],
	[
		'an unknown operand',
		relation({ type: 'Operand', key: 'id' }, 'equal', value('LongValueRest', 9)),
		/Operand type 'Operand' is not known/,
	],
	['no right side', relation(status, 'equal'), /needs a rightOperand/],
	['a raw right side', relation(status, 'equal', 9), /'rightOperand' must be an object/],
	[
		'an unknown key',
		{ ...numberIs('statusId', 'equal', 9), colour: 1 },
		/Key 'colour' is not known/,
	],
	[
		'an unknown custom field',
		relation(
			{ type: 'CustomFieldOperandRest', fieldName: 'Nope' },
			'equal',
			value('StringValueRest', 'x'),
		),
		/Custom field 'Nope' is not known/,
	],
	[
		'a wrong joint',
		{
			type: 'BinaryQualificationRest',
			leftQual: relation(status, 'is_null'),
			operator: 'XOR',
			rightQual: relation(status, 'is_null'),
		},
		/'XOR' does not join/,
	],
	[
		'half a joint',
		{ type: 'BinaryQualificationRest', leftQual: relation(status, 'is_null'), operator: 'OR' },
		/lacks a qualification/,
	],
	['an unknown kind', { type: 'Qualification' }, /Qualification type 'Qualification' is not known/],
])('refuses %s', async (_what, qual, message) => {
	expect(await search(qual)).toMatchObject({
		status: 400,
		body: { userMessage: expect.stringMatching(message) as unknown },
	});
	expect(world.simulator.refused()).toHaveLength(1);
});
