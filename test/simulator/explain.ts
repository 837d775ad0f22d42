/** Puts errors of the schema check into words. */

/** The parts of an ajv error that are needed to put it into words. */
interface SchemaError {
	keyword: string;
	instancePath: string;
	params: Record<string, unknown>;
}

/** Turns the first error of the schema check into the plain words of a server. */
export function explain(error: SchemaError, input: unknown): string {
	const path = error.instancePath.split('/').slice(1).map(unescapePointer);
	const value = valueAt(input, path);
	const [where, ...names] = path;
	const subject = (last?: string) => {
		const name = fieldName(last === undefined ? names : [...names, last]);
		if (where === 'query') return `Query parameter '${name}'`;
		if (where === 'path') return `Path parameter '${name}'`;
		return `Field '${name}'`;
	};
	const param = (name: string) => String(error.params[name]);
	if (names.length === 0 && error.keyword === 'required' && where === undefined) {
		return param('missingProperty') === 'requestBody'
			? 'The request body is missing.'
			: `The ${param('missingProperty')} parameters are missing.`;
	}
	if (names.length === 0 && error.keyword === 'type') return 'The request body must be an object.';
	switch (error.keyword) {
		case 'additionalProperties':
			return `${subject(param('additionalProperty'))} is not known.`;
		case 'required':
			return `${subject(param('missingProperty'))} is required.`;
		case 'discriminator':
			return error.params.tagValue === undefined
				? `${subject(param('tag'))} is required.`
				: `${subject(param('tag'))} has an unknown value ${quote(error.params.tagValue)}.`;
		case 'enum':
		case 'const':
			return `${subject()} has an unknown value ${quote(value)}.`;
		case 'type':
			return `${subject()} has the wrong type: ${[error.params.type].flat().join(' or ')} expected, got ${quote(value)}.`;
		case 'minLength':
			return `${subject()} must not be empty.`;
		case 'maxLength':
			return `${subject()} must not be longer than ${param('limit')} characters.`;
		case 'minimum':
			return `${subject()} is too small: at least ${param('limit')} expected, got ${quote(value)}.`;
		case 'uniqueItems':
			return `${subject()} must not hold a value twice.`;
		default:
			return `${subject()} has an invalid value ${quote(value)}.`;
	}
}

function unescapePointer(part: string): string {
	return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function fieldName(path: string[]): string {
	return path.reduce((name, part) => {
		if (/^\d+$/.test(part)) return `${name}[${part}]`;
		return name === '' ? part : `${name}.${part}`;
	}, '');
}

function valueAt(input: unknown, path: string[]): unknown {
	return path.reduce<unknown>(
		(value, part) =>
			typeof value === 'object' && value !== null
				? (value as Record<string, unknown>)[part]
				: undefined,
		input,
	);
}

function quote(value: unknown): string {
	return `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
}
