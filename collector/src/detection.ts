/** From durable frames to findings: the engine with its ports, and what keeps it going. */
import type { Severity } from '@fettle/shared/severity';
import type { Clock } from './clock.ts';
import { everywhere } from './domain/access/index.ts';
import { createRuleEngine, Dam, type Finding, type Seed } from './domain/rules/index.ts';
import type { StoredFrame } from './domain/series/index.ts';
import type { Log } from './edge/log.ts';
import { HeldFindings } from './held-findings.ts';
import { createOutlet } from './outlet.ts';
import type { Stores } from './store/stores.ts';

export interface DetectionNeeds {
  readonly stores: Pick<Stores, 'devices' | 'events' | 'rules' | 'series'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes findings durable, in the order given. They wait for the call before, and come again when it fails. */
  readonly sink: (findings: readonly Finding[]) => Promise<unknown>;
  /** What was told before this start and has not ended. */
  readonly open: () => Promise<readonly (Seed & Pick<Finding, 'instance'>)[]>;
}

export interface DetectionCounts {
  /** How often frames could not be evaluated. */
  readonly failures: number;
  /** Findings that are not durable yet. */
  readonly waiting: number;
  /** Findings that were given up. */
  readonly setAside: number;
}

export interface Detection {
  /**
   * Judges frames that have come and are not durable yet. @returns null: nothing was found; else it is told when this is called,
   * once they are, or cannot be now. Never throws.
   */
  onArrived(frames: readonly StoredFrame[]): (() => void) | null;
  /** Judges those that were not judged when they came, and knows that what lies in the past may be another. Never throws. */
  onStored(frames: readonly StoredFrame[]): void;
  /** What goes wrong. */
  readonly counts: DetectionCounts;
  /** Each second. */
  tick(): Promise<void>;
  /** Every few seconds. */
  trends(): Promise<void>;
  /** What a rule says of an instance now; null: in order. */
  holds(instance: Pick<Seed, 'rule' | 'device' | 'attributes'>): Severity | null;
  /** Resolves when all that was found is durable, or cannot be now. */
  settle(): Promise<void>;
}

/** Events that are read at once. */
const eventsAtOnce = 500;

/** Begins with the rules and devices of now, and with what was told before. */
export async function createDetection({ stores, clock, log, sink, open }: DetectionNeeds): Promise<Detection> {
  const before = await open();
  const dam = new Dam(before);
  const outlet = createOutlet(sink, log);
  const held = new HeldFindings();
  /** What is found while frames are judged that are not durable yet. */
  let arriving: Finding[] | null = null;
  let flooded = false;
  const engine = createRuleEngine({
    rules: () => stores.rules.rules(),
    devices: () => stores.devices.devices(everywhere),
    series: stores.series,
    now: () => clock.now(),
    sink: tell,
    failed: (rule, error) => log.error({ err: error, rule }, 'a rule cannot be evaluated'),
  });
  let failures = 0;
  let { newest: cursor } = await stores.events.bounds();
  await engine.reload();
  await engine.tick();
  engine.seed(before);

  function tell(findings: readonly Finding[]): void {
    if (arriving !== null) arriving.push(...findings);
    else letThrough(held.through(findings));
  }

  function letThrough(findings: readonly Finding[]): void {
    if (findings.length === 0) return;
    outlet.add(dam.through(findings, clock.now()));
    if (dam.held > 0 && !flooded)
      log.warn({ findings: dam.held }, 'a device tells more than is taken of one: it waits');
    flooded = dam.held > 0;
  }

  function settle(): Promise<void> {
    outlet.add(dam.release(clock.now()));
    return outlet.settle();
  }

  /** Whether rules were changed, here or by another process, since it was asked last. */
  async function rulesChanged(): Promise<boolean> {
    const { newest } = await stores.events.bounds();
    if (newest - cursor > eventsAtOnce) {
      cursor = newest;
      return true;
    }
    if (newest === cursor) return false;
    const events = await stores.events.after(everywhere, cursor, eventsAtOnce);
    cursor = events.at(-1)?.sequence ?? newest;
    return events.some(({ kind }) => kind.startsWith('rule.'));
  }

  /** Frames are kept, and acknowledged, whatever rules make of them. */
  function judge(frames: readonly StoredFrame[], how: 'frames' | 'arrived'): void {
    try {
      engine[how](frames);
    } catch (error) {
      failures++;
      log.error({ err: error }, 'frames could not be evaluated');
    }
  }

  return {
    onArrived(frames) {
      const found: Finding[] = [];
      arriving = found;
      judge(frames, 'arrived');
      arriving = null;
      if (found.length === 0) return null;
      const release = held.hold(found);
      return () => letThrough(release());
    },
    onStored: (frames) => judge(frames, 'frames'),
    get counts() {
      return { failures, waiting: outlet.waiting + dam.held + held.size, setAside: outlet.setAside };
    },
    async tick() {
      if (await rulesChanged()) await engine.reload();
      await engine.tick();
      await settle();
    },
    trends: () => engine.trends(),
    holds: ({ rule, device, attributes }) => engine.severity(rule, device, attributes),
    settle,
  };
}
