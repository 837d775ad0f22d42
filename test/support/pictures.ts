/** The pictures under `docs/images`; `npm run test:ui -- --picture` makes all of them. */
import { fs, path, projectRoot } from './node';

/** Taken while the forms are filled in (`test/e2e/ui/`). */
const ofForms = ['credential.png', 'editor.png', 'trigger.png', 'webhook.png'];

/** The first request being made, as an animation. */
export const FIRST_REQUEST = 'first-request.gif';

/** The picture of an example, by the name of its file. */
export const pictureOf = (example: string): string => example.replace(/json$/, 'png');

const ofExamples = fs.readdirSync(path.join(projectRoot, 'examples')).map(pictureOf);

export const pictures: readonly string[] = [...ofForms, FIRST_REQUEST, ...ofExamples];
