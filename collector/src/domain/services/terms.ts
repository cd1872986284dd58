import type { ChangeId, DeviceId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import { type Plan, planDevices, planWindow } from '../changes/index.ts';
import type { Device } from '../devices/index.ts';
import type { Event } from '../events/index.ts';
import { isFor, nextSpan, type Window } from '../windows/index.ts';
import type { ServiceHearPorts } from './context.ts';
import type { WindowTerm } from './types.ts';

/** What a window is now, without when it became so. */
type Sheet = Pick<WindowTerm, 'when' | 'devices'>;

const isOfWindow = ({ kind }: Event) => kind.startsWith('window.');
const windowOf = ({ detail }: Event) => (typeof detail['window'] === 'string' ? detail['window'] : null);

/** Keeps what windows were from when to when, as their events tell. The same events again change nothing. */
export async function hearWindows(
  ports: ServiceHearPorts,
  events: readonly Event[],
  moved: number | null,
): Promise<void> {
  const told = events.filter(isOfWindow);
  if (told.length === 0 && moved === null) return;
  const devices = await ports.devices.devices(everywhere);
  const windows = new Map<string, Window>((await ports.windows.windows(everywhere)).map((one) => [one.id, one]));
  const lasting = new Map((await lastingTerms(ports)).map((term) => [term.window, term]));
  const terms: WindowTerm[] = [];
  const times = new Map<string, number>();
  for (const event of told) times.set(windowOf(event) ?? '', event.time);
  if (moved !== null) {
    // One that never opens again is what it was.
    for (const { window, when } of lasting.values()) {
      if (!times.has(window) && nextSpan(when, moved)) times.set(window, moved);
    }
  }
  for (const [id, time] of times) {
    const plan = await planOf(ports, id);
    if (plan) terms.push(...planTerms(plan, devices));
    else terms.push(...turned(id, sheetOf(windows.get(id), devices), lasting.get(id), time));
  }
  await ports.services.keepTerms(terms);
}

/** All windows that there are, and those of planned changes that are over: their windows went with them. */
export async function pastTerms(ports: ServiceHearPorts): Promise<WindowTerm[]> {
  const devices = await ports.devices.devices(everywhere);
  const plans = (await ports.plans.plans(null)).flatMap((plan) => planTerms(plan, devices));
  const known = new Set(plans.map(({ window }) => window));
  const windows = (await ports.windows.windows(everywhere)).flatMap((window): WindowTerm[] => {
    const sheet = known.has(window.id) ? null : sheetOf(window, devices);
    return sheet ? [{ window: window.id, from: window.createdAt, to: null, ...sheet }] : [];
  });
  return [...plans, ...windows];
}

const lastingTerms = async ({ services }: ServiceHearPorts) =>
  (await services.terms(Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER)).filter(({ to }) => to === null);

function sheetOf(window: Window | undefined, devices: readonly Device[]): Sheet | null {
  if (!window?.enabled) return null;
  return { when: window.when, devices: idsOf(devices.filter((device) => isFor(window, device))) };
}

const idsOf = (devices: readonly Device[]): DeviceId[] => devices.map(({ id }) => id).toSorted();

/** The end of what it was, and the beginning of what it is. */
function turned(window: string, sheet: Sheet | null, lasting: WindowTerm | undefined, time: number): WindowTerm[] {
  if (
    lasting &&
    sheet &&
    JSON.stringify([lasting.when, lasting.devices]) === JSON.stringify([sheet.when, sheet.devices])
  ) {
    return [];
  }
  const from = Math.max(time, lasting?.from ?? 0);
  const ended = lasting ? [{ ...lasting, to: from }] : [];
  return sheet ? [...ended, { window, from, to: null, ...sheet }] : ended;
}

async function planOf({ plans }: ServiceHearPorts, window: string): Promise<Plan | null> {
  const id = /^plan-(c[0-9a-z]+)$/.exec(window)?.[1];
  return id === undefined ? null : plans.plan(id as ChangeId);
}

/** The window of a plan, from its real beginning to its real end. */
function planTerms(plan: Plan, devices: readonly Device[]): WindowTerm[] {
  if (!plan.window || plan.begunAt === null) return [];
  const window = planWindow(plan, plan.begunAt);
  const named = idsOf(planDevices(plan, devices));
  return [{ window: window.id, from: plan.begunAt, to: plan.endedAt, when: window.when, devices: named }];
}
