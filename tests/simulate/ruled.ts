// pure
/** What the rules that ship make of the planted troubles: which incidents must be, when, and which may be. */
import type { DeviceId } from '@fettle/shared/ids';
import type { Device, Fleet } from './fleet.ts';
import { coarseMs } from './history.ts';
import { hour, minute, type Span } from './time.ts';
import { type Truth, type TruthKind, warningShare, criticalShare } from './truth.ts';

/** An incident that must be, once. */
export interface Expected {
  readonly truth: Truth;
  readonly device: DeviceId;
  readonly rule: string;
  /** A part of its attributes. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When it opens, at the earliest and at the latest. */
  readonly opens: Span;
  /** When it is resolved; null: it is open at the end. */
  readonly ends: Span | null;
}

/** What may come of a trouble besides what must. */
const mayCause: Readonly<Record<TruthKind, readonly string[]>> = {
  'memory-leak': ['memory-short', 'memory-pressure', 'memory-swapped', 'memory-killed'],
  'disk-fills': ['filesystem-full', 'filesystem-fills'],
  'device-outage': ['server-silent', 'router-silent'],
  'site-outage': ['server-silent', 'router-silent'],
  'router-reboot': ['router-silent'],
  'unit-flaps': ['service-failed', 'service-restarts'],
  'clock-offset': ['clock-wrong'],
  'cpu-runaway': ['cpu-busy', 'cpu-load', 'cpu-core-stuck'],
  // It is planted so that nothing is made of it.
  noisy: [],
};

/** What a device is silent by its state after, and a step until it is looked at. */
const silentMs = 4 * coarseMs;
/** The share at which the rule for full file systems begins; the truths name the limits of the catalogue. */
const fullShare = 0.85;

/** Whether a trouble explains an incident of a rule that opened at a time. */
export function explains(truth: Truth, rule: string, openedAt: number): boolean {
  return mayCause[truth.kind].includes(rule) && openedAt >= truth.from && openedAt <= truth.to + silentMs;
}

/**
 * The incidents that must be until the end of the history. Not among them, though planted: a router's reboot is over before
 * a frame in 5 minutes shows it; a runaway process fills the processors or not, as the device is busy besides; a desktop
 * may be off, no rule minds; a flapping unit fails for one frame in 5 minutes only, so that it is its restarts that tell.
 */
export function expectedOf({ devices, truths, options: { begin, end } }: Fleet): Expected[] {
  return truths
    .filter(({ from }) => from >= begin)
    .flatMap((truth) => {
      const own = devices.filter(({ troubles }) => troubles.includes(truth));
      return own.flatMap((device) => incidentOf(truth, device) ?? []);
    })
    .filter(({ opens }) => opens.to < end)
    .map((one) => ({ ...one, ends: one.ends && one.ends.to < end ? one.ends : null }));
}

function incidentOf(truth: Truth, device: Device): Expected | null {
  const { from, to, figures, attributes } = truth;
  const made = (rule: string, begins: number, afterMs: number, clearMs: number, of = attributes): Expected => ({
    truth,
    device: device.id,
    rule,
    attributes: of,
    opens: { from: begins, to: begins + afterMs + 2 * coarseMs },
    ends: { from: to, to: to + clearMs + 3 * coarseMs },
  });
  switch (truth.kind) {
    case 'disk-fills': {
      const { warningAt = 0, criticalAt = 0 } = figures;
      const perMs = (criticalShare - warningShare) / (criticalAt - warningAt);
      const reached = warningAt - (warningShare - fullShare) / perMs;
      return reached < to ? made('filesystem-full', reached, 5 * minute, 5 * minute) : null;
    }
    case 'memory-leak':
      // When it comes to the limit depends on what else the device does.
      return { ...made('memory-short', from, 0, 5 * minute, {}), opens: { from, to } };
    case 'unit-flaps': {
      const { period = 1 } = figures;
      // Five times within an hour.
      return to - from > hour + 2 * coarseMs ? made('service-restarts', from + 4 * period, period, hour) : null;
    }
    case 'clock-offset':
      return Math.abs(figures['offset'] ?? 0) >= 5_000 ? made('clock-wrong', from, 10 * minute, 5 * minute, {}) : null;
    case 'device-outage':
    case 'site-outage':
      return silence(truth, device)
        ? made(`${device.role.kind}-silent`, from, silentMs + 3 * minute, minute, {})
        : null;
    case 'router-reboot':
    case 'noisy':
    case 'cpu-runaway':
      break;
  }
  return null;
}

/** Whether somebody minds that it is silent, and it lasts until it is seen, and it was not silent anyway. */
function silence({ from, to }: Truth, { role, off, cut }: Device): boolean {
  const others = [...off, ...cut].filter(
    (span) => span.from !== from && span.to > from - hour && span.from < to + hour,
  );
  return role.kind !== 'desktop' && to - from > silentMs + 3 * minute + 2 * coarseMs && others.length === 0;
}
