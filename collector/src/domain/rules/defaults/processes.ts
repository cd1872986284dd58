// pure
import { fileHandleShare, processCount, threadShare } from '@fettle/shared/metrics/process';
import { minute, shipped, value } from './shipped.ts';

export const processRules = {
  'processes-defunct': shipped({
    name: 'Dead processes pile up',
    when: value(
      processCount.name,
      'above',
      { warning: [50, 20], critical: [1_000, 500] },
      { 'process.state': 'defunct' },
    ),
    forMs: 30 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'They have ended, and their parent never asked how. They hold no memory, but each holds a process number.',
      "Whose they are: `ps -eo stat,ppid,comm | awk '$1 ~ /Z/ {print $2, $3}' | sort | uniq -c | sort -n`.",
      'Restart that parent, and tell its makers. In a container: run it with an init (`docker run --init`).',
    ],
  }),
  'processes-waiting': shipped({
    name: 'Many processes wait for a disk',
    when: value(processCount.name, 'above', { warning: [20, 10], critical: [100, 50] }, { 'process.state': 'waiting' }),
    forMs: 10 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'Which: `ps -eo state,pid,wchan:30,comm | grep ^D`. They cannot be killed while they wait.',
      'Mostly a network file system whose server is gone: `dmesg | tail`, `mount -t nfs,nfs4,cifs`.',
      'Bring the server back, or `umount -f -l` it.',
    ],
  }),
  'threads-limit': shipped({
    name: 'The system runs out of threads',
    when: value(threadShare.name, 'above', { warning: [0.85, 0.75], critical: [0.95, 0.9] }),
    forMs: 2 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'At the limit nothing new starts, not even a shell to look: act now.',
      'Who has them: `ps -eo nlwp,pid,comm --sort=-nlwp | head`.',
      'Restart that one. Its unit can have a bound of its own (`TasksMax=`).',
      'All of them are needed: `sysctl -w kernel.threads-max=… kernel.pid_max=…`.',
    ],
  }),
  'files-limit': shipped({
    name: 'The system runs out of open files',
    when: value(fileHandleShare.name, 'above', { warning: [0.85, 0.75], critical: [0.95, 0.9] }),
    forMs: 2 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'At the limit every program gets “Too many open files”.',
      'Who has them: `for p in /proc/[0-9]*; do echo $(ls $p/fd 2>/dev/null | wc -l) $(cat $p/comm); done | sort -n | tail`.',
      'Mostly connections that are never closed: restart that program, and tell its makers.',
      'All of them are needed: `sysctl -w fs.file-max=…`.',
    ],
  }),
};
