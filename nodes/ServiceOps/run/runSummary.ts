import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** Adds to an error that ends a run what became of the other items: some may be done by then. */
export function tellOfOthers(
	error: unknown,
	{ done, failed }: { done: number; failed: number },
): void {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return;
	if (done + failed === 0) return;
	const counts = [
		`${done} other items were carried out`,
		failed > 0 ? `${failed} more failed` : '',
	];
	const others = `Before the run stopped, ${counts.filter(Boolean).join(' and ')}.`;
	error.description = [error.description, others].filter(Boolean).join(' ');
}
