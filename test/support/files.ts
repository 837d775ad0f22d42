/** Where n8n keeps files in this process: in memory, or on disk as a real n8n does. */
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';
import { createRequire, fs, os, path } from './node';

interface Container {
	get<T>(type: new (...args: never[]) => T): T;
}

/** Several versions of n8n's container are installed; only n8n-core's own one knows its services. */
const { Container: container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: Container;
};

const service = (): BinaryDataService => container.get(BinaryDataService);

/** What a test can do with n8n's files. */
export interface Files {
	/** Stores a file as if an earlier node had. */
	store: (content: Buffer, file?: Partial<IBinaryData>) => Promise<IBinaryData>;
	/** Reads a file that a node has put out. */
	read: (file: IBinaryData) => Promise<Buffer>;
}

/** Registers hooks that have n8n keep files in memory, or in a folder that is removed afterwards. */
export function useFiles(place: 'memory' | 'disk'): Files {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'serviceops-files-'));
	beforeAll(async () => {
		const config = container.get(BinaryDataConfig);
		config.mode = place === 'disk' ? 'filesystem' : 'default';
		config.localStoragePath = folder;
		await service().init();
	});
	afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
	return {
		store: async (content, file = {}) =>
			await service().store({ type: 'execution', workflowId: '1', executionId: '1' }, content, {
				data: '',
				mimeType: 'application/pdf',
				fileName: 'report.pdf',
				...file,
			}),
		read: async (file) => await service().getAsBuffer(file),
	};
}
