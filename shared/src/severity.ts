/** How much something hurts; absent is in order. */
export type Severity = 'warning' | 'critical';

/** Higher hurts more; undefined is 0. */
export function severityRank(severity: Severity | null | undefined): number {
  if (severity === 'critical') return 2;
  return severity === 'warning' ? 1 : 0;
}
