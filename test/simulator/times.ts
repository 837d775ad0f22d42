/** The four ways in which ServiceOps writes a time. The server's zone is UTC here. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number) => String(value).padStart(2, '0');

function parts(time: number) {
	const at = new Date(time);
	const hours = at.getUTCHours();
	return {
		weekday: DAYS[at.getUTCDay()],
		monthName: MONTHS[at.getUTCMonth()],
		day: two(at.getUTCDate()),
		month: two(at.getUTCMonth() + 1),
		year: at.getUTCFullYear(),
		hours: two(hours),
		minutes: two(at.getUTCMinutes()),
		clock: `${two(hours % 12 || 12)}:${two(at.getUTCMinutes())} ${hours < 12 ? 'am' : 'pm'}`,
	};
}

/** Assets: `19-10-2020 11:23`. */
export function assetTime(time: number): string {
	const { day, month, year, hours, minutes } = parts(time);
	return `${day}-${month}-${year} ${hours}:${minutes}`;
}

/** CIs: `01/06/2025 08:43 pm`. */
export function ciTime(time: number): string {
	const { day, month, year, clock } = parts(time);
	return `${day}/${month}/${year} ${clock}`;
}

/** Conversations: `Wed, Jul 16, 2025 04:33 pm`. */
export function conversationTime(time: number): string {
	const { weekday, monthName, day, year, clock } = parts(time);
	return `${weekday}, ${monthName} ${day}, ${year} ${clock}`;
}
