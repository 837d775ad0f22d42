/** Six pairs, three or two groups, or none; a pair with a colon may lack its leading zero. */
const FORMS = [
	/^[\da-f]{1,2}(?::[\da-f]{1,2}){5}$/i,
	/^[\da-f]{2}([-. ])[\da-f]{2}(?:\1[\da-f]{2}){4}$/i,
	/^[\da-f]{4}([-.: ])[\da-f]{4}\1[\da-f]{4}$/i,
	/^[\da-f]{6}[-.:]?[\da-f]{6}$/i,
];

/**
 * The MAC address in a text, however it is written: `00:00:5e:00:53:01`, `00-00-5E-00-53-01`, `0000.5e00.5301`,
 * `00005E005301` and so on.
 *
 * @returns as ServiceOps writes it (assets.md section 7), e.g. `00:00:5E:00:53:01`; undefined for any other text
 */
export function toMacAddress(text: string): string | undefined {
	const trimmed = text.trim();
	if (!FORMS.some((form) => form.test(trimmed))) return undefined;
	const groups = trimmed.split(/[-.: ]/).map((group) => group.padStart(2, '0'));
	return groups.join('').toUpperCase().match(/../g)?.join(':');
}

/** The usual ways to write a MAC address, to search for; empty for any other text. */
export function macForms(text: string): string[] {
	const address = toMacAddress(text);
	if (address === undefined) return [];
	const pairs = address.split(':');
	const upper = [address, pairs.join('-'), pairs.join('')];
	return [...upper, ...upper.map((form) => form.toLowerCase())];
}
