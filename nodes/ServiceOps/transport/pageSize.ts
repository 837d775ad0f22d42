/** How many rows to ask for in one call, unless told otherwise. A server may send fewer. */
export const PAGE_SIZE = 100;
