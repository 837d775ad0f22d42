/** An API key, signed by function: the least that a credential of n8n can do. */
class BenchFloorApi {
	name = 'benchFloorApi';
	displayName = 'Bench Floor API';
	properties = [{ displayName: 'Key', name: 'key', type: 'string', default: '' }];
	authenticate = async ({ key }, options) => {
		options.headers = { ...options.headers, Authorization: `Apikey ${key}` };
		return options;
	};
}
module.exports = { BenchFloorApi };
