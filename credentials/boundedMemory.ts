const MAX_REMEMBERED = 500;

/** Stores a value as the latest; beyond 500 entries the oldest is dropped, so that memory stays bounded. */
export function remember<T>(memory: Map<string, T>, key: string, value: T): void {
	memory.delete(key);
	memory.set(key, value);
	const oldest = memory.keys().next();
	if (memory.size > MAX_REMEMBERED && !oldest.done) memory.delete(oldest.value);
}
