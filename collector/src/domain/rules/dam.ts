// pure
import type { DeviceId } from '@fettle/shared/ids';
import type { Finding } from './types.ts';

/** Findings that one device may tell at once, and how soon each of these may come again. */
export interface DamSettings {
  readonly atOnce: number;
  readonly refillMs: number;
}
/** More than any machine breaks at once; beyond it eight thousand a day, whatever a device makes up. */
export const damSettings: DamSettings = { atOnce: 300, refillMs: 10_000 };

interface Basin {
  /** What may still be told, as of `at`. */
  left: number;
  at: number;
  /** The newest finding of each instance, in the order in which they first had to wait. */
  readonly held: Map<string, Finding>;
  /** The instances that were told to be out of order, and not yet to be in order again. */
  readonly told: Set<string>;
}

const keyOf = ({ rule, instance }: Pick<Finding, 'rule' | 'instance'>) => JSON.stringify([rule, instance]);

/**
 * Holds back what one device tells beyond its measure, so that a device whose series flap each second, or that makes up new names
 * for them, fills nobody's disk and keeps nobody else waiting. Of what waits the newest of each instance counts: what came and
 * went meanwhile is not told, how it is in the end is. Findings of one instance stay in order.
 */
export class Dam {
  readonly #settings: DamSettings;
  readonly #basins = new Map<DeviceId, Basin>();

  /** @param told what was told to be out of order before */
  constructor(
    told: readonly Pick<Finding, 'device' | 'rule' | 'instance'>[] = [],
    settings: DamSettings = damSettings,
  ) {
    this.#settings = settings;
    for (const one of told) this.#basinOf(one.device, 0).told.add(keyOf(one));
  }

  /** How many wait. */
  get held(): number {
    return [...this.#basins.values()].reduce((sum, { held }) => sum + held.size, 0);
  }

  /** Those that may be told now; the others wait. */
  through(findings: readonly Finding[], now: number): Finding[] {
    return findings.filter((finding) => {
      const basin = this.#basinOf(finding.device, now);
      const key = keyOf(finding);
      // Who waits is not overtaken by its own successor.
      if (basin.left >= 1 && basin.held.size === 0) return take(basin, key, finding);
      // Nobody heard of it, and it is over: nothing is left of it, or new names without end would wait without end.
      if (finding.severity === null && !basin.told.has(key)) basin.held.delete(key);
      else basin.held.set(key, finding);
      return false;
    });
  }

  /** Those that waited and whose time has come. */
  release(now: number): Finding[] {
    const found: Finding[] = [];
    for (const device of this.#basins.keys()) {
      const basin = this.#basinOf(device, now);
      for (const [key, finding] of basin.held) {
        if (basin.left < 1) break;
        basin.held.delete(key);
        take(basin, key, finding);
        found.push(finding);
      }
      const isIdle = basin.held.size === 0 && basin.told.size === 0 && basin.left >= this.#settings.atOnce;
      if (isIdle) this.#basins.delete(device);
    }
    return found;
  }

  #basinOf(device: DeviceId, now: number): Basin {
    const { atOnce, refillMs } = this.#settings;
    const fresh = { left: atOnce, at: now, held: new Map<string, Finding>(), told: new Set<string>() };
    const basin: Basin = this.#basins.get(device) ?? fresh;
    basin.left = Math.min(atOnce, basin.left + Math.max(0, now - basin.at) / refillMs);
    basin.at = now;
    this.#basins.set(device, basin);
    return basin;
  }
}

function take(basin: Basin, key: string, { severity }: Finding): true {
  basin.left--;
  if (severity === null) basin.told.delete(key);
  else basin.told.add(key);
  return true;
}
