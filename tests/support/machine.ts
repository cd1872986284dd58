/** A made-up machine: a stream of frames whose values behave like a server's, the same for the same seed. */
import type { Dictionary, Frame, Table, TableRow } from '@fettle/shared/protocol/frame';

export interface MachineOptions {
  readonly seed: number;
  /** Columns; the part beyond the lively ones does not change (states of units). */
  readonly values: number;
  /** ms between frames. */
  readonly interval: number;
  readonly busy: boolean;
  /** Sequence and time of the first frame. */
  readonly sequence?: number;
  readonly time?: number;
}

export interface Machine {
  readonly dictionary: Dictionary;
  readonly decimals: Uint8Array;
  next(): Frame;
}

type Random = () => number;
interface Column {
  readonly metric: string;
  readonly decimals: number;
  /** The value before → the value now. */
  next(random: Random, before: number): number;
}

const page = 4_096;
const round = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;

/** [name, how many, decimals, behaviour]: the families of a Linux server. */
function behaviours(busy: boolean): [string, number, number, Column['next']][] {
  const load = busy ? 0.6 : 0.03;
  const share: Column['next'] = (random) => round(load * (0.5 + random()), 4);
  const seldom: Column['next'] = (random, before) =>
    random() < (busy ? 0.5 : 0.1) ? round(random() * load, 4) : before;
  const walk =
    (step: number, likely: number): Column['next'] =>
    (random, before) =>
      random() < likely ? Math.max(0, before + Math.round((random() - 0.5) * step) * page) : before;
  const rate =
    (scale: number, likely: number): Column['next'] =>
    (random) =>
      random() < (busy ? 0.9 : likely) ? round(random() * random() * scale * (busy ? 50 : 1), 1) : 0;
  return [
    ['system.cpu.utilization', 9, 4, share],
    ['system.cpu.core.utilization', 8, 4, share],
    ['system.cpu.load', 3, 2, (random) => round(load * 8 * (0.9 + 0.2 * random()), 2)],
    ['system.pressure', 18, 4, seldom],
    ['system.memory.usage', 16, 0, walk(400, 0.6)],
    ['system.filesystem.usage', 48, 0, walk(100, 0.05)],
    ['system.disk.io.rate', 32, 1, rate(20_000, 0.15)],
    ['system.network.io.rate', 16, 1, rate(3_000, 0.5)],
    ['system.network.packet.rate', 16, 1, rate(30, 0.5)],
    ['system.network.errors.rate', 16, 1, () => 0],
    ['system.sockets', 10, 0, (random, before) => Math.max(0, before + Math.round((random() - 0.5) * 3))],
    ['hw.temperature', 8, 1, (random, before) => round(Math.max(30, before + Math.round((random() - 0.5) * 2)), 1)],
    ['system.process.count', 6, 0, (random, before) => Math.max(0, before + Math.round((random() - 0.5) * 1.4))],
    ['system.uptime', 1, 0, (_random, before) => before + 10],
    ['fettle.agent', 6, 4, share],
  ];
}

export function machine({
  seed,
  values,
  interval,
  busy,
  sequence = 1,
  time = 1_790_000_000_000,
}: MachineOptions): Machine {
  const random = mulberry32(seed);
  const columns: Column[] = behaviours(busy).flatMap(([metric, count, decimals, next]) =>
    Array.from({ length: count }, () => ({ metric, decimals, next })),
  );
  while (columns.length < values) columns.push({ metric: 'systemd.unit.state', decimals: 0, next: () => 1 });
  columns.length = values;
  const series = columns.map(({ metric, decimals }, i) => ({ metric, attributes: { of: String(i) }, decimals }));
  const now = new Float64Array(columns.length);
  const processes = Array.from({ length: 40 }, (_, i) => ({
    id: 900 + i * 37,
    start: time - i * 61_007,
    name: `program-${i % 25}`,
  }));
  let taken = 0;

  return {
    dictionary: { series },
    decimals: Uint8Array.from(columns, (column) => column.decimals),
    next() {
      for (const [i, column] of columns.entries()) now[i] = column.next(random, now[i] ?? 0);
      const at = time + taken * interval + Math.floor(random() * 3);
      const frame = {
        sequence: sequence + taken,
        time: at,
        offset: 0,
        values: now.slice(),
        tables: [top(random, processes, busy)],
      };
      taken++;
      return frame;
    },
  };
}

/** The thirty rows of a top table: some processes work, most only hold memory. */
function top(random: Random, processes: readonly Omit<TableRow, 'values'>[], busy: boolean): Table {
  const rows = processes
    .filter((_, i) => i < 20 || random() < 0.3)
    .slice(0, 30)
    .map((process, i) => {
      const works = random() < (busy ? 0.6 : 0.15);
      const memory = (1_000 + i * 700 + (works ? Math.floor(random() * 50) : 0)) * page;
      return {
        ...process,
        values: [works ? round(random() * 0.2, 4) : 0, memory, works ? Math.floor(random() * 9_000) : 0],
      };
    });
  return { name: 'system.processes.top', rows };
}

/** A small seeded generator: 32 bits of state, [0, 1). */
export function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
