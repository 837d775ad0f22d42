/** How many rows to request in one call by default. A server may send fewer. */
export const PAGE_SIZE = 100;
