/** Times of rows, in every form that servers were seen to write. */
import { readTime } from '../../../nodes/ServiceOps/records/rowTimes';
import { versionOf } from '../../../nodes/ServiceOps/records/version';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { requester } from '../../../nodes/ServiceOps/resources/users';

const EVENING = Date.UTC(2025, 5, 1, 20, 43);

test.each([
	['01-06-2025 20:43', EVENING],
	['01/06/2025 08:43 pm', EVENING],
	['01/06/2025 08:43 PM', EVENING],
	['01/06/2025 12:05 am', Date.UTC(2025, 5, 1, 0, 5)],
	['01/06/2025 12:05 pm', Date.UTC(2025, 5, 1, 12, 5)],
	[' 01-06-2025 20:43 ', EVENING],
	['2025-06-01T20:43:00Z', EVENING],
	[EVENING, EVENING],
	[String(EVENING), EVENING],
	['soon', 0],
	['', 0],
	[null, 0],
	[undefined, 0],
])('%j is %d', (updatedDate, expected) => {
	expect(readTime(asset, { updatedDate }, 'updated')).toBe(expected);
});

test('each resource has its times under its own names', () => {
	const row = { createdTime: 1, updatedTime: 2, createdDate: '01-06-2025 20:43' };

	expect(readTime(request, row, 'created')).toBe(1);
	expect(readTime(request, row, 'updated')).toBe(2);
	expect(readTime(asset, row, 'created')).toBe(EVENING);
	expect(readTime(requester, row, 'created')).toBe(0);
});

test('a version is the time; the content too, where the time is coarse or missing', () => {
	expect(versionOf(request, { updatedTime: 5, subject: 'a' })).toBe('5');
	expect(versionOf(request, { subject: 'a' })).not.toBe(versionOf(request, { subject: 'b' }));
	const minute = { updatedDate: '01-06-2025 20:43' };
	expect(versionOf(asset, { ...minute, name: 'a' })).not.toBe(
		versionOf(asset, { ...minute, name: 'b' }),
	);
});
