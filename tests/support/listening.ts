import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** TCP_LISTEN of the kernel's tcp_states.h; an unconnected UDP socket is in TCP_CLOSE. */
const waiting: Readonly<Record<string, string>> = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' };

/** The local addresses, as the kernel writes them, at which a process of this network takes what comes. Linux. */
export function listening(pid: number | undefined): string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch (error) {
        // Closed meanwhile.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    }),
  );
  return Object.entries(waiting).flatMap(([table, state]) =>
    // proc(5): sl, local and remote address, state, …, inode is the tenth.
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === state && own.has(fields[9] ?? ''))
      .map((fields) => `${table} ${fields[1]}`),
  );
}
