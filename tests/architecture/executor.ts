import { isBuiltin } from 'node:module';
import { sourcesOf } from './source.ts';
import { type Check, isTest, type Tree } from './tree.ts';

const folder = 'agent/src/executor/';
const own = (tree: Tree) =>
  [...tree.keys()].filter((path) => path.startsWith(folder) && path.endsWith('.ts') && !isTest(path));
/** What it may know beside itself, with what these import. */
const known = [folder, 'shared/src/trust/', 'shared/src/selector/', 'shared/src/ids.ts'];

/** Lines of code of the executor, at most: blank lines and those that hold nothing but a comment are not counted. */
export const mostLines = 1_500;

export const codeLines = (text: string): number =>
  text.split('\n').filter((line) => !/^\s*(?:$|\/\/|\/\*\*?(?:(?!\*\/).)*(?:\*\/)?\s*$|\*)/.test(line)).length;

/** The only code that may run anything stays small enough to be read in an afternoon. */
export const executorSize: Check = (tree) => {
  const lines = own(tree).reduce((sum, path) => sum + codeLines(tree.get(path) ?? ''), 0);
  return lines > mostLines ? [`${folder} has ${lines} lines of code, more than ${mostLines}`] : [];
};

/** Node's own modules, its own folder, and what verifies: no package, nothing of the agent or the wire to the collector. */
export const executorImports: Check = (tree) =>
  sourcesOf(tree)
    .filter(({ path }) => path.startsWith(folder) && !isTest(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target, specifier }) =>
          target === undefined
            ? !(specifier.startsWith('node:') && isBuiltin(specifier))
            : !known.some((place) => target.startsWith(place)),
        )
        .map(
          ({ specifier, line }) =>
            `${path}:${line} imports ${specifier}: the executor knows itself and shared/trust only`,
        ),
    );
