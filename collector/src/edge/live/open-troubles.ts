import type { Trouble } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { severityRank } from '@fettle/shared/severity';
import type { Incident } from '../../domain/incidents/index.ts';
import type { Rule } from '../../domain/rules/index.ts';

const none: readonly Trouble[] = [];

/**
 * What lists say is wrong with a device: its live incidents. Of metrics that no rule looks at, what the catalogue's own
 * limits say of the newest value. Incidents in a window are no trouble, and that a device is silent its state says.
 */
export class OpenTroubles {
  #byDevice: ReadonlyMap<DeviceId, readonly Trouble[]> = new Map();
  #ruled: ReadonlySet<string> = new Set();

  /** Takes what is so now; gives the devices whose incidents differ from before. */
  take(live: readonly Incident[], rules: readonly Pick<Rule, 'when' | 'enabled'>[]): DeviceId[] {
    const before = this.#byDevice;
    const shown = live.filter(({ reason, quiet }) => reason !== 'device' && quiet?.by !== 'window');
    const byDevice = Map.groupBy(shown, ({ device }) => device);
    this.#byDevice = new Map([...byDevice].map(([device, list]) => [device, list.map(troubleOf)]));
    this.#ruled = new Set(rules.flatMap(({ when, enabled }) => (enabled && isOfNow(when) ? [when.metric] : [])));
    const all = new Set([...before.keys(), ...this.#byDevice.keys()]);
    const text = (found: readonly Trouble[] | undefined) => JSON.stringify(found ?? none);
    return [...all].filter((device) => text(before.get(device)) !== text(this.#byDevice.get(device)));
  }

  /** Worst first. @param measured what the newest values say by the catalogue */
  of(device: DeviceId, measured: readonly Trouble[]): readonly Trouble[] {
    const open = this.#byDevice.get(device) ?? none;
    const rest = this.#ruled.size === 0 ? measured : measured.filter(({ metric }) => !this.#ruled.has(metric));
    if (open.length === 0) return rest;
    return [...open, ...rest].toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
  }
}

/** Whether a condition says how a metric is now: that is what a limit of the catalogue says, too. */
function isOfNow(when: Rule['when']): when is Extract<Rule['when'], { readonly kind: 'value' | 'state' }> {
  return when.kind === 'value' || when.kind === 'state';
}

function troubleOf({ severity, metric, attributes, value, words }: Incident): Trouble {
  return { severity, metric: metric ?? '', attributes: { ...attributes }, value: value ?? 0, words };
}
