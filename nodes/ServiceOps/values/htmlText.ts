/** Nobody knows whether the server puts a blank in the place of a tag, as between two paragraphs. */
export function isSameDescription(current: string, wanted: string): boolean {
	const hasTags = /<[^>]+>/.test(wanted);
	const [is, shall] = [plain(current), plain(wanted)];
	return is === shall || (hasTags && is.replace(/ /g, '') === shall.replace(/ /g, ''));
}

const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	'#39': "'",
	nbsp: ' ',
};

/** ServiceOps gives descriptions back without their HTML (requests.md section 4). */
const plain = (text: string): string =>
	text
		.replace(/<br\s*\/?>|<\/(p|div|li)>/gi, ' ')
		.replace(/<[^>]*>/g, '')
		.replace(/&(#39|[a-z]+);/g, (entity, name: string) => ENTITIES[name] ?? entity)
		.replace(/[\s\u00a0]+/g, ' ')
		.trim();
