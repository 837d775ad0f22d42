/**
 * Rules beyond n8n's own (`eslint.config.mjs` must stay n8n's template): eslint-plugin-n8n-nodes-base 2.0.0. Those about TypeScript
 * and its types are in `.oxlintrc.json`.
 */
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const ruleSet = (name, off = []) => ({
	plugins: { 'n8n-nodes-base': n8nNodesBase },
	rules: {
		...n8nNodesBase.configs[name].rules,
		...Object.fromEntries(off.map((rule) => [`n8n-nodes-base/${rule}`, 'off'])),
	},
});

export default tseslint.config(
	// This run knows fewer rules than n8n's own, so a comment meant for the other would look unused here.
	{ linterOptions: { reportUnusedDisableDirectives: 'off' } },
	{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		...ruleSet('community'),
	},
	// The same five rules that n8n's own lint leaves out, for the same reasons (they contradict newer n8n rules).
	{
		files: ['credentials/**/*.ts'],
		...ruleSet('credentials', [
			'cred-class-field-documentation-url-miscased',
			'cred-class-field-type-options-password-missing',
		]),
	},
	{
		files: ['nodes/**/*.ts'],
		...ruleSet('nodes', [
			'node-class-description-inputs-wrong-regular-node',
			'node-class-description-outputs-wrong',
			'node-param-type-options-max-value-present',
		]),
	},
);
