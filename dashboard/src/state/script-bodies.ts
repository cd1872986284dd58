import type { ScriptBody } from '@fettle/shared/api/scripts';
import { signal } from '@preact/signals';
import { ApiProblem } from '../api/problem.ts';
import { readScriptVersion } from '../api/scripts.ts';
import { details, readDetail, scripts } from './scripts.ts';

/** Older versions that were asked for, by `name@version`; null: it could not be read. */
const older = signal<ReadonlyMap<string, ScriptBody | null>>(new Map());
const asked = new Set<string>();

async function readOlder(name: string, version: string): Promise<void> {
  const key = `${name}@${version}`;
  try {
    const { body } = await readScriptVersion(name, Number(version));
    older.value = new Map([...older.peek(), [key, body]]);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    asked.delete(key);
    older.value = new Map([...older.peek(), [key, null]]);
  }
}

/** What a published script says, `''` for its newest version; undefined: not known yet. */
export function bodyOf(name: string, version: string): ScriptBody | undefined {
  const detail = details.value.get(name);
  if (version === '' || String(detail?.published) === version) return detail?.current ?? undefined;
  return older.value.get(`${name}@${version}`) ?? undefined;
}

/** Reads what is not known yet of a script. */
export function wantBody(name: string, version: string): void {
  if (name === '') return;
  if (!details.peek().has(name) && !asked.has(name)) {
    asked.add(name);
    void readDetail(name).finally(() => asked.delete(name));
  }
  const key = `${name}@${version}`;
  if (version !== '' && !older.peek().has(key) && !asked.has(key)) {
    asked.add(key);
    void readOlder(name, version);
  }
}

/** The library is read once, and scripts that were changed anew. */
export function readLibrary(): void {
  scripts.renew();
  for (const name of details.peek().keys()) void readDetail(name);
}
