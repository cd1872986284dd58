/** The closed deeds: what an order may ask for without a script. */
import type { Job } from '@fettle/shared/trust/accept/question';
import type { Platform } from './platform/platform.ts';

export type Deed = Exclude<Job, { readonly kind: 'script' }>;

const withinMs = 120_000;
/** Of systemd.unit(5), without templates’ escapes; where there is no systemd it is the name of a service. */
const unitForm = /^[A-Za-z0-9][A-Za-z0-9:_.@-]{0,127}$/;
/** It would end this very run. */
const own = /^fettle-executor(?:\.|$)/;

type Found = { readonly argv: readonly string[]; readonly timeoutMs: number } | { readonly obstacle: string };

/** The program that does it here, or why there is none, for people. */
export function deedProgram(deed: Deed, platform: Platform): Found {
  if (deed.kind === 'unit-restart') {
    const { unit } = deed;
    if (!unitForm.test(unit) || own.test(unit))
      return { obstacle: `${JSON.stringify(unit)} is no unit that may be restarted` };
    return found(platform.restart(unit), 'units cannot be restarted here');
  }
  if (deed.kind === 'reboot') {
    // By the minute, and never at once: the receipt is on disk before, and who is at the machine may cancel it.
    const minutes = Math.max(1, Math.ceil(deed.notice / 60));
    return found(
      platform.reboot(minutes, 'This machine restarts for maintenance. To cancel: shutdown -c'),
      'it cannot be restarted with notice here',
    );
  }
  return { obstacle: `${deed.kind} is not possible yet` };
}

function found(argv: readonly string[] | null, obstacle: string): Found {
  return argv === null ? { obstacle } : { argv, timeoutMs: withinMs };
}
