import { inWords } from '../../../credentials/clock';
import { textOf } from '../values/json';
import {
	cannot,
	fine,
	fineIf,
	cannotTell,
	type Check,
	type Finding,
	type Known,
} from './serverFindings';
import { describeShape } from './serverProbe';

/** Whether the server answers, how fast, and by which clock. */
export const connectionChecks: Check[] = [
	{ check: 'Connection and login', find: checkConnection },
	{ check: 'Version', find: findVersion },
	{ check: 'Clock', find: checkClock },
	{ check: 'Rate limit', find: checkPace },
];

function checkConnection({ first, page }: Known): Finding {
	const technical = describeShape(first);
	if (!first)
		return cannot('There is no answer, or the login failed. Test the credential', technical);
	return page
		? fine('ServiceOps answers, and this account can log in', technical)
		: cannot(
				'The answer is not a list of requests. Check the Server URL and the account',
				technical,
			);
}

/** The API does not reveal its version, but web servers and gateways may. */
function findVersion({ first }: Known): Finding {
	const hints = Object.entries(first?.headers ?? {})
		.filter(([name]) => /^(server|x-powered-by)$|version/i.test(name))
		.map(([name, value]) => `${name}: ${textOf(value)}`)
		.filter((hint) =>
			/^[\w-]+: [A-Za-z][\w/-]{0,30}(\/[\d.]{1,20})?$|^[\w-]+: v?\d[\d.]{0,20}$/.test(hint),
		);
	return hints.length > 0
		? fine('The server says which software it runs', hints.join('; '))
		: cannotTell(
				'The server does not say which software it runs',
				'No hint in the headers of a response',
			);
}

/** Less is in the time that a response takes, and in the header, which has no fractions of a second. */
const NOTABLE_MS = 5_000;
const LARGE_MS = 60_000;

function checkClock({ clockAheadMs }: Known): Finding {
	if (clockAheadMs === undefined) {
		return cannotTell('The server does not say what time it has', 'No Date header');
	}
	const seconds = Math.round(clockAheadMs / 1000);
	const technical = `Date header ${seconds < 0 ? '' : '+'}${seconds} s`;
	const size = Math.abs(clockAheadMs);
	if (size < NOTABLE_MS) return fine('The clocks of ServiceOps and n8n agree', technical);
	const difference = `The clock of ServiceOps is ${inWords(Math.abs(seconds) * 1_000)} ${clockAheadMs > 0 ? 'ahead of' : 'behind'} that of n8n`;
	return fineIf(
		size < LARGE_MS,
		difference,
		`${difference}. Correct it for conditions such as "the last hour"`,
		technical,
	);
}

async function checkPace({ api }: Known): Promise<Finding> {
	const { inFlightLimit, learnedPerSecond } = await api.describePace();
	const technical = `At most ${inFlightLimit} requests in flight`;
	return fineIf(
		learnedPerSecond === undefined,
		'No rate limit was met since n8n was started',
		`The server accepts about ${learnedPerSecond} requests per second, and the node keeps to it`,
		technical,
	);
}
