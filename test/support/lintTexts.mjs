/**
 * Lints texts as if they stood in files: one process for all of them, because loading the plugins takes longer than
 * linting. Jest cannot do it itself: the configurations are ES modules.
 *
 * Reads `[{ source, file, config }]` as JSON from standard input, and writes the messages of each to standard output.
 */
import { ESLint } from 'eslint';
import { text } from 'node:stream/consumers';
import tseslint from 'typescript-eslint';

const linters = new Map();
const linterFor = (config) => {
	const linter =
		linters.get(config) ??
		new ESLint({
			overrideConfigFile: config,
			// Only n8n's rules are asked for, and none of them looks at types.
			overrideConfig: tseslint.configs.disableTypeChecked,
		});
	linters.set(config, linter);
	return linter;
};

const found = [];
for (const { source, file, config } of JSON.parse(await text(process.stdin))) {
	const [result] = await linterFor(config).lintText(source, { filePath: file });
	found.push(result.messages);
}
process.stdout.write(JSON.stringify(found));
