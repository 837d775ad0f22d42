import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { obtainToken } from './accessToken';
import { checkAccess, isCredentialTest, markCredentialTest } from './accessCheck';
import { signRequest } from './signRequest';

/** n8n passes its request helper to `preAuthentication` only; the credential test needs it in `authenticate` too. */
const helpersOf = new WeakMap<ICredentialDataDecryptedObject, IHttpRequestHelper['helpers']>();

/** Kept out of the list below, where a lint rule treats every field with "cert" in its name as a secret. */
const ignoreSslIssues: INodeProperties = {
	displayName: 'Ignore SSL Issues (Insecure)',
	name: 'allowUnauthorizedCerts',
	type: 'boolean',
	default: false,
	description:
		'Whether to connect even if the certificate of the server is not trusted, such as a self-signed one',
};

export class ServiceOpsOAuthApi implements ICredentialType {
	name = 'serviceOpsOAuthApi';

	displayName = 'ServiceOpsOAuth API';

	icon = {
		light: 'file:../icons/serviceOps.svg',
		dark: 'file:../icons/serviceOps.dark.svg',
	} as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-serviceops#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Server URL',
			name: 'serverUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://helpdesk.example.com',
			hint: 'The address at which you open ServiceOps in your browser',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'OAuth Password Grant',
					value: 'password',
					description: 'Log in as a ServiceOps user, through a client that you register there',
				},
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'Use a key that ServiceOps issued for a user',
				},
			],
			default: 'password',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			hint: 'In ServiceOps: Admin > Automation > Integrations > REST Integration. Register a client there.',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'Shown next to the Client ID',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			hint: 'Logon name or email of the ServiceOps user to log in as',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'In ServiceOps: Admin > Automation > Integrations > API Integration. Paste the key exactly as shown; do not decode characters such as %2F.',
			displayOptions: { show: { authentication: ['apiKey'] } },
		},
		ignoreSslIssues,
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		helpersOf.set(credentials, this.helpers);
		if (credentials.authentication === 'apiKey') return {};
		return { ...(await obtainToken(this.helpers, credentials)) };
	}

	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const isTest = isCredentialTest(requestOptions);
		const signed = signRequest(credentials, requestOptions);
		const helpers = helpersOf.get(credentials);
		if (isTest && helpers) await checkAccess(helpers, credentials, signed);
		return signed;
	};

	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: '/api/v1/request/search/byqual',
			qs: { offset: 0, size: 1 },
			headers: markCredentialTest,
			// n8n drops an empty body; an empty list of conditions means the same: everything.
			body: { qualDetails: { type: 'FlatQualificationRest', quals: [] } },
			json: true,
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'objectList',
					value: undefined,
					message: 'The response does not come from the ServiceOps API. Check the Server URL',
				},
			},
		],
	};
}
