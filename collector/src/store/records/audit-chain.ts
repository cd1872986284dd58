import { createHash } from 'node:crypto';

/** What a row of the audit log says; `detail` is the JSON text as it is stored. */
export interface ChainedRow {
  readonly sequence: number;
  readonly time: number;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: string;
}

/** SHA-256 over the hash before (hex, empty for the first row) and the row as canonical JSON; hex. */
export function chainHash(previous: string, row: ChainedRow): string {
  const { sequence, time, actor, action, target, detail } = row;
  const canonical = canonicalJson({ sequence, time, actor, action, target, detail });
  return createHash('sha256').update(previous).update('\n').update(canonical).digest('hex');
}

/** JSON with sorted keys and no white space (RFC 8785 for what JSON.stringify can say); undefined is left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
