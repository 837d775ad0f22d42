/** The documented examples replay, and are answered as documented. */
import { LOGIN } from '../../simulator';
import { fs, path, projectRoot } from '../../support/node';
import {
	API_KEY,
	basic,
	PASSWORD_FORM,
	rowsOf,
	useSimulator,
	type Answered,
	type Json,
} from './client';

const world = useSimulator();
const { bearer, call, logIn, raw } = world;

interface Example {
	request: {
		method: string;
		path: string;
		query: Record<string, string | number>;
		headers: Record<string, string>;
		body: Json | null;
	};
	response: { status: number | null; body: Json | Json[] | null };
}

const EXAMPLES = path.join(projectRoot, 'test/contract/examples');
const exampleFiles = ['requests', 'assets', 'changes', 'problems', 'releases', 'users'].flatMap(
	(folder) => fs.readdirSync(path.join(EXAMPLES, folder)).map((file) => `${folder}/${file}`),
);
const example = (file: string) =>
	JSON.parse(fs.readFileSync(path.join(EXAMPLES, file), 'utf8')) as Example;
/** Another product's predecessor, internal clients, administration: no part of the contract. */
const isForeign = (file: string) =>
	/predecessor|internal\.json|form-field|service-(category|item)|error-envelope|bad-credentials/.test(
		file,
	) && !file.includes('attachment');
const replayable = exampleFiles.filter((file) => !isForeign(file));

async function replay({ request }: Example): Promise<Answered> {
	if (request.path === '/api/oauth/token') {
		const isForm = request.headers['Content-Type']?.includes('urlencoded');
		return await logIn(PASSWORD_FORM, basic(LOGIN), isForm ? 'urlencoded' : 'multipart');
	}
	if (request.path === '/api/oprfile') {
		const body = new FormData();
		body.append('file', new Blob(['picture']), 'sample.jpg');
		return await raw(request.path, {
			method: 'POST',
			headers: { Authorization: await bearer() },
			body,
		});
	}
	const isServiceRequest =
		request.body?.customField && 'Source File Path' in (request.body.customField as Json);
	const id = isServiceRequest ? '11' : request.path.includes('change') ? '1' : '104';
	const query = new URLSearchParams(
		Object.entries(request.query).map(([name, given]): [string, string] => [name, String(given)]),
	);
	return await call(
		request.method,
		`${request.path.replace(/\{\w+\}/, id)}?${query.toString()}`,
		request.body ?? undefined,
		request.headers.Authorization?.startsWith('Bearer') ? await bearer() : API_KEY,
	);
}

/** Values that no two servers share. */
const OWN = new Set([
	'id',
	'name',
	'createdTime',
	'updatedTime',
	'createdDate',
	'updatedDate',
	'createdByName',
	'createdByEmail',
	'updatedByName',
	'access_token',
	'refresh_token',
	'jti',
	'expires_in',
	'refFileName',
	'successIds',
	'totalCount',
	'requesterName',
	'requesterEmail',
]);

/** Every documented key is there and, unless it is the server's own affair, has the documented value. */
function expectLike(actual: Json, documented: Json): void {
	for (const [key, wanted] of Object.entries(documented)) {
		expect(actual).toHaveProperty([key]);
		if (!OWN.has(key)) {
			if (key === 'customField') expect(actual[key]).toMatchObject(wanted as Json);
			else expect({ [key]: actual[key] }).toEqual({ [key]: wanted });
		} else expect(typeof actual[key]).toBe(typeof wanted);
	}
}

describe('documented examples', () => {
	test.each(replayable)('%s replays', async (file) => {
		const { request, response } = example(file);
		const answer = await replay({ request, response });

		expect({ text: answer.text.slice(0, 300), status: answer.status }).toMatchObject({
			status: response.status ?? 200,
		});
		if (response.status !== 500) expect(world.simulator.refused()).toEqual([]);
	});

	const answered = replayable.filter((file) => {
		const { body } = example(file).response;
		return body !== null && !Array.isArray(body) && !/list|search|form-schema|users/.test(file);
	});
	test.each(answered)('%s answers as documented', async (file) => {
		const { body } = await replay(example(file));

		expectLike(body, example(file).response.body as Json);
	});

	test('the seeded changes are the documented search rows', async () => {
		const documented = example('changes/search-by-id.json');
		const answer = await replay(documented);
		const wanted = (documented.response.body as Json).objectList as Json[];

		for (const row of wanted) {
			expect(
				rowsOf(answer).find(({ id }) => id === row.id) ??
					(await call('GET', `/api/v1/change/${String(row.id)}`)).body,
			).toMatchObject(row);
		}
	});

	test('conversation searches answer the documented note', async () => {
		for (const folder of ['changes', 'problems', 'releases']) {
			const file = `${folder}/conversation-search-notes.json`;
			const answer = await replay(example(file));
			const [wanted] = (example(file).response.body as Json).objectList as Json[];
			expect(Object.keys(rowsOf(answer)[0] ?? {}).sort()).toEqual(Object.keys(wanted ?? {}).sort());
		}
	});

	test('the asset type tree has the documented shape', async () => {
		const { text } = await call('GET', '/api/v1/asset/assettype');
		const [hardware] = JSON.parse(text) as Array<{
			node: Json;
			childrens: Array<{ node: Json; childrens: null }>;
		}>;
		const [documented] = example('assets/asset-types-get-all.json').response.body as Json[];

		expect(hardware).toMatchObject({
			node: documented?.node,
			childrens: expect.any(Array) as unknown,
		});
		expect(hardware?.childrens[0]).toEqual((documented?.childrens as Json[])[0]);
	});
});
