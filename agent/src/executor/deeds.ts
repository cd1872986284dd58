/** The closed deeds: what an order may ask for without a script. */
import type { Job } from '@fettle/shared/trust/accept/question';
import type { Platform } from './platform/platform.ts';

export type Deed = Exclude<Job, { readonly kind: 'script' }>;

const timeoutMs = 120_000;
/** Of systemd.unit(5), without templates’ escapes; where there is no systemd it is the name of a service. */
const unitForm = /^[A-Za-z0-9][A-Za-z0-9:_.@-]{0,127}$/;
/** It would end this very run. */
const own = /^fettle-executor(?:\.|$)/;

type Found = { readonly argv: readonly string[]; readonly timeoutMs: number } | { readonly obstacle: string };

/** The program that does it here, or why there is none, for people. */
export function deedProgram(deed: Deed, platform: Platform): Found {
  if (deed.kind === 'unit-restart') {
    const { unit } = deed;
    const argv = unitForm.test(unit) && !own.test(unit) ? platform.restart(unit) : null;
    return argv === null ? { obstacle: `${JSON.stringify(unit)} cannot be restarted here` } : { argv, timeoutMs };
  }
  if (deed.kind !== 'reboot') return { obstacle: `${deed.kind} is not possible yet` };
  // By the minute, and never at once: the receipt is on disk before, and who is at the machine may cancel it.
  const minutes = Math.max(1, Math.ceil(deed.notice / 60));
  const argv = platform.reboot(minutes, 'This machine restarts for maintenance. To cancel: shutdown -c');
  return argv === null ? { obstacle: 'it cannot be restarted with notice here' } : { argv, timeoutMs };
}
