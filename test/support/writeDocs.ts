/** `npm run docs`: renews what the documentation derives from the tables of the node. */
import { generatedPages } from './generatedPages';
import { fs, path, projectRoot } from './node';

for (const [file, text] of Object.entries(generatedPages())) {
	fs.writeFileSync(path.join(projectRoot, file), text);
}
