/** Conditions on times: some servers reject them, and the node does without. */
import {
	readFiltered,
	type FilteredSearch,
	type TimeConditions,
} from '../../../nodes/ServiceOps/records/filteredSearch';
import { Rejected, Unreachable } from '../../../nodes/ServiceOps/transport/errors';
import { all, test as is } from '../../../nodes/ServiceOps/transport/qualification';

const withoutTimes = all([]);
const withTimes = all([is({}, 'is_blank')]);
const search: FilteredSearch = { qualification: withTimes, withoutTimes, keep: () => true };

const run = async (
	faults: Partial<Record<'withTimes' | 'withoutTimes', Error>>,
	given = search,
	memory: TimeConditions = {},
) => {
	const asked: string[] = [];
	const result = readFiltered(given, memory, async (qualification) => {
		const name = qualification === withTimes ? 'withTimes' : 'withoutTimes';
		asked.push(name);
		const fault = faults[name];
		if (fault) throw fault;
		return await Promise.resolve(name);
	});
	const read = await result.catch((error: unknown) => error);
	return { read, asked, memory };
};

test('they are sent where the server takes them', async () => {
	expect(await run({})).toEqual({ read: 'withTimes', asked: ['withTimes'], memory: {} });
});

test('they are left out once the server has rejected them, and from then on at once', async () => {
	const first = await run({ withTimes: new Rejected('No') });
	expect(first).toEqual({
		read: 'withoutTimes',
		asked: ['withTimes', 'withoutTimes'],
		memory: { refusesTimes: true },
	});
	const second = await run({}, search, first.memory);
	expect(second.asked).toEqual(['withoutTimes']);
});

test('a search that is rejected without them too says nothing about times', async () => {
	const [one, two] = [new Rejected('One'), new Rejected('Two')];
	expect(await run({ withTimes: one, withoutTimes: two })).toEqual({
		read: two,
		asked: ['withTimes', 'withoutTimes'],
		memory: {},
	});
});

test('other faults, and searches without such conditions, are not tried again', async () => {
	const down = new Unreachable('No connection');
	expect(await run({ withTimes: down })).toMatchObject({ read: down, asked: ['withTimes'] });
	const no = new Rejected('No');
	const plain = { ...search, withoutTimes: undefined };
	expect(await run({ withTimes: no }, plain)).toMatchObject({ read: no, asked: ['withTimes'] });
});
