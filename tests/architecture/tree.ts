import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's text files by their path from its root, with `/`. Checks are functions over one, so that tests can break it. */
export type Tree = ReadonlyMap<string, string>;

/** Looks at a tree and says what is wrong, a line each: `path:line what`. Nothing is in order. */
export type Check = (tree: Tree) => string[];

export const root = fileURLToPath(new URL('../..', import.meta.url));
const text = /\.(ts|tsx|mjs|json|md|css|html|yaml)$/;
const leftOut = new Set(['node_modules', 'dist', 'coverage']);

/** Reads the project as it lies there. What begins with a dot is left out. */
export function readTree(): Tree {
  const tree = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || leftOut.has(entry.name)) continue;
      if (entry.isDirectory()) visit(path);
      else if (text.test(entry.name)) tree.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  visit('');
  return tree;
}

/** A small tree for a test. */
export const treeOf = (files: Readonly<Record<string, string>>): Tree => new Map(Object.entries(files));

export const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('tests/');
export const lineAt = (content: string, offset: number) => content.slice(0, offset).split('\n').length;
