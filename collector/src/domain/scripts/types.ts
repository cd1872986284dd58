import type { ScriptBody } from '@fettle/shared/api/scripts';
import type { ScriptName } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';

/** What waits for a publisher's signature. */
export interface ScriptDraft {
  readonly body: ScriptBody;
  /** Who wrote it: an actor's id; of a shipped one `system:start`. */
  readonly by: string;
  readonly at: number;
}

/** A script of the library. */
export interface Script {
  readonly name: ScriptName;
  /** `shipped` until somebody changes it. */
  readonly origin: 'shipped' | 'own';
  readonly draft: ScriptDraft | null;
  /** The newest version that a publisher signed; null: none. */
  readonly published: number | null;
  /** Fingerprint of that version's statement. */
  readonly statement: string | null;
  readonly current: ScriptBody | null;
  /** SHA-256 of the body that shipped last: the same is not offered again. Null: it never shipped. */
  readonly shipped: string | null;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Counts changes of the draft and publications. */
  readonly version: number;
}

/** A published version. */
export interface ScriptRelease {
  readonly name: ScriptName;
  readonly version: number;
  readonly body: ScriptBody;
  readonly envelope: Envelope;
  /** SHA-256 of the statement's payload, hex. */
  readonly statement: string;
  readonly publishedAt: number;
  /** Names of the root's people. */
  readonly signers: readonly string[];
}

/** How often a script was run on devices in scope. */
export interface ScriptUse {
  readonly runs: number;
  readonly failed: number;
  readonly lastRunAt: number | null;
  /** Runs by version. */
  readonly versions: ReadonlyMap<number, number>;
}
