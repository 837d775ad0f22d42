const MAX_REMEMBERED = 500;

/** Puts a value last; beyond 500 the oldest entry makes room, so that memory of a whole process stays bounded. */
export function remember<T>(memory: Map<string, T>, key: string, value: T): void {
	memory.delete(key);
	memory.set(key, value);
	const oldest = memory.keys().next();
	if (memory.size > MAX_REMEMBERED && !oldest.done) memory.delete(oldest.value);
}
