import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** What became of the other items of a run that ends with an error. */
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

const countOthers = (count: number): string => `${count} other ${count === 1 ? 'item' : 'items'}`;
