// pure
import { cpuBusy, cpuCore, cpuUtilization } from '@fettle/shared/metrics/cpu';
import { load15 } from '@fettle/shared/metrics/load';
import { hour, levelsOf, minute, servers, shipped, value } from './shipped.ts';

export const cpuRules = {
  'cpu-busy': shipped({
    name: 'The processors are busy for long',
    when: value(cpuBusy.name, 'above', { warning: [0.95, 0.85] }),
    forMs: 30 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'See who it is: the table of processes, or `top -o %CPU`.',
      'Meant (a build, a backup, a night’s reckoning): move it, or give it less (`nice`, `CPUQuota=` of its unit).',
      'Not meant: take its stack (`perf top -p <pid>`, `gdb -p`) before you restart it, or nobody will know why.',
      'Busy without a process that stands out: look at “CPU by mode”; interrupts and steal are not of your programs.',
    ],
  }),
  'cpu-core-stuck': shipped({
    name: 'One processor is busy without a pause',
    selector: servers,
    when: value(cpuCore.name, 'above', { warning: [0.99, 0.9] }),
    forMs: 3 * hour,
    clearForMs: 10 * minute,
    runbook: [
      'A single thread turns without end: `top -H -o %CPU` shows which.',
      'A program that can use one core only has met its bound: it needs a faster core, not more of them.',
      'A network card whose queues all end at one core: `cat /proc/interrupts`, then irqbalance or more queues.',
    ],
  }),
  'cpu-load': shipped({
    name: 'More wants to run than the processors can do',
    selector: servers,
    when: {
      kind: 'formula',
      // Busy is the average of the cores, so that their sum through it is how many there are.
      expression: `${load15.name} * ${cpuBusy.name} / sum(${cpuCore.name})`,
      is: 'above',
      levels: levelsOf({ warning: [3, 2], critical: [8, 5] }),
    },
    forMs: 10 * minute,
    clearForMs: 10 * minute,
    runbook: [
      'This many threads for each core run or wait. On Linux those that wait for a disk count too.',
      'Many wait for a disk (`ps -eo state,pid,comm | grep ^D`): look at the disks and network mounts, not at the processors.',
      'Many run: see the table of processes, and whether more workers are started than there are cores.',
    ],
  }),
  'cpu-waits': shipped({
    name: 'The processors wait for disks',
    selector: servers,
    when: value(cpuUtilization.name, 'above', { warning: [0.3, 0.2], critical: [0.6, 0.4] }, { 'cpu.mode': 'iowait' }),
    forMs: 15 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'Which disk: chart “Disks busy”; which process: `iotop -oPa`, or the column of disk in the table of processes.',
      'A disk that answers slowly though it has little to do may be dying: see its health, and `dmesg | grep -i error`.',
      'Memory that is short makes disks busy too: see whether pages are swapped.',
    ],
  }),
  'cpu-stolen': shipped({
    name: 'The host gives this machine too little processor time',
    selector: servers,
    when: value(cpuUtilization.name, 'above', { warning: [0.1, 0.05], critical: [0.3, 0.2] }, { 'cpu.mode': 'steal' }),
    forMs: 15 * minute,
    clearForMs: 10 * minute,
    runbook: [
      'Nothing on this machine does it: its host has promised more processors than it has.',
      'Your own host: see which guest is busy, and move one of them.',
      'A cloud: machines with burst credits get little once these are used up; choose another kind, or stop and start it to come to another host.',
    ],
  }),
};
