// pure
import { unitRestarts, unitState } from '@fettle/shared/metrics/unit';
import { hour, minute, shipped } from './shipped.ts';

export const serviceRules = {
  'service-failed': shipped({
    name: 'A service has failed',
    when: { kind: 'state', metric: unitState.name, states: { warning: ['failed'] } },
    forMs: 1 * minute,
    clearForMs: 1 * minute,
    runbook: [
      'Why: `systemctl status <service>`, `journalctl -u <service> -n 100`.',
      'Start it again: `systemctl restart <service>`. Does it fail at once, it is its configuration or what it depends on.',
      'Was it changed, or updated? `journalctl --since "-2h"` and the history of packages say so.',
      'It is not needed: `systemctl reset-failed <service>`, and `systemctl disable` it.',
    ],
  }),
  'service-restarts': shipped({
    name: 'A service restarts again and again',
    when: {
      kind: 'change',
      metric: unitRestarts.name,
      overMs: 1 * hour,
      is: 'above',
      levels: { warning: { limit: 5 }, critical: { limit: 30 } },
    },
    runbook: [
      'It ends and is started again by itself; those who use it see errors in between.',
      'What it says before it ends: `journalctl -u <service> -n 200`.',
      'Killed for want of memory? `journalctl -k --grep "Out of memory"`; a bound of its unit (`MemoryMax=`) does it too.',
      'Stop the circle while you look: `systemctl stop <service>`.',
    ],
  }),
};
