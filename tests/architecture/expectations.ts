import { expect, test } from 'vitest';
import { type Check, readTree, treeOf } from './tree.ts';

const real = readTree();

/** The check finds nothing wrong with the project as it is. */
export function holds(name: string, check: Check): void {
  test(`${name}: holds`, () => {
    expect(check(real)).toEqual([]);
  });
}

/** The check finds something wrong in a small tree, and says where; `as` begins the complaint. */
export function fails(name: string, check: Check, files: Readonly<Record<string, string>>, as: string): void {
  test(`${name}: fails`, () => {
    expect(check(treeOf(files)).filter((complaint) => complaint.startsWith(as))).not.toEqual([]);
  });
}

/** The check accepts a small tree. */
export function accepts(name: string, check: Check, files: Readonly<Record<string, string>>): void {
  test(`${name}: accepted`, () => {
    expect(check(treeOf(files))).toEqual([]);
  });
}
