/*
 * A copy of the server's bucket, so that what was refilled while nothing was sent gets used, spread over time. How much
 * the bucket holds is learned: at first, from what was accepted before the first rejection.
 */

/** All times are ms on the clock of the pace. */
export interface Bucket {
	/** How many requests could be sent now, with fractions. */
	tokens: number;
	/** How many it holds. */
	capacity: number;
	refilledAt: number;
	/** Whether more would have been refilled than it is believed to hold. */
	wasTooSmall: boolean;
	/** At how many requests per second what was saved up is used, and when that was last done. */
	savedPace: number;
	savedUsedAt: number;
}

const LARGEST = 1_000;
/** More than this in the bucket was saved up; with less, requests go at the pace. */
const SAVED_UP = 1.5;

export const createBucket = (): Bucket => ({
	tokens: 0,
	capacity: 1,
	refilledAt: 0,
	wasTooSmall: false,
	savedPace: 0,
	savedUsedAt: -Infinity,
});

/** Whether it holds one request: what is not used at once is lost. */
export const isSingle = ({ capacity }: Bucket): boolean => capacity < 2;

/** The server has rejected a request, so its bucket is empty. */
export function empty(bucket: Bucket, now: number): void {
	bucket.tokens = 0;
	bucket.refilledAt = now;
}

/**
 * Puts in what has come since the last time.
 *
 * @param pace requests per second
 * @returns how many requests could be sent now
 */
export function refill(bucket: Bucket, pace: number, now: number): number {
	const tokens = bucket.tokens + ((now - bucket.refilledAt) * pace) / 1_000;
	// Timers are late by some ms: what a twentieth of a second brings is not lost, unless the server loses it too.
	const most = Math.max(1 + pace / (isSingle(bucket) ? 500 : 20), bucket.capacity);
	if (tokens > most + 1) bucket.wasTooSmall = true;
	bucket.tokens = Math.min(most, tokens);
	bucket.refilledAt = now;
	return bucket.tokens;
}

/**
 * Takes one request out.
 *
 * @returns how many ms the next one has to keep away: what was saved up is used at twice the pace, or within two seconds
 */
export function take(bucket: Bucket, pace: number, now: number): number {
	const tokens = refill(bucket, pace, now);
	const isSaved = tokens >= SAVED_UP;
	bucket.savedPace = isSaved ? Math.max(bucket.savedPace, tokens / 2) : 0;
	if (isSaved) bucket.savedUsedAt = now;
	bucket.tokens--;
	return 1_000 / Math.max(2 * pace, bucket.savedPace);
}

/** Learns the capacity from what was accepted before the first rejection. */
export function measureCapacity(bucket: Bucket, accepted: number): void {
	bucket.capacity = Math.min(LARGEST, Math.max(1, accepted));
}

/** Learns it from a later rejection, by whether what had been saved up was rejected or accepted. */
export function adjustCapacity(bucket: Bucket, pace: number, sentAt: number): void {
	const wasSaved = sentAt - bucket.savedUsedAt < 500 + 2_000 / pace;
	if (wasSaved) bucket.capacity = Math.max(1, bucket.capacity / 2);
	else if (bucket.wasTooSmall && !isSingle(bucket)) {
		bucket.capacity = Math.min(LARGEST, bucket.capacity * 1.5);
	}
	bucket.wasTooSmall = false;
}
