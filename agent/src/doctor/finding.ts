// pure
/** What one check of the doctor says, for people. */
export interface Finding {
  readonly check: string;
  /** `skipped`: it could not be told here, which is no fault. */
  readonly state: 'good' | 'warning' | 'failed' | 'skipped';
  readonly text: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

export const good = (check: string, text: string): Finding => ({ check, state: 'good', text, remedy: null });
export const skipped = (check: string, text: string): Finding => ({ check, state: 'skipped', text, remedy: null });
export const warning = (check: string, text: string, remedy: string): Finding => ({
  check,
  state: 'warning',
  text,
  remedy,
});
export const failed = (check: string, text: string, remedy: string): Finding => ({
  check,
  state: 'failed',
  text,
  remedy,
});

/** One line a finding: state, check, what is, and behind an arrow what to do. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ check, state, text, remedy }) => {
      const line = `${state.padEnd(8)} ${check.padEnd(10)} ${text}`;
      return (remedy === null ? line : `${line} → ${remedy}`).replaceAll(/\s*\n\s*/g, ' ');
    })
    .join('\n');
}
