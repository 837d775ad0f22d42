/**
 * Rules beyond n8n's own (`eslint.config.mjs` must stay n8n's template): eslint-plugin-n8n-nodes-base 2.0.0 and
 * type-aware TypeScript rules.
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
	// test/support/node.ts turns off rules that this run does not know; n8n's own run checks it.
	{ ignores: ['dist/**', 'node_modules/**', 'test/support/node.ts'] },
	// This run knows fewer rules than n8n's own, so a comment meant for the other would look unused here.
	{ linterOptions: { reportUnusedDisableDirectives: 'off' } },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
		languageOptions: {
			parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/array-type': ['error', { default: 'array-simple' }],
			'@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/return-await': ['error', 'always'],
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			'@typescript-eslint/prefer-nullish-coalescing': 'off',
		},
	},
	// What is longer is a reason to look for two (docs/dev/architecture.md).
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: { 'max-lines': ['error', 250], 'max-lines-per-function': ['error', 50] },
	},
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
