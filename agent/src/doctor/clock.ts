// pure
import { failed, type Finding, good, skipped, warning } from './finding.ts';

/** HTTP tells whole seconds, so that two right clocks may seem to differ by as much. */
const resolutionMs = 2_000;
/** Frames that lie further ahead wait until the offset is measured; certificates may seem over. */
const mostMs = 300_000;

/** @param theirs the collector's clock, ms since 1970; null when it did not tell */
export function judgeClock(ours: number, theirs: number | null): Finding {
  if (theirs === null) return skipped('clock', 'The collector told no time to compare with.');
  const off = ours - theirs;
  if (Math.abs(off) <= resolutionMs) return good('clock', 'It agrees with the collector’s.');
  const text = `It is ${spanOf(Math.abs(off))} ${off > 0 ? 'ahead of' : 'behind'} the collector’s.`;
  const remedy = 'set it right, for instance with timedatectl set-ntp true';
  return Math.abs(off) > mostMs
    ? failed('clock', text, remedy)
    : warning('clock', text, `${remedy}; until then samples are moved by the difference`);
}

function spanOf(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`;
}
