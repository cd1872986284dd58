// pure
/** What a tab wants to hear of: the fleet, and single devices (measured at 1 s while somebody looks). */
export interface Topics {
  readonly fleet: boolean;
  readonly devices: readonly string[];
  /** Devices of the fleet whose figures are in sight. */
  readonly rows?: readonly string[];
  /** Only what happens, when nothing else is wanted. */
  readonly events?: boolean;
  /** The order whose runs are told of one by one. */
  readonly order?: string;
  /** The run whose output is told as it comes. */
  readonly run?: string;
}

export const nothing: Topics = { fleet: false, devices: [] };
/** The API takes no more at once. */
const mostDevices = 8;
const mostRows = 200;

/** What all tabs together want, in a stable order; the devices asked for last stay when there are too many. */
export function union(wishes: Iterable<Topics>): Topics {
  const devices = new Set<string>();
  const rows = new Set<string>();
  let fleet = false;
  let events = false;
  /** The API takes one of each; who asked last has it. */
  const single: { order?: string; run?: string } = {};
  for (const wish of wishes) {
    fleet ||= wish.fleet;
    events ||= wish.events ?? false;
    if (wish.order !== undefined) single.order = wish.order;
    if (wish.run !== undefined) single.run = wish.run;
    for (const id of wish.devices) devices.add(id);
    for (const id of wish.rows ?? []) rows.add(id);
  }
  const last = (ids: ReadonlySet<string>, most: number) => [...ids].slice(-most).toSorted();
  return {
    fleet,
    devices: last(devices, mostDevices),
    ...(rows.size > 0 ? { rows: last(rows, mostRows) } : {}),
    ...(events ? { events } : {}),
    ...single,
  };
}

export const isNothing = ({ fleet, devices, events, order, run }: Topics) =>
  !fleet && devices.length === 0 && !events && order === undefined && run === undefined;
const sameBut = (a: Topics, b: Topics) =>
  a.fleet === b.fleet &&
  a.devices.join() === b.devices.join() &&
  a.order === b.order &&
  a.run === b.run &&
  isNothing(a) === isNothing(b);
export const same = (a: Topics, b: Topics) => sameBut(a, b) && (a.rows ?? []).join() === (b.rows ?? []).join();
/** True when a stream for one misses nothing that a page keeps of the other: only other rows are in sight. */
export const scrolled = (a: Topics, b: Topics) => sameBut(a, b) && !same(a, b);

/** The stream's query. */
export function queryOf({ fleet, devices, rows = [], order, run }: Topics): Record<string, string | readonly string[]> {
  return {
    ...(devices.length > 0 ? { device: devices } : {}),
    ...(fleet ? { fleet: '1' } : {}),
    ...(fleet && rows.length > 0 ? { row: rows } : {}),
    ...(order === undefined ? {} : { order }),
    ...(run === undefined ? {} : { run }),
  };
}
