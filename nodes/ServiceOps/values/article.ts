/** A noun with its indefinite article: `a request`, `an asset`. */
export const withArticle = (noun: string): string =>
	`${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
