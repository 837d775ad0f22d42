import { deepCopy, type IExecuteFunctions, type NodeParameterValueType } from 'n8n-workflow';
import { entered } from '../values/coerce';
import { isRecord } from '../values/json';
import { isNothing } from '../values/located';
import { isAgentTool } from './agentTool';
import type { Task } from './types';

/*
 * Whenever a parameter is read, n8n evaluates its value and checks it against the form, a tenth of the processor time of an item. What
 * has no expression in it is the same for all items, so it is read once for a run.
 */

/** Reads the parameters of an item. */
export type ReadItem = (itemIndex: number) => Pick<Task, 'parameter' | 'raw'>;

/** What n8n returns for a parameter that the workflow does not have. */
const MISSING = Symbol('missing') as unknown as NodeParameterValueType;

/** The parameters of a run. */
export function readParameters(context: IExecuteFunctions): ReadItem {
	const isTool = isAgentTool(context.getNode());
	const written = new Map<string, unknown>();
	const literals = new Map<string, NodeParameterValueType>();

	function rawOf(name: string): unknown {
		if (!written.has(name)) {
			const raw: unknown = context.getNodeParameter(name, 0, MISSING, { rawExpressions: true });
			written.set(name, raw);
		}
		return written.get(name);
	}

	function read(name: string, itemIndex: number, fallback: unknown): unknown {
		const raw = rawOf(name);
		if (raw === MISSING && fallback !== undefined) return fallback;
		const readNow = () =>
			context.getNodeParameter(
				name,
				itemIndex,
				fallback as NodeParameterValueType,
			) as NodeParameterValueType;
		if (hasExpression(raw)) return readNow();
		if (!literals.has(name)) literals.set(name, readNow());
		// Each item gets a copy of its own to work on.
		return deepCopy(literals.get(name));
	}

	return (itemIndex) => ({
		parameter: (name, fallback) => {
			const value = read(name, itemIndex, fallback);
			if (!isTool) return value;
			return isNothing(value) ? fallback : withoutNothing(value);
		},
		raw: (name) => (rawOf(name) === MISSING ? {} : rawOf(name)),
	});
}

/** n8n marks expressions with a leading equals sign, anywhere in a value. */
const hasExpression = (value: unknown): boolean =>
	typeof value === 'string'
		? value.startsWith('=')
		: typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);

/** Models write "null" for a parameter that they do not need, also for one in a collection, such as a filter. */
function withoutNothing(value: unknown): unknown {
	if (!isRecord(value) || '__rl' in value) return value;
	return Object.fromEntries(Object.entries(value).filter(([, one]) => !isNothing(entered(one))));
}
