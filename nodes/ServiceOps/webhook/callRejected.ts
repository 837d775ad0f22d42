/** A call that must not start the workflow. */
export class CallRejected extends Error {
	/**
	 * @param status the HTTP status of the answer
	 * @param message the text of the answer
	 */
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}
