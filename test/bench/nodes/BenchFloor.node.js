/**
 * The floor of the platform: nothing but httpRequestWithAuthentication, a number of items at a time. What differs from
 * item to item is read from the form, as every node has to: the same two fields, of which one holds an expression.
 */
class BenchFloor {
	description = {
		displayName: 'Bench Floor',
		name: 'benchFloor',
		group: ['input'],
		version: 1,
		description: 'Only calls httpRequestWithAuthentication',
		defaults: { name: 'Bench Floor' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'benchFloorApi', required: true }],
		properties: [
			'server',
			'task',
			'width',
			'pageSize',
			'subject',
			'requesterEmail',
			'recordId',
		].map((name) => ({
			displayName: name,
			name,
			type: 'string',
			default: '',
		})),
	};

	async execute() {
		const server = this.getNodeParameter('server', 0);
		const task = this.getNodeParameter('task', 0);
		const width = Number(this.getNodeParameter('width', 0));
		const size = Number(this.getNodeParameter('pageSize', 0));
		const count = this.getInputData().length;
		const call = async (method, path, body, qs) =>
			await this.helpers.httpRequestWithAuthentication.call(this, 'benchFloorApi', {
				method,
				url: server + path,
				body,
				qs,
				json: true,
			});
		if (task === 'list') {
			const rows = [];
			for (let total = 1; rows.length < total; ) {
				const page = await call(
					'POST',
					'/api/v1/request/search/byqual',
					{ qualDetails: { type: 'FlatQualificationRest', quals: [] } },
					{ offset: rows.length, size },
				);
				total = page.totalCount;
				for (const json of page.objectList) rows.push({ json, pairedItem: { item: 0 } });
			}
			return [rows];
		}
		const results = new Array(count);
		let next = 0;
		const worker = async () => {
			while (next < count) {
				const item = next++;
				const json =
					task === 'create'
						? await call('POST', '/api/v1/request', {
								subject: this.getNodeParameter('subject', item),
								requesterEmail: this.getNodeParameter('requesterEmail', item),
							})
						: await call('GET', `/api/v1/request/${this.getNodeParameter('recordId', item)}`);
				results[item] = { json, pairedItem: { item } };
			}
		};
		await Promise.all(Array.from({ length: width }, worker));
		return [results];
	}
}
module.exports = { BenchFloor };
