/** The examples of `docs/filters.md`; `test/engine/filterExamples.test.ts` runs each of them. */
import type { IDataObject } from 'n8n-workflow';

export interface FilterExample {
	/** What is looked for. */
	title: string;
	/** What is worth knowing about it, in a sentence. */
	note?: string;
	/** `request` unless given. */
	resource?: string;
	/** Other parameters, such as the asset class. */
	more?: IDataObject;
	/** What is entered under Filters. */
	filters: IDataObject;
}

/** A choice of a list, as n8n stores it. */
const named = (value: string): IDataObject => ({ __rl: true, mode: 'name', value });

const when = (...condition: IDataObject[]): IDataObject => ({ conditions: { condition } });

export const filterExamples: FilterExample[] = [
	{
		title: 'Status is Open',
		note: 'Works for requests, changes, problems and releases, and with an API key too.',
		filters: { statusName: named('Open') },
	},
	{
		title: 'Open or in progress, and urgent',
		note: 'Several values are separated by commas. Each filter has to be met.',
		filters: { statusName: named('Open, In Progress'), priorityName: named('Urgent') },
	},
	{
		title: 'Of one person',
		filters: { requesterEmail: named('anna@example.com') },
	},
	{
		title: 'Subject contains a word, created after a day',
		note: 'Dates are accepted in [many forms](dates.md); without a UTC offset, they are in the time zone of the workflow. An expression can also give `today` or `7 days ago`.',
		filters: { subject: 'VPN', createdAfter: '2025-06-03' },
	},
	{
		title: 'One request by its key',
		filters: when({ field: 'name', operator: 'equal', value: 'INC-21' }),
	},
	{
		title: 'Created in a period',
		note: 'Also: *Is in the Last* with `7 days` or `24 hours`, *Is Today*, *Is After*, *Is Before*.',
		filters: when({
			field: 'createdTime',
			operator: 'between',
			value: '2025-06-03',
			valueTo: '2025-06-04',
		}),
	},
	{
		title: 'Unassigned',
		filters: when({ field: 'technicianId', operator: 'is_blank' }),
	},
	{
		title: 'Has a tag',
		note: 'Several tags, separated by commas, must all be there.',
		filters: when({ field: 'tags', operator: 'all_members_exist', value: 'vpn' }),
	},
	{
		title: 'Contains one of two words',
		filters: {
			match: 'any',
			...when(
				{ field: 'subject', operator: 'contains', value: 'Printer' },
				{ field: 'subject', operator: 'contains', value: 'Mouse' },
			),
		},
	},
	{
		title: 'Contains one word but not another, created after a time',
		filters: {
			match: 'all',
			...when(
				{ field: 'subject', operator: 'contains', value: 'e' },
				{ field: 'subject', operator: 'not_contains', value: 'Mouse' },
				{ field: 'createdTime', operator: 'after', value: '2025-06-01T08:00' },
			),
		},
	},
	{
		title: 'Hardware whose name starts with a letter',
		resource: 'asset',
		more: { assetClass: 'HardwareAsset' },
		filters: when({ field: 'name', operator: 'start_with', value: 'L' }),
	},
	{
		title: 'In the search language of the API',
		note: 'For what the form cannot say. It is added to the other filters, if there are any.',
		resource: 'change',
		filters: {
			qualification: JSON.stringify({
				type: 'RelationalQualificationRest',
				leftOperand: { type: 'PropertyOperandRest', key: 'change.subject' },
				operator: 'contains',
				rightOperand: {
					type: 'ValueOperandRest',
					value: { type: 'StringValueRest', value: 'firewall' },
				},
			}),
		},
	},
];

/** The parameters of the node for an example. */
export const parametersOf = ({
	resource = 'request',
	more,
	filters,
}: FilterExample): IDataObject => ({
	resource,
	operation: 'getAll',
	...more,
	returnAll: true,
	filters,
});
