/** What messages must say, whatever their exact words: the parts that a person acts on. */

/** A write that got no clear answer: possibly done, and not to be repeated without looking. */
export const MAY_BE_DONE = /\bmay have\b.*\bbefore you run this item again\b/;

/** Another login is needed: names the fields to look at. */
export const LOGIN_REFUSED = /\bUsername or Password\b/;

/** A message or description that names all of these, in any order. */
export const naming = (...parts: Array<string | number>): RegExp =>
	new RegExp(parts.map((part) => `(?=.*${escape(String(part))})`).join(''), 's');

/** A message that begins with the label of the field that is at fault. */
export const aboutField = (label: string): RegExp => new RegExp(`^${escape(label)}(?![\\w-])`);

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
