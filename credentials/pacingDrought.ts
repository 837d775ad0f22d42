/** A request that was sent. */
export interface Ticket {
	/** Counts the requests of the pace, from 1. */
	number: number;
	/** Ms. */
	sentAt: number;
}

/** A time in which the server's bucket is empty: from a rejection on, until a later request is accepted. */
export interface Drought {
	/** The request whose rejection began it. */
	first: Ticket;
	/** Requests up to this one were sent before it was noticed: their rejections tell nothing new. */
	lastNumber: number;
	/** How many requests after the first were accepted. */
	accepted: number;
	/** How many rejections came after the first, with nothing accepted in between. */
	tries: number;
	isOver: boolean;
}
