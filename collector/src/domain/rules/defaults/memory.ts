// pure
import { memoryUtilization } from '@fettle/shared/metrics/memory';
import { pressureShare } from '@fettle/shared/metrics/pressure';
import { outOfMemoryKills, swapUtilization } from '@fettle/shared/metrics/swap';
import { minute, servers, shipped, value } from './shipped.ts';

export const memoryRules = {
  'memory-short': shipped({
    name: 'Memory is nearly used up',
    when: value(memoryUtilization.name, 'above', { warning: [0.92, 0.88], critical: [0.97, 0.94] }),
    forMs: 10 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'See who has it: the table of processes on the device’s page, or `ps aux --sort=-rss | head`.',
      'One process that grew steadily for days leaks: restart it, and tell its makers with the chart.',
      'Many of the same (web workers, database connections): lower how many there may be.',
      'Everything as it should be: the device needs more memory. What was used in the worst hour of the last month says how much.',
    ],
  }),
  'memory-swapped': shipped({
    name: 'Much of the swap space is in use',
    selector: servers,
    when: value(swapUtilization.name, 'above', { warning: [0.6, 0.5], critical: [0.9, 0.8] }),
    forMs: 15 * minute,
    clearForMs: 15 * minute,
    runbook: [
      'What lies in swap and is not touched does no harm: look first whether pages move (chart “Swapping”, `vmstat 1`).',
      'Pages move all the time: memory is short, see which process has most of it.',
      'Which process is swapped out: `grep VmSwap /proc/*/status | sort -k2 -n | tail`.',
      'After the cause is gone `swapoff -a && swapon -a` brings everything back, if there is room for it in memory.',
    ],
  }),
  'memory-pressure': shipped({
    name: 'Programs wait for memory',
    when: value(
      pressureShare.name,
      'above',
      { warning: [0.1, 0.05], critical: [0.3, 0.2] },
      { 'system.linux.psi.resource': 'memory', 'system.pressure.stall_type': 'full' },
    ),
    forMs: 5 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'For this share of the time nothing at all went on, because all programs waited for memory: people notice it.',
      'See who has most of it in the table of processes, and whether it grows.',
      'Stop or restart the largest one before the kernel kills one of its choice.',
      'Where it happens at the same time each day, move the work that does it, or give it a bound (`MemoryMax=` of its unit).',
    ],
  }),
  'memory-killed': shipped({
    name: 'The kernel killed a process for want of memory',
    when: {
      kind: 'change',
      metric: outOfMemoryKills.name,
      overMs: 10 * minute,
      is: 'above',
      levels: { warning: { limit: 1 } },
    },
    runbook: [
      'Which one it was: `journalctl -k --grep "Out of memory"`.',
      'Whether it is running again: `systemctl --failed`, and the services on the device’s page.',
      'The chart of memory tells whether it grew slowly (a leak) or at once (one large piece of work).',
      'Give the unit that is to suffer a bound (`MemoryMax=`), so that it is not the database next time.',
    ],
  }),
};
