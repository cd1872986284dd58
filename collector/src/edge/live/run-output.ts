/** What runs say while they run, for who looks on: the newest of each, in memory, and no more of all together. */
import type { RunId } from '@fettle/shared/ids';
import { safeText } from '../../domain/orders/index.ts';

/** Characters of one run that are kept, and bytes of all. */
const most = { run: 256 * 1024, all: 16 * 1024 * 1024 } as const;

interface Said {
  text: string;
  readonly decoder: TextDecoder;
  /** Bytes that came, with those that are no longer kept. */
  at: number;
}

export class RunOutput {
  readonly #said = new Map<RunId, Said>();
  #characters = 0;

  has(run: RunId): boolean {
    return this.#said.has(run);
  }

  /** What came so far, as text that harms nothing. */
  of(run: RunId): string {
    return this.#said.get(run)?.text ?? '';
  }

  /** Adds what came; gives the text to show and its place. Null: it is behind what is here already. */
  add(run: RunId, at: number, data: Uint8Array): { readonly at: number; readonly text: string } | null {
    const said = this.#said.get(run) ?? { text: '', decoder: new TextDecoder(), at: 0 };
    if (at < said.at) return null;
    // A gap is shown as one: parts are sent once.
    const gap = at > said.at ? '\n…\n' : '';
    const text = gap + safeText(said.decoder.decode(data, { stream: true }));
    const before = said.text.length;
    said.text = (said.text + text).slice(-most.run);
    said.at = at + data.length;
    this.#characters += said.text.length - before;
    // The one that spoke last is the last to go.
    this.#said.delete(run);
    this.#said.set(run, said);
    this.#makeRoom();
    return { at, text };
  }

  forget(run: RunId): void {
    this.#characters -= this.#said.get(run)?.text.length ?? 0;
    this.#said.delete(run);
  }

  #makeRoom(): void {
    for (const run of this.#said.keys()) {
      if (2 * this.#characters <= most.all) return;
      this.forget(run);
    }
  }
}
