// pure
import type { DeviceId } from '@fettle/shared/ids';
import type { Verdict } from '@fettle/shared/rules/verdict';
import { severityRank, type Severity } from '@fettle/shared/severity';

/** Once that a rule fired on an instance of a device. */
export interface Episode {
  readonly device: DeviceId;
  readonly instance: string;
  /** The highest it had. */
  severity: Severity;
  readonly from: number;
  /** Null: still so at the end. */
  to: number | null;
  /** The value that hurt most; null where there is none to show. */
  peak: number | null;
}

/** Makes episodes of what the evaluator tells of one device. */
export class Episodes {
  readonly #device: DeviceId;
  readonly #isWorse: (value: number, than: number) => boolean;
  readonly #open = new Map<string, Episode>();
  readonly found: Episode[] = [];

  /** @param isWorse which of two values hurts more */
  constructor(device: DeviceId, isWorse: (value: number, than: number) => boolean) {
    this.#device = device;
    this.#isWorse = isWorse;
  }

  get anyOpen(): boolean {
    return this.#open.size > 0;
  }

  isOpen(instance: string): boolean {
    return this.#open.has(instance);
  }

  readonly tell = ({ instance, severity, time, value }: Verdict): void => {
    const known = this.#open.get(instance);
    if (severity === null) {
      if (known) known.to = time;
      this.#open.delete(instance);
      return;
    }
    if (known) {
      if (severityRank(severity) > severityRank(known.severity)) known.severity = severity;
      if (value !== null) this.see(instance, value);
      return;
    }
    const episode = { device: this.#device, instance, severity, from: time, to: null, peak: value };
    this.#open.set(instance, episode);
    this.found.push(episode);
  };

  /** A value while it goes on. */
  see(instance: string, value: number): void {
    const known = this.#open.get(instance);
    if (known && (known.peak === null || this.#isWorse(value, known.peak))) known.peak = value;
  }
}
