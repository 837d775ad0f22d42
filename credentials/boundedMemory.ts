const MAX_REMEMBERED = 500;

/**
 * Stores a value as the latest; the oldest is dropped, so that memory stays bounded.
 *
 * @param most how many entries are kept
 */
export function remember<T>(
	memory: Map<string, T>,
	key: string,
	value: T,
	most = MAX_REMEMBERED,
): void {
	memory.delete(key);
	memory.set(key, value);
	const oldest = memory.keys().next();
	if (memory.size > most && !oldest.done) memory.delete(oldest.value);
}
