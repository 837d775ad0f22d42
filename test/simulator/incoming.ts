/** Reads a request as it came over the wire. */
import type { FastifyRequest } from 'fastify';

import type { Fields } from './fields';
import type { Upload } from './operation';

/** A request, its body read. */
export interface Incoming {
	authorization: string | undefined;
	contentType: string;
	body: unknown;
	uploads: Record<string, Upload>;
	malformed: boolean;
	/** A query parameter that is given twice. */
	repeated: string | undefined;
}

/** Reads the body: JSON, a form, or parts with files. */
export async function read(request: FastifyRequest): Promise<Incoming> {
	const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
	const incoming: Incoming = {
		authorization: request.headers.authorization,
		contentType: contentType.toLowerCase(),
		body: undefined,
		uploads: {},
		malformed: false,
		repeated: repeatedParameter(request.raw.url ?? ''),
	};
	if (request.isMultipart()) return await readParts(request, incoming);
	const bytes = request.body as Uint8Array | undefined;
	if (bytes === undefined || bytes.length === 0) return incoming;
	const text = new TextDecoder().decode(bytes);
	if (incoming.contentType === 'application/x-www-form-urlencoded') {
		return { ...incoming, body: Object.fromEntries(new URLSearchParams(text)) };
	}
	try {
		return { ...incoming, body: JSON.parse(text) as unknown };
	} catch {
		return { ...incoming, body: text, malformed: true };
	}
}

async function readParts(request: FastifyRequest, incoming: Incoming): Promise<Incoming> {
	const body: Fields = {};
	const uploads: Record<string, Upload> = {};
	for await (const part of request.parts()) {
		if (part.type === 'field') {
			body[part.fieldname] = part.value;
			continue;
		}
		const content = new Uint8Array(await part.toBuffer());
		const { filename: realName, mimetype } = part;
		uploads[part.fieldname] = { realName, contentType: mimetype, content };
		body[part.fieldname] = { realName, contentType: mimetype, size: content.length };
	}
	return { ...incoming, body, uploads };
}

function repeatedParameter(url: string): string | undefined {
	const names = [...new URLSearchParams(url.split(/\?(.*)/s)[1] ?? '').keys()];
	return names.find((name, at) => names.indexOf(name) !== at);
}
