/**
 * What a changelog in the form of Keep a Changelog says of a version.
 *
 * @param changelog the page, as Markdown
 * @param version such as `1.2.0`
 * @throws when there is no dated section for it, or nothing in it
 */
export function releaseNotes(changelog: string, version: string): string {
	const sections = changelog.split(/^## /m).slice(1);
	const section = sections.find((text) => text.startsWith(`[${version}] - `));
	if (!section || !/^\[[^\]]+\] - \d{4}-\d{2}-\d{2}\n/.test(section)) {
		throw new Error(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`);
	}
	const notes = section.slice(section.indexOf('\n')).trim();
	if (!/^- /m.test(notes)) throw new Error(`CHANGELOG.md says nothing of version ${version}`);
	return notes;
}
