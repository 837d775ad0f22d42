import { isNodeError, type NodeError } from './nodeError';

/** The outcome of the other items of a run that ends with an error. */
export interface OtherItems {
	succeeded: number;
	failed: number;
}

/** Adds the run summary to the error that ends a run: some items may be done by then. */
export function addRunSummary(error: unknown, { succeeded, failed }: OtherItems): void {
	if (!isNodeError(error) || succeeded + failed === 0) return;
	const summary = `Of the other items, ${succeeded} succeeded and ${failed} failed before the run stopped.`;
	error.description = [error.description, summary].filter(Boolean).join(' ');
}

const MOST_NAMED = 10;

/** Adds to the error about an invalid item which other items are invalid, and that nothing was sent. */
export function addOtherFaults(error: NodeError, others: NodeError[], count: number): void {
	if (count === 1) return;
	const named = others.slice(0, MOST_NAMED).map(({ message }) => `${message}.`);
	const more =
		others.length > MOST_NAMED ? [`Further invalid items: ${others.length - MOST_NAMED}.`] : [];
	error.description = [error.description, 'Nothing was sent.', ...named, ...more]
		.filter(Boolean)
		.join(' ');
}
