import type { ScriptName } from '@fettle/shared/ids';
import type { Note } from '../events/index.ts';
import type { Script, ScriptRelease } from './types.ts';

/** A body as it travels: its bytes by their SHA-256, hex. */
export interface ScriptBlob {
  readonly sha256: string;
  readonly text: string;
}

/** Each method is one atomic step. */
export interface ScriptStore {
  /** The whole library, by name. */
  scripts(): Promise<Script[]>;
  script(name: ScriptName): Promise<Script | null>;
  /** Published versions, newest first. */
  releases(name: ScriptName): Promise<ScriptRelease[]>;
  release(name: ScriptName, version: number): Promise<ScriptRelease | null>;
  /** By the fingerprints of their statements. */
  byStatement(statements: readonly string[]): Promise<ScriptRelease[]>;

  /** Writes a script whose draft was changed; its `version` is one more than the one read (1: it is new). */
  put(script: Script, note: Note): Promise<'put' | 'changed_meanwhile'>;
  /** Takes away a script that was never published. */
  remove(name: ScriptName, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;
  /** Adds a version with its bodies, and writes the script as it is with it, if `script.version` is one more than before. */
  publish(
    script: Script,
    release: ScriptRelease,
    blobs: readonly ScriptBlob[],
    note: Note,
  ): Promise<'published' | 'changed_meanwhile'>;
  /** Drafts that ship with this version, all or nothing; each as `put`. */
  offer(scripts: readonly Script[], note: Note): Promise<'put' | 'changed_meanwhile'>;

  /** A body that was published or came with an order; null: there is none. */
  blob(sha256: string): Promise<string | null>;
}
