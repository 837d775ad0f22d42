/** The five operations that every module has. */
import { invalid } from './errors';
import type { Fields } from './fields';
import { bodySchema } from './fields';
import type { Module } from './modules';
import { MODULES, REQUEST, SERVICE_CUSTOM_FIELDS, SERVICE_REQUEST_ONLY } from './modules';
import type { Call, Operation, User } from './operation';
import { absentById, created, deleted, listed, one, SEARCH_BODY, updated } from './operation';
import { linksOf, makeLinks } from './relations';
import { render } from './render';
import { addRow, isOf, removeRow, saveRow } from './rows';
import { checkClosing, creationBody } from './rules';
import { search, searchable } from './search';
import type { Row, Store } from './store';
import { find, tableOf, userNamed } from './store';
import { applyFields } from './writing';

/** The operations of all ordinary modules. */
export function recordOperations(): Operation[] {
	return MODULES.flatMap(operationsOf);
}

function operationsOf(module: Module): Operation[] {
	const { name, title, path, evidence } = module;
	const Name = nameOf(module);
	return [
		{
			operationId: `create${Name}`,
			method: 'post',
			path,
			tag: name,
			summary: `Create: ${title}`,
			evidence: evidence.create,
			body: bodySchema(module.fields, 'create'),
			run: (call) => created(call, render(module, create(call, module), call.dialect)),
		},
		{
			operationId: `get${Name}`,
			method: 'get',
			path: `${path}/{id}`,
			tag: name,
			summary: `Read: ${title}`,
			evidence: evidence.get,
			absent: absentById,
			run: (call) => one(call, render(module, rowOf(call, module), call.dialect)),
		},
		{
			operationId: `update${Name}`,
			method: 'patch',
			path: `${path}/{id}`,
			tag: name,
			summary: `Update: ${title}`,
			evidence: evidence.update,
			body: bodySchema(module.fields, 'update'),
			run: (call) => updated(call, render(module, update(call, module), call.dialect)),
		},
		{
			operationId: `delete${Name}`,
			method: 'delete',
			path: `${path}/{id}`,
			tag: name,
			summary: `Delete: ${title}`,
			evidence: evidence.delete,
			run: (call) => {
				removeRow(call, name, rowOf(call, module));
				return deleted(call);
			},
		},
		...searchesOf(module),
	];
}

/** Two modules can be searched as the web interface does it, too: without /v1, for Bearer tokens. */
function searchesOf(module: Module): Operation[] {
	const { name, title, path, evidence } = module;
	const operation: Operation = {
		operationId: `search${nameOf(module)}`,
		method: 'post',
		path: `${path}/search/byqual`,
		tag: name,
		summary: `Search: ${title}`,
		evidence: evidence.search,
		paging: true,
		body: SEARCH_BODY,
		run: (call) => searchModules(call, [module]),
	};
	if (name !== 'request' && name !== 'requester') return [operation];
	const internal: Operation = {
		...operation,
		operationId: `${operation.operationId}Internal`,
		path: operation.path.replace('/v1', ''),
		evidence: 'third-party',
	};
	return [operation, internal];
}

function nameOf({ name }: Module): string {
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Searches one module, or several whose records belong together, and answers a page. */
export function searchModules(call: Call, modules: Module[]) {
	const { store, dialect, body, query } = call;
	const [first] = modules;
	if (first === undefined) throw new Error('Nothing to search');
	const tables = modules.map(({ name }) => tableOf(store, name));
	const fields = Object.fromEntries(modules.flatMap((module) => Object.entries(module.fields)));
	const what = searchable({ ...first, fields }, store, dialect);
	const page = search({ store, dialect, tables, what, body, query });
	const home = (row: Row) => modules.find(({ name }) => isOf(tableOf(store, name), row)) ?? first;
	return listed(call, page, (row) => render(home(row), row, dialect));
}

function rowOf(call: Call, { name, title }: Module): Row {
	return find(tableOf(call.store, name), Number(call.params.id), title);
}

function create(call: Call, module: Module): Row {
	const { store, dialect, user } = call;
	const { body, links } = creationBody(call, module);
	const fields: Fields = { ...module.defaults };
	applyFields({ store, dialect, module, verb: 'create' }, fields, body);
	if (module.keyName === undefined && !fields.email && !fields.userLogOnName) {
		throw invalid("Field 'email' is required.");
	}
	checkClosing(dialect, module, undefined, body);
	nameRequester(store, fields, fields.requesterEmail);
	const targets = linksOf(call, links);
	const row = addRow(call, module.name, { ...fields, ...madeBy(module, user) });
	makeLinks(store, module.name, row.id, targets);
	return row;
}

/** Tickets and CIs say who made and changed them. */
function madeBy({ keyName }: Module, user: User): Fields {
	return keyName === 'name' || keyName === 'ciId'
		? { createdByName: user.name, updatedByName: user.name }
		: {};
}

function nameRequester(store: Store, fields: Fields, email: unknown): void {
	if (email === undefined) return;
	const requester = userNamed(store, 'requesterEmail', email);
	fields.requesterEmail = requester.fields.email;
	fields.requesterName = requester.fields.name;
}

function update(call: Call, module: Module): Row {
	const { store, dialect, body, user } = call;
	const row = rowOf(call, module);
	const isServiceRequest = row.key.startsWith('SR-');
	const misplaced = SERVICE_REQUEST_ONLY.find((name) => name in body);
	if (module.name === REQUEST.name && !isServiceRequest && misplaced !== undefined) {
		throw invalid(`Field '${misplaced}' is not known.`);
	}
	const customFields = isServiceRequest
		? { ...module.customFields, ...SERVICE_CUSTOM_FIELDS }
		: module.customFields;
	checkClosing(dialect, module, row.fields.statusName, body);
	// A copy, so that a refusal half-way leaves the record as it was.
	const fields = { ...row.fields };
	applyFields(
		{ store, dialect, module: { ...module, customFields }, verb: 'update' },
		fields,
		body,
	);
	if (fields.requester !== undefined) {
		nameRequester(store, fields, fields.requester);
		delete fields.requester;
	}
	if ('createdByName' in fields) fields.updatedByName = user.name;
	if (module.name === REQUEST.name && fields.statusName !== row.fields.statusName) {
		Object.assign(fields, statusTimes(fields.statusName, store.now()));
	}
	saveRow(call, module.name, row, fields);
	return row;
}

function statusTimes(status: unknown, now: number): Fields {
	if (status === 'Resolved') return { resolvedTime: now, lastResolvedTime: now };
	if (status === 'Closed') return { lastClosedTime: now };
	return status === 'Open' ? { lastOpenedTime: now } : {};
}
