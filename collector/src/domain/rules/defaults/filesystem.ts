// pure
import { filesystemUtilization, inodeUtilization } from '@fettle/shared/metrics/filesystem';
import type { Where } from '@fettle/shared/rules/rule';
import { day, minute, servers, shipped, value } from './shipped.ts';

/** Images that are mounted full and stay so. */
const images: Where = { 'system.filesystem.mountpoint': '/snap/*' };
const media: Where = { 'system.filesystem.mountpoint': '/media/*' };
const overrides = [images, media].map((where) => ({ where, off: true }));

export const filesystemRules = {
  'filesystem-full': shipped({
    name: 'A file system is nearly full',
    when: value(filesystemUtilization.name, 'above', { warning: [0.85, 0.8], critical: [0.95, 0.9] }),
    forMs: 5 * minute,
    clearForMs: 5 * minute,
    overrides,
    runbook: [
      'See what grew: `du -xh --max-depth=2 <mount> | sort -h | tail -20`; the chart of the last days shows when it began.',
      'Look for files that are deleted but held open: `lsof +L1`. Restart what holds them.',
      'Logs: `journalctl --disk-usage`, then `journalctl --vacuum-size=500M`; look whether logrotate still runs.',
      'Packages and images: `apt-get clean`, `docker system df` and `docker system prune`.',
      'Nothing to remove: make it larger (`lvextend -r`), and look at the rule for what fills up within days.',
    ],
  }),
  'filesystem-inodes': shipped({
    name: 'A file system runs out of files',
    when: value(inodeUtilization.name, 'above', { warning: [0.85, 0.8], critical: [0.95, 0.9] }),
    forMs: 5 * minute,
    clearForMs: 5 * minute,
    overrides,
    runbook: [
      'There may be room left, but no file can be made any more: `df -i <mount>`.',
      'Find the folder with the many small files: `du --inodes -x <mount> | sort -n | tail -20`.',
      'It is mostly a mail queue, sessions of PHP, or a cache without an end: remove the oldest, then mend what makes them.',
      'ext4 cannot get more inodes later: when they are all needed, make a new file system with `mkfs.ext4 -i` and move there.',
    ],
  }),
  'filesystem-fills': shipped({
    name: 'A file system will be full within days',
    selector: servers,
    when: {
      kind: 'trend',
      metric: filesystemUtilization.name,
      reaches: 1,
      withinMs: { warning: 7 * day, critical: 1 * day },
      historyMs: 3 * day,
    },
    forMs: 30 * minute,
    clearForMs: 60 * minute,
    overrides,
    runbook: [
      'It is not full yet; by the trend of the last three days it will be. The chart shows how steadily it grows.',
      'Find what grows: `du -xh --max-depth=2 <mount> | sort -h | tail -20`, now and again in an hour.',
      'Growth that is meant: plan the larger disk now, while there is time.',
      'Growth that is not meant: a log without rotation, a backup that is never removed, a queue that nobody empties.',
    ],
  }),
};
