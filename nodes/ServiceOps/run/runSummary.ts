import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** The outcome of the other items of a run that ends with an error. */
export interface OtherItems {
	succeeded: number;
	failed: number;
}

/** Adds the run summary to the error that ends a run: some items may be done by then. */
export function addRunSummary(error: unknown, { succeeded, failed }: OtherItems): void {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return;
	if (succeeded + failed === 0) return;
	const counts = [
		...(succeeded > 0 ? [`${countOthers(succeeded)} succeeded`] : []),
		...(failed > 0 ? [`${succeeded > 0 ? failed : countOthers(failed)} failed`] : []),
	];
	const summary = `Before the run stopped, ${counts.join(' and ')}.`;
	error.description = [error.description, summary].filter(Boolean).join(' ');
}

const MOST_NAMED = 10;

/** Adds to the error about an invalid item which other items are invalid, and that nothing was sent. */
export function addOtherFaults(
	error: NodeApiError | NodeOperationError,
	others: Array<NodeApiError | NodeOperationError>,
	count: number,
): void {
	if (count === 1) return;
	const named = others.slice(0, MOST_NAMED).map(({ message }) => `${message}.`);
	const more =
		others.length > MOST_NAMED ? [`Further invalid items: ${others.length - MOST_NAMED}.`] : [];
	error.description = [error.description, 'Nothing was sent.', ...named, ...more]
		.filter(Boolean)
		.join(' ');
}

const countOthers = (count: number): string => `${count} other ${count === 1 ? 'item' : 'items'}`;
