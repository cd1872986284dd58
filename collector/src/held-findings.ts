// pure
import type { Finding } from './domain/rules/index.ts';

/**
 * Findings of frames that are not durable yet wait for it, and so does whatever is found of the same device meanwhile: of one
 * device all is told in the order in which it was found.
 */
export class HeldFindings {
  readonly #devices = new Map<string, Held[]>();

  /** How many wait. */
  get size(): number {
    return [...this.#devices.values()].flat().reduce((sum, { findings }) => sum + findings.length, 0);
  }

  /** Those that need not wait. */
  through(findings: readonly Finding[]): readonly Finding[] {
    if (this.#devices.size === 0) return findings;
    return findings.filter((finding) => {
      const last = this.#devices.get(finding.device)?.at(-1);
      last?.findings.push(finding);
      return last === undefined;
    });
  }

  /** @returns gives them, when it is called, and what waited for them; nothing the second time */
  hold(findings: readonly Finding[]): () => Finding[] {
    const held = [...Map.groupBy(findings, ({ device }) => device)].map(([device, some]) => {
      const one: Held = { findings: some, isHeld: true };
      const queue = this.#devices.get(device) ?? [];
      queue.push(one);
      this.#devices.set(device, queue);
      return { device, one };
    });
    return () =>
      held.splice(0).flatMap(({ device, one }) => {
        one.isHeld = false;
        return this.#release(device);
      });
  }

  #release(device: string): Finding[] {
    const queue = this.#devices.get(device) ?? [];
    const first = queue.findIndex(({ isHeld }) => isHeld);
    const free = queue.splice(0, first < 0 ? queue.length : first);
    if (queue.length === 0) this.#devices.delete(device);
    return free.flatMap(({ findings }) => findings);
  }
}

interface Held {
  readonly findings: Finding[];
  isHeld: boolean;
}
