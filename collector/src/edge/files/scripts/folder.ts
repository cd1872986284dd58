import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import { type Problem, Source } from '../source.ts';
import { type Beside } from './programs.ts';
import { readScript } from './read.ts';

export const manifestFile = 'manifest.yaml';
/** Of one file beside a manifest; a longer one is told by the reader as too long. */
const mostBytes = 1_000_000;

/** A script's folder as it lies there: its manifest and the files beside it. */
export interface ScriptFolder {
  /** Its name: the folder's. */
  readonly id: string;
  readonly manifest: string;
  readonly beside: Beside;
}

/** @throws FettleError `config_invalid` */
export function openScriptFolder(folder: string): ScriptFolder {
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map(({ name }) => [name, textAt(join(folder, name))] as const);
    const { [manifestFile]: manifest, ...beside } = Object.fromEntries(texts);
    if (manifest === undefined) throw new FettleError('config_invalid', `${folder} has no ${manifestFile}.`);
    return { id: basename(resolve(folder)), manifest, beside };
  } catch (error) {
    if (error instanceof FettleError) throw error;
    throw new FettleError('config_invalid', `${folder}: ${(error as Error).message}`);
  }
}

function textAt(path: string): string {
  if (statSync(path).size > mostBytes)
    throw new FettleError('config_invalid', `${path} has more than ${mostBytes} bytes.`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) throw new FettleError('config_invalid', `${path} is no text in UTF-8.`);
    throw error;
  }
}

/** The script of a folder, and all that is wrong in its manifest; the script is null with an error among it. */
export function readScriptFolder({ id, manifest, beside }: ScriptFolder): {
  readonly body: ScriptBody | null;
  readonly problems: readonly Problem[];
} {
  const source = new Source(manifest);
  if (!source.failed && source.root === null) source.error(0, 'This manifest is empty.');
  const body = source.failed || source.root === null ? undefined : readScript(source, id, source.root, beside);
  return { body: source.failed ? null : (body ?? null), problems: source.problems };
}

export interface NamedScript {
  readonly name: string;
  readonly body: ScriptBody;
}

/**
 * Every script of a folder of folders, by name: what ships lies in `scripts/library`.
 * @throws FettleError `config_invalid` at the first that cannot be read
 */
export function readLibrary(folder: string): NamedScript[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return names.toSorted().map((name) => {
    const { body, problems } = readScriptFolder(openScriptFolder(join(folder, name)));
    if (body !== null) return { name, body };
    const [first] = problems.filter(({ severity }) => severity === 'error');
    throw new FettleError('config_invalid', `${join(folder, name, manifestFile)}:${first?.line}: ${first?.message}`);
  });
}
