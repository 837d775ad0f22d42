/** Prints what CHANGELOG.md says of a version; fails unless it is the version of package.json and the page has it. */
import { fs, nodeProcess, path, projectRoot } from './node';
import { releaseNotes } from './changelog';

const version = nodeProcess.argv[2] ?? '';
const read = (file: string): string => fs.readFileSync(path.join(projectRoot, file), 'utf8');
const own = (JSON.parse(read('package.json')) as { version: string }).version;
if (version !== own) throw new Error(`The tag is ${version}, package.json says ${own}`);
nodeProcess.stdout.write(`${releaseNotes(read('CHANGELOG.md'), version)}\n`);
