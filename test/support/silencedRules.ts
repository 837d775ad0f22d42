/** A comment that turns a rule of a linter or an error of the compiler off. */
export const SILENCES_RULES = /\b(?:es|ox)lint-disable|@ts-/;
