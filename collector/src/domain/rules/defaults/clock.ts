// pure
import { clockError } from '@fettle/shared/metrics/uptime';
import { minute, second, shipped, value } from './shipped.ts';

export const clockRules = {
  'clock-wrong': shipped({
    name: 'The clock is wrong',
    when: value(clockError.name, 'above', {
      warning: [5 * second, 2 * second],
      critical: [5 * minute, 1 * minute],
    }),
    forMs: 10 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'Certificates, logins by Kerberos (5 minutes at most) and the order of logs depend on the right time.',
      'Does it ask for the time? `timedatectl`, `chronyc tracking`. It needs UDP port 123 to its servers.',
      'Set it once: `chronyc makestep`. A virtual machine that was paused gets it from its host’s tools.',
      'It is wrong again after each start: the battery on the board is empty.',
    ],
  }),
};
