/**
 * What the three large providers accept of a tool, as their documentation has it: OpenAI (function calling), Anthropic (tool use) and
 * Gemini (function declarations, a part of OpenAPI 3.0).
 */

type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

interface Rule {
	provider: 'OpenAI' | 'Anthropic' | 'Gemini';
	rule: string;
	/** Whether a schema, at any depth, breaks it. */
	breaks: (schema: Schema, depth: number) => boolean;
}

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
/** Gemini takes no other formats; the other two ignore them, except in OpenAI's strict mode. */
const FORMATS = ['enum', 'date-time', 'float', 'double', 'int32', 'int64'];
const UNKNOWN_TO_GEMINI = ['$ref', 'allOf', 'oneOf', 'not', 'patternProperties', 'const', 'if'];

const namesIn = ({ properties }: Schema): string[] =>
	isSchema(properties) ? Object.keys(properties) : [];

export const rules: Rule[] = [
	{
		provider: 'OpenAI',
		rule: 'the parameters are an object',
		breaks: ({ type }, depth) => depth === 0 && type !== 'object',
	},
	{
		provider: 'OpenAI',
		rule: 'a schema nests at most five levels',
		breaks: (_, depth) => depth > 5,
	},
	{
		provider: 'Anthropic',
		rule: 'names of properties have at most 64 letters, digits, hyphens and underscores',
		breaks: (schema) => namesIn(schema).some((name) => !NAME.test(name)),
	},
	{
		provider: 'Anthropic',
		rule: 'no oneOf, allOf or anyOf at the top',
		breaks: (schema, depth) =>
			depth === 0 && ['oneOf', 'allOf', 'anyOf'].some((key) => key in schema),
	},
	{
		provider: 'Gemini',
		rule: 'only its own formats',
		breaks: ({ format }) => typeof format === 'string' && !FORMATS.includes(format),
	},
	{
		provider: 'Gemini',
		rule: 'one type, not a list of types',
		breaks: ({ type }) => Array.isArray(type),
	},
	{
		provider: 'Gemini',
		rule: `none of ${UNKNOWN_TO_GEMINI.join(', ')}`,
		breaks: (schema) => UNKNOWN_TO_GEMINI.some((key) => key in schema),
	},
	{
		provider: 'Gemini',
		rule: 'a list says what is in it',
		breaks: ({ type, items }) => type === 'array' && !isSchema(items),
	},
	{
		provider: 'Gemini',
		rule: 'choices are text',
		breaks: ({ enum: choices }) =>
			Array.isArray(choices) && choices.some((choice) => typeof choice !== 'string'),
	},
];

function faultsIn(schema: Schema, at: string, depth: number): string[] {
	const own = rules
		.filter(({ breaks }) => breaks(schema, depth))
		.map(({ provider, rule }) => `${at}: ${provider} wants ${rule}`);
	const { properties, items } = schema;
	const inner = isSchema(properties) ? Object.entries(properties) : [];
	return [
		...own,
		...[...inner, ['items', items] as const].flatMap(([name, part]) =>
			isSchema(part) ? faultsIn(part, `${at}.${name}`, depth + 1) : [],
		),
	];
}

/**
 * What a provider would reject.
 *
 * @param name the name of the tool
 * @param parameters its JSON schema
 */
export const schemaFaults = (name: string, parameters: object): string[] => [
	...(NAME.test(name) ? [] : [`${name}: every provider wants a name of at most 64 letters`]),
	...faultsIn(parameters as Schema, name, 0),
];
