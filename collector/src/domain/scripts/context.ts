import type { ScriptName } from '@fettle/shared/ids';
import type { AccessStore, Scope } from '../access/index.ts';
import { type Actor, audited } from '../access/index.ts';
import type { AuditEntry, Note } from '../events/index.ts';
import type { TrustStore } from '../trust/index.ts';
import type { ScriptStore } from './store.ts';
import type { ScriptUse } from './types.ts';

/** What the verbs of this capability need: the records, how scripts are used, and the time, ms since 1970. */
export interface ScriptPorts {
  readonly store: ScriptStore;
  readonly access: Pick<AccessStore, 'roots'>;
  readonly trust: Pick<TrustStore, 'statement'>;
  /** How often each script ran on devices of a scope in the last 30 days. */
  readonly use: (scope: Scope) => Promise<ReadonlyMap<string, ScriptUse>>;
  readonly now: number;
}

/** An event for everybody (scripts are of no site) and the same in the audit log. */
export function scriptNote(
  actor: Actor,
  time: number,
  act: {
    readonly kind: string;
    readonly action: string;
    readonly name: ScriptName;
    readonly detail?: AuditEntry['detail'];
  },
): Note {
  const { kind, action, name, detail = {} } = act;
  return {
    events: [{ time, kind, device: null, site: null, detail: { script: name, ...detail } }],
    audit: [audited(actor, time, action, `script:${name}`, detail)],
  };
}
