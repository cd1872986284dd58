/** What a process and all its children have used, from /proc. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ticksPerSecond = 100;

export interface Used {
  /** Processor seconds of every thread that lives, and of the children that were waited for. */
  readonly cpuSeconds: number;
  /** MB (10^6 bytes) in memory, shared pages counted in full. */
  readonly residentMb: number;
  readonly anonymousMb: number;
  readonly processes: number;
  /** Milliseconds of the clock that never goes back. */
  readonly at: number;
}

/** @throws Error when the process is gone */
export function usedBy(pid: number): Used {
  const pids = treeOf(pid);
  const memory = pids.map(memoryOf);
  return {
    cpuSeconds: pids.reduce((sum, one) => sum + cpuOf(one), 0),
    residentMb: memory.reduce((sum, { resident }) => sum + resident, 0) / 1e6,
    anonymousMb: memory.reduce((sum, { anonymous }) => sum + anonymous, 0) / 1e6,
    processes: pids.length,
    at: performance.now(),
  };
}

/** Processor seconds of the first thread's process as the kernel's clock ticks tell them, for comparison. */
export function ticksOf(pid: number): { readonly own: number; readonly children: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const seconds = (from: number) => (Number(fields[from]) + Number(fields[from + 1])) / ticksPerSecond;
  return { own: seconds(11), children: seconds(13) };
}

/** In nanoseconds where the kernel tells (schedstat): a cycle takes less than one tick. */
function cpuOf(pid: number): number {
  const { own, children } = ticksOf(pid);
  const tasks = `/proc/${pid}/task`;
  const threads = readdirSync(tasks).map((task) => join(tasks, task, 'schedstat'));
  const exact = threads.every((file) => existsSync(file));
  if (!exact) return own + children;
  const ns = threads.reduce((sum, file) => sum + Number(readFileSync(file, 'utf8').split(' ', 1)[0]), 0);
  return ns / 1e9 + children;
}

function treeOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
  return [pid, ...children.flatMap((child) => (existsSync(`/proc/${child}`) ? treeOf(child) : []))];
}

function memoryOf(pid: number): { readonly resident: number; readonly anonymous: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1_024;
  return { resident: bytes('Rss'), anonymous: bytes('Anonymous') };
}
