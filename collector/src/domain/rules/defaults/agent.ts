// pure
import { agentCpu, agentDropped, agentErrors, agentOmitted, agentResident } from '@fettle/shared/metrics/agent';
import { hour, minute, shipped, value } from './shipped.ts';

const mebibyte = 1_048_576;

export const agentRules = {
  'agent-cpu': shipped({
    name: 'The agent itself takes much processor time',
    when: value(agentCpu.name, 'above', { warning: [0.1, 0.05] }),
    forMs: 30 * minute,
    clearForMs: 10 * minute,
    runbook: [
      'Usual is less than 1 % of one processor. See how many series it measures and how often.',
      'Is the device looked at live all the time? Then it measures each second.',
      'Thousands of services, interfaces or mounts: `fettle-agent doctor` shows what is slow.',
    ],
  }),
  'agent-memory': shipped({
    name: 'The agent itself takes much memory',
    when: value(agentResident.name, 'above', { warning: [300 * mebibyte, 250 * mebibyte] }),
    forMs: 30 * minute,
    clearForMs: 10 * minute,
    runbook: [
      'Usual is well below 150 MiB. See whether it grows steadily (a fault, please report it) or is so since its start.',
      '`systemctl restart fettle-agent` loses nothing: what is not sent yet is on its disk.',
    ],
  }),
  'agent-lost': shipped({
    name: 'The agent had to drop measurements',
    when: {
      kind: 'change',
      metric: agentDropped.name,
      overMs: 1 * hour,
      is: 'above',
      levels: { warning: { limit: 1 } },
    },
    runbook: [
      'It could not reach the collector for so long that its outbox was full, or its disk is damaged.',
      '`fettle-agent status` shows the outbox, `fettle-agent doctor` the disk and the way to the collector.',
      'There is a hole in the charts of this device for that time; nothing can bring it back.',
    ],
  }),
  'agent-fails': shipped({
    name: 'The agent cannot measure something any more',
    when: {
      kind: 'change',
      metric: agentErrors.name,
      overMs: 1 * hour,
      is: 'above',
      levels: { warning: { limit: 10 } },
    },
    runbook: [
      'Which sampler, and why: `journalctl -u fettle-agent -n 50`, `fettle-agent doctor`.',
      'Mostly a permission that an update took away, or a mount that hangs.',
    ],
  }),
  'agent-series': shipped({
    name: 'The device has more series than are measured',
    when: value(agentOmitted.name, 'above', { warning: [1] }),
    forMs: 10 * minute,
    clearForMs: 10 * minute,
    runbook: [
      'A device has 2,048 series at most; what is beyond is not measured.',
      'See what there is so much of: interfaces of containers, mounts, services that are made anew each time.',
    ],
  }),
};
