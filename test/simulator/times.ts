/** The ways in which ServiceOps writes a time. The server's zone is UTC here. */
import type { DateForm, Dialect } from './dialect';

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
		seconds: two(at.getUTCSeconds()),
		clock: `${two(hours % 12 || 12)}:${two(at.getUTCMinutes())} ${hours < 12 ? 'am' : 'pm'}`,
	};
}

/**
 * A time of an asset or a CI, e.g. `19-10-2020 11:23` or `01/06/2025 08:43 pm`.
 *
 * @param documented the form in the vendor's example
 */
export function timeIn(form: Dialect['dateForm'], time: number, documented: DateForm): string {
	return written(form === 'documented' ? documented : form, time).join(' ');
}

/** A date such as `15-08-2020`, with or without a clock time, in another form. */
export function dateIn(form: DateForm, date: string): string {
	const [, day, month, year, clock] = /^(\d\d)-(\d\d)-(\d{4})(?: (\d\d:\d\d))?$/.exec(date) ?? [];
	if (day === undefined) return date;
	const [dayText, clockText] = written(
		form,
		Date.parse(`${year}-${month}-${day}T${clock ?? '00:00'}Z`),
	);
	return clock === undefined ? dayText : `${dayText} ${clockText}`;
}

function written(form: DateForm, time: number): [day: string, clock: string] {
	const { day, month, year, hours, minutes, seconds, clock } = parts(time);
	switch (form) {
		case 'dd-MM-yyyy HH:mm':
			return [`${day}-${month}-${year}`, `${hours}:${minutes}`];
		case 'dd-MM-yyyy HH:mm:ss':
			return [`${day}-${month}-${year}`, `${hours}:${minutes}:${seconds}`];
		case 'dd/MM/yyyy hh:mm a':
			return [`${day}/${month}/${year}`, clock];
		case 'MM/dd/yyyy hh:mm a':
			return [`${month}/${day}/${year}`, clock];
		case 'yyyy-MM-dd HH:mm':
			return [`${year}-${month}-${day}`, `${hours}:${minutes}`];
	}
}

/** Conversations: `Wed, Jul 16, 2025 04:33 pm`. */
export function conversationTime(time: number): string {
	const { weekday, monthName, day, year, clock } = parts(time);
	return `${weekday}, ${monthName} ${day}, ${year} ${clock}`;
}
