/** Files, before they are attached to records. */
import type { Answer } from './errors';
import { envelope } from './errors';
import type { Operation } from './operation';

/** Upload and download. */
export function attachmentOperations(): Operation[] {
	return [upload, download];
}

const upload: Operation = {
	operationId: 'uploadFile',
	method: 'post',
	path: '/api/oprfile',
	tag: 'attachment',
	summary: 'Upload a file',
	evidence: 'inferred',
	mediaTypes: ['multipart/form-data'],
	body: {
		type: 'object',
		additionalProperties: false,
		required: ['file'],
		properties: { file: { type: 'object', 'x-binary': true } },
	},
	run: ({ store, uploads }): Answer => {
		const [file] = Object.values(uploads);
		if (file === undefined) throw new Error('The schema lets no upload through without a file');
		const refFileName = `file-${store.files.size + 1}-${file.content.length}`;
		store.files.set(refFileName, file);
		return { status: 200, body: { refFileName, realName: file.realName, link: null } };
	},
};

const download: Operation = {
	operationId: 'downloadFile',
	method: 'get',
	path: '/api/oprfile/{refFileName}',
	pathValues: { refFileName: [] },
	tag: 'attachment',
	summary: 'Download a file; no source shows such a path',
	evidence: 'inferred',
	run: ({ store, params }): Answer => {
		const file = store.files.get(params.refFileName ?? '');
		if (file === undefined) {
			return { status: 404, body: envelope('404', 'The file does not exist.') };
		}
		return { status: 200, body: file.content, contentType: file.contentType };
	},
};
