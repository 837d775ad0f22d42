/** Rules of a server that differ from administrator to administrator. */
import type { Dialect } from './dialect';
import { against } from './errors';
import type { Fields } from './fields';
import { without } from './fields';
import type { Module } from './modules';
import type { Call } from './operation';

const LINKS = ['linkAssetIds', 'linkCiIds'];

/** Tickets: requests, changes, problems, releases. */
function isTicket({ keyName }: Module): boolean {
	return keyName === 'name';
}

/** What a server takes of the body of a creation: the fields, and the links to be made. */
export function creationBody({ body, dialect }: Call, module: Module) {
	const { statusAtCreation, linksAtCreation } = dialect;
	const dropped = [...LINKS];
	if (isTicket(module) && body.statusName !== undefined && statusAtCreation !== 'honored') {
		if (statusAtCreation === 'refused') throw notAtCreation('statusName');
		dropped.push('statusName');
	}
	const link = LINKS.find((name) => body[name] !== undefined);
	if (link !== undefined && linksAtCreation === 'refused') throw notAtCreation(link);
	const links = linksAtCreation === 'honored' ? body : {};
	return { body: without(body, ...dropped), links };
}

function notAtCreation(field: string) {
	return against(`Field '${field}' cannot be set when a record is created.`);
}

/**
 * Refuses a status Closed that breaks the server's rules.
 *
 * @param before the status so far; undefined for a new record
 */
export function checkClosing(
	{ closeNeeds, closeAgain }: Dialect,
	module: Module,
	before: unknown,
	body: Fields,
): void {
	if (!isTicket(module) || body.statusName !== 'Closed') return;
	if (before === 'Closed') {
		if (closeAgain === 'refused') throw against(`The ${module.title} is already closed.`);
		return;
	}
	if (closeNeeds === '') return;
	// What is stored already does not count: the server looks at this one update.
	const given = (body.customField as Fields | undefined)?.[closeNeeds];
	if (given === undefined || given === null || given === '') {
		throw against(`Field '${closeNeeds}' is required to close the ${module.title}.`);
	}
}
