// pure
const day = 86_400_000;

/** How long certificates are made for. Browsers take none of more than 398 days; ours are renewed by themselves. */
export const lasts = { ca: 3_650 * day, server: 90 * day } as const;
/** So long before its end a certificate is made anew. */
export const renewedBefore = { ca: 365 * day, server: 30 * day } as const;
/** A certificate counts from so much before now: the clocks of others may be behind. */
export const countsFrom = day;

export interface Lifetime {
  /** ms since 1970 UTC */
  readonly from: number;
  readonly to: number;
}

export type Reason = 'missing' | 'ends soon' | 'begins later' | 'other names' | 'other authority';

/** Why a CA's certificate is to be made anew over the same key; null: it is good. */
export function renewCa(current: Lifetime | null, now: number): Reason | null {
  return current === null ? 'missing' : due(current, now, renewedBefore.ca);
}

export interface ServerCertificate extends Lifetime {
  readonly names: readonly string[];
  /** Whether the CA in use has signed it. */
  readonly ofCa: boolean;
}

/** Why the server's certificate is to be made anew; null: it is good. A name that is no longer asked for does no harm. */
export function renewServer(current: ServerCertificate | null, names: readonly string[], now: number): Reason | null {
  if (current === null) return 'missing';
  if (!current.ofCa) return 'other authority';
  if (!names.every((name) => current.names.includes(name))) return 'other names';
  return due(current, now, renewedBefore.server);
}

/** The clock may have been wrong when a certificate was made: then it begins later, or ended long ago. */
function due({ from, to }: Lifetime, now: number, before: number): Reason | null {
  if (now < from) return 'begins later';
  return now >= to - before ? 'ends soon' : null;
}
