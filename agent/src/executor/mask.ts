// pure
/** Secrets in output become `***`, also where one comes in pieces, in base64 or as in a URL. */

const mark = Buffer.from('***');

export interface Mask {
  /** What of the output is known to hold no secret. The start of what may become one is held back. */
  push(bytes: Buffer): Buffer;
  /** What was held back. */
  end(): Buffer;
}

export function createMask(secrets: readonly string[]): Mask {
  const patterns = formsOf(secrets);
  let held: Buffer = Buffer.alloc(0);

  function take(bytes: Buffer, last: boolean): Buffer {
    if (patterns.length === 0) return bytes;
    const all = Buffer.concat([held, bytes]);
    const out: Buffer[] = [];
    let from = 0;
    let open = last ? all.length : unfinished(all, from, patterns);
    for (let next = first(all, from, patterns); next !== null && next.at < open; next = first(all, from, patterns)) {
      out.push(all.subarray(from, next.at), mark);
      from = next.at + next.length;
      if (from > open) open = unfinished(all, from, patterns);
    }
    held = Buffer.from(all.subarray(open));
    return Buffer.concat([...out, all.subarray(from, open)]);
  }

  return { push: (bytes) => take(bytes, false), end: () => take(Buffer.alloc(0), true) };
}

/** The earliest; of those that begin together the longest. */
function first(all: Buffer, from: number, patterns: readonly Buffer[]): { at: number; length: number } | null {
  let best: { at: number; length: number } | null = null;
  for (const pattern of patterns) {
    const at = all.indexOf(pattern, from);
    if (at >= 0 && (best === null || at < best.at)) best = { at, length: pattern.length };
  }
  return best;
}

/** Where the end of it may be the start of a secret; its length where it is of none. */
function unfinished(all: Buffer, from: number, patterns: readonly Buffer[]): number {
  let earliest = all.length;
  for (const pattern of patterns) {
    for (let at = Math.max(from, all.length - pattern.length + 1); at < earliest; at++) {
      if (all[at] !== pattern[0] || !all.subarray(at).equals(pattern.subarray(0, all.length - at))) continue;
      earliest = at;
    }
  }
  return earliest;
}

/** Longest first, so that of two that begin together the longer is taken. */
function formsOf(secrets: readonly string[]): Buffer[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    const lines = secret.split(/\r?\n/).filter((line) => line.length >= 8);
    for (const text of [secret, secret.trim(), ...lines]) {
      const bytes = Buffer.from(text);
      const base64 = bytes.toString('base64');
      for (const form of [text, base64.replace(/=+$/, ''), bytes.toString('base64url'), encodeURIComponent(text)])
        forms.add(form);
    }
  }
  forms.delete('');
  return [...forms].map((form) => Buffer.from(form)).toSorted((one, other) => other.length - one.length);
}
