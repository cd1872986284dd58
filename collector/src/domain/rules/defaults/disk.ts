// pure
import { diskBusy, diskDuration } from '@fettle/shared/metrics/disk';
import { raidState } from '@fettle/shared/metrics/raid';
import { diskDefectCount, diskHealth, diskSpare, diskTemperature, diskWear } from '@fettle/shared/metrics/smart';
import { day, minute, servers, shipped, value } from './shipped.ts';

export const diskRules = {
  'disk-busy': shipped({
    name: 'A disk is busy without a pause',
    selector: servers,
    when: value(diskBusy.name, 'above', { warning: [0.95, 0.8] }),
    forMs: 30 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'Which process: `iotop -oPa`, or the column of disk in the table of processes.',
      'A backup, a scrub of an array (`cat /proc/mdstat`) or a search index: move it, or slow it (`ionice -c3`).',
      'A database: look for the query without an index, and for memory that is too small for what is read all the time.',
      'Solid-state disks do many things at once and are “busy” long before they are full of work: what counts is how long they take.',
    ],
  }),
  'disk-slow': shipped({
    name: 'A disk answers slowly',
    selector: servers,
    when: value(diskDuration.name, 'above', { warning: [100, 50], critical: [500, 200] }),
    forMs: 10 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'See whether it has much to do (charts of its throughput and of “Disks busy”). Then it is too slow for its work.',
      'It has little to do and is slow: suspect the disk. `dmesg | grep -iE "ata|nvme|i/o error"`, `smartctl -a <disk>`.',
      'A disk over the network: look at the network and at the storage’s own figures.',
    ],
  }),
  'disk-failing': shipped({
    name: 'A disk says that it is failing',
    when: { kind: 'state', metric: diskHealth.name, states: { critical: ['failed'] } },
    runbook: [
      'Make sure now that there is a backup, and that it can be read.',
      'What it says: `smartctl -a <disk>` or `nvme smart-log <disk>`.',
      'Order another one. In an array: `mdadm <array> --fail <disk> --remove <disk>`, change it, `--add` the new one.',
      'Not in an array: copy what is there to another disk, with `ddrescue` where reading fails.',
    ],
  }),
  'disk-defects': shipped({
    name: 'A disk gets more and more defects',
    when: {
      kind: 'change',
      metric: diskDefectCount.name,
      overMs: 1 * day,
      is: 'above',
      levels: { warning: { limit: 1 }, critical: { limit: 50 } },
    },
    runbook: [
      'A few old defects do no harm; that they grow is how most disks begin to die.',
      'See which: reallocated ones are mended, pending and uncorrectable ones are data that cannot be read.',
      'Check the backup, and plan the change of the disk for this week.',
      'Run its own long test: `smartctl -t long <disk>`, and tomorrow `smartctl -l selftest <disk>`.',
    ],
  }),
  'disk-worn': shipped({
    name: 'A solid-state disk is worn',
    when: value(diskWear.name, 'above', { warning: [0.9], critical: [1] }),
    runbook: [
      'It has been written nearly as much as it was made for. It may go on for long, or stop taking writes any day.',
      'See what writes that much (chart “Disk throughput”); logs and swap are often moved easily.',
      'Plan the change of the disk.',
    ],
  }),
  'disk-spare': shipped({
    name: 'A disk has few spare blocks left',
    when: value(diskSpare.name, 'below', { warning: [0.2], critical: [0.1] }),
    runbook: [
      'Worn blocks are replaced by spare ones, and these come to an end. Then the disk can only be read.',
      'Check the backup, and change the disk soon.',
    ],
  }),
  'disk-hot': shipped({
    name: 'A disk is too warm',
    when: value(diskTemperature.name, 'above', { warning: [65, 60], critical: [75, 70] }),
    forMs: 10 * minute,
    clearForMs: 10 * minute,
    runbook: [
      'Look at the fans (chart “Fans”) and at the other temperatures: is it this disk, or the room?',
      'Dust before the fans, a cable in the way, a flash disk without its heat sink.',
      'It is only this one and it has much to do: a warm disk becomes slow to protect itself, then it fails.',
    ],
  }),
  'raid-degraded': shipped({
    name: 'An array of disks is not whole',
    when: {
      kind: 'state',
      metric: raidState.name,
      states: { warning: ['rebuilding'], critical: ['degraded', 'failed'] },
    },
    forMs: 1 * minute,
    runbook: [
      'What is missing: `cat /proc/mdstat`, `mdadm --detail <array>`.',
      'Degraded: it works, and the next disk that fails may take the data with it. Check the backup now.',
      'Change the disk and add the new one: `mdadm <array> --add <disk>`. Rebuilding takes hours; keep other work away.',
      'A disk that fell out though it is sound: look at cables and power, then `--re-add` it.',
    ],
  }),
};
