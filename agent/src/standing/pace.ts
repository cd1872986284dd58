// pure
/** When a standing order may fire next. The executor decides; this keeps the agent from asking in vain. */
import type { Caps } from '@fettle/shared/trust/standing';

const hourMs = 3_600_000;

/** A run that was begun, wall clock, ms. */
export interface Past {
  readonly started: number;
  readonly ended: number;
}

/**
 * Wall clock, ms; `now` or before it: at once.
 * @param booted when the machine started, wall clock; null where that does not count (the clock fired it)
 */
export function mayFireAt(caps: Caps, past: readonly Past[], now: number, booted: number | null): number {
  const lately = past.filter(({ started }) => started > now - hourMs).map(({ started }) => started);
  const full = lately.toSorted((a, b) => a - b).at(-caps.perHour);
  const last = Math.max(0, ...past.map(({ ended }) => ended));
  return Math.max(
    lately.length >= caps.perHour && full !== undefined ? full + hourMs : 0,
    // A clock that was set back must not stop it for long.
    last === 0 || last > now ? 0 : last + caps.coolDown * 1_000,
    booted === null ? 0 : booted + caps.bootGuard * 1_000,
  );
}
