import { homedir } from 'node:os';
import { type Check, isTest, root } from './tree.ts';

const code = /\.(ts|tsx|mjs)$/;

/** No file over 400 lines; tests may have 600. */
export const fileLengths: Check = (tree) =>
  [...tree]
    .filter(([path]) => code.test(path))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length, most: isTest(path) ? 600 : 400 }))
    .filter(({ lines, most }) => lines > most)
    .map(({ path, lines, most }) => `${path} has ${lines} lines, more than ${most}`);

/** Folders are plain nouns and files verbs or nouns; these say nothing. */
export const emptyNames: Check = (tree) =>
  [...tree.keys()]
    .filter((path) => code.test(path))
    .filter((path) =>
      path.split(/[/.]/).some((part) => /(^|-)(utils?|helpers?|managers?|common|base|misc)$/.test(part)),
    )
    .map((path) => `${path} says nothing by its name`);

/** Nothing names the folder that it was written in, or somebody's home. */
export const machinePaths: Check = (tree) =>
  [...tree]
    .filter(([path]) => !/\/(fixtures|golden)\//.test(path))
    .flatMap(([path, text]) =>
      text
        .split('\n')
        .flatMap((line, i) =>
          isMachinePath(line, isTest(path)) ? [`${path}:${i + 1} names a place of one machine`] : [],
        ),
    );

// A folder directly below the root could be a word of the code ("/src/"): not looked for.
const places = [root.replace(/\/$/, ''), homedir()].filter((place) => place.split('/').length > 2);

/** Tests may make up the home of somebody. */
function isMachinePath(line: string, test: boolean): boolean {
  if (places.some((place) => line.includes(`${place}/`))) return true;
  return !test && /(^|[\s"'`(=])(\/home\/\w+\/|\/Users\/\w+\/|[A-Z]:\\Users\\)/.test(line);
}

/** The lockfile holds hashes and no addresses, so that it is true for every registry. */
export const lockfileAddresses: Check = (tree) =>
  (tree.get('pnpm-lock.yaml') ?? '')
    .split('\n')
    .flatMap((line, i) =>
      /https?:\/\//.test(line) && !/deprecated:/.test(line) ? [`pnpm-lock.yaml:${i + 1} holds an address`] : [],
    );
