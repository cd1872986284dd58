import type { ScriptDetail, ScriptItem } from '@fettle/shared/api/scripts';
import { signal } from '@preact/signals';
import { ApiProblem } from '../api/problem.ts';
import { readScript, readScripts } from '../api/scripts.ts';
import { resource } from './resource.ts';

/** The library. */
export const scripts = resource<readonly ScriptItem[]>((abort) => readScripts(abort));

/** Whole scripts that some page asked for, by name; undefined until one came. */
export const details = signal<ReadonlyMap<string, ScriptDetail>>(new Map());
/** Why one could not be read. */
export const detailProblems = signal<ReadonlyMap<string, ApiProblem>>(new Map());

/** Reads one whole. */
export async function readDetail(name: string): Promise<void> {
  try {
    const found = await readScript(name);
    details.value = new Map([...details.peek(), [name, found]]);
    detailProblems.value = new Map([...detailProblems.peek()].filter(([one]) => one !== name));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    detailProblems.value = new Map([...detailProblems.peek(), [name, error]]);
  }
}
