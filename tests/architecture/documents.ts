import { type Check, type Tree } from './tree.ts';

const tops = 'agent|collector|dashboard|shared|scripts|tests|docs';

/** Every path that a document names in `code` exists: files and folders, `{a,b}` spelled out; what holds `<` or `*` is a pattern. */
export const namedPaths =
  (document: string): Check =>
  (tree) => {
    const text = tree.get(document);
    if (text === undefined) return [`${document} is missing`];
    return text.split('\n').flatMap((line, i) =>
      pathsIn(line)
        .filter((path) => !exists(tree, path))
        .map((path) => `${document}:${i + 1} names ${path}, which is not there`),
    );
  };

function pathsIn(line: string): string[] {
  const spans = [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
  return spans.filter((span) => new RegExp(`^(${tops})/[^\\s<*…]*$`).test(span)).flatMap(spelledOut);
}

function spelledOut(path: string): string[] {
  const braces = /^(.*?)\{([^}]*)\}(.*)$/.exec(path);
  if (!braces) return [path];
  const [, before = '', choices = '', after = ''] = braces;
  return choices.split(',').flatMap((choice) => spelledOut(before + choice.trim() + after));
}

function exists(tree: Tree, path: string): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`;
  return tree.has(path) || [...tree.keys()].some((file) => file.startsWith(folder));
}
