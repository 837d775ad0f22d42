import { fs, path, projectRoot } from './node';
import { operationsPage } from './operationsPage';

fs.writeFileSync(path.join(projectRoot, 'docs', 'operations.md'), operationsPage());
