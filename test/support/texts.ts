import ts from 'typescript';

/** A text that people read, and where it is. */
export interface FoundText {
	at: string;
	text: string;
}

export interface SourceText extends FoundText {
	isComment: boolean;
}

/** The keys of a description whose texts the editor shows. */
const SHOWN = new Set([
	'action',
	'activationMessage',
	'activationHint',
	'addOptionalFieldButtonText',
	'content',
	'description',
	'displayName',
	'eventTriggerDescription',
	'header',
	'hint',
	'message',
	'multipleValueButtonText',
	'noFieldsError',
	'notice',
	'placeholder',
	'subtitle',
]);

/** Every text of a finished description: labels, help, placeholders, hints, notices and the names of options. */
export function textsOfDescription(description: unknown, at: string): FoundText[] {
	if (Array.isArray(description)) {
		return description.flatMap((entry) => textsOfDescription(entry, at));
	}
	if (typeof description !== 'object' || description === null) return [];
	const { name, value, ...rest } = description as Record<string, unknown>;
	const here = typeof name === 'string' ? `${at}/${name}` : at;
	const option = typeof name === 'string' && value !== undefined ? [{ at: here, text: name }] : [];
	const others = Object.entries(rest).flatMap(([key, inner]) =>
		typeof inner === 'string' && SHOWN.has(key)
			? [{ at: `${here} (${key})`, text: inner }]
			: textsOfDescription(inner, here),
	);
	return [...option, ...others];
}

const isSentence = (text: string): boolean => text.trim().split(/\s+/).length > 2;

function literalOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}

/** Takes the marks off a comment and joins its lines. */
const textOfComment = (comment: string): string =>
	comment.replace(/^\/\*+|\*+\/$|^\/\/ ?/g, '').replace(/\n\s*\* ?/g, '\n');

/**
 * The literals of more than two words and the comments of a TypeScript source.
 *
 * @param file what to call the source in `at`
 * @returns in the order of the source; consecutive line comments are one text
 */
export function textsOfSource(source: string, file: string): SourceText[] {
	const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
	const found = new Map<number, SourceText>();
	const add = (position: number, text: string, isComment: boolean): void => {
		const line = tree.getLineAndCharacterOfPosition(position).line + 1;
		found.set(position, { at: `${file}:${line}`, text, isComment });
	};
	const addComments = (ranges: ts.CommentRange[] = []): void => {
		const [first] = ranges;
		if (!first) return;
		const lines = ranges.map(({ pos, end }) => textOfComment(source.slice(pos, end)));
		add(first.pos, lines.join('\n'), true);
	};
	const visit = (node: ts.Node): void => {
		const text = literalOf(node);
		if (text !== undefined && isSentence(text)) add(node.getStart(tree), text, false);
		const children = node.getChildren(tree).filter((child) => !ts.isJSDoc(child));
		if (children.length === 0) {
			addComments(ts.getLeadingCommentRanges(source, node.getFullStart()));
			addComments(ts.getTrailingCommentRanges(source, node.getEnd()));
		}
		children.forEach(visit);
	};
	visit(tree);
	return [...found.entries()].sort(([a], [b]) => a - b).map(([, text]) => text);
}

/** The paragraphs, rows and items of a Markdown page, without its code blocks and code spans. */
export function textsOfPage(page: string, file: string): FoundText[] {
	const withoutCode = page
		.replace(/^ *```[\s\S]*?^ *```/gm, (block) => block.replace(/[^\n]/g, ''))
		.replace(/`[^`\n]+`/g, '…');
	let line = 1;
	return withoutCode.split(/(\n\s*\n)/).flatMap((text) => {
		const at = `${file}:${line}`;
		line += text.split('\n').length - 1;
		return text.trim() === '' ? [] : [{ at, text }];
	});
}
