import { FettleError } from '@fettle/shared/errors';
import type { Keeper } from './keeper.ts';
import type { FromKeeper, MaintainMessage, SealMessage, ToKeeper } from './messages.ts';

/** Does what messages ask and answers them, in order; while it is held, what writes waits. */
export class Talk {
  readonly #keeper: Keeper;
  readonly #answer: (message: FromKeeper) => void;
  readonly #waiting: (SealMessage | MaintainMessage)[] = [];
  #isHeld = false;

  constructor(keeper: Keeper, answer: (message: FromKeeper) => void) {
    this.#keeper = keeper;
    this.#answer = answer;
  }

  hear(message: ToKeeper): 'open' | 'closed' {
    if (message.type === 'close') {
      this.#close(message.id);
      return 'closed';
    }
    if (message.type === 'dictionary') this.#keeper.learn(message);
    else if (message.type === 'hold') this.#hold(message.id);
    else if (message.type === 'go-on') this.#goOn(message.id);
    else if (this.#isHeld) this.#waiting.push(message);
    else this.#work(message);
    return 'open';
  }

  #hold(id: number): void {
    this.#try(id, () => {
      this.#keeper.checkpoint();
      this.#isHeld = true;
      return { type: 'done', id };
    });
  }

  #goOn(id: number): void {
    this.#isHeld = false;
    this.#answer({ type: 'done', id });
    for (const one of this.#waiting.splice(0)) this.#work(one);
  }

  #work(message: SealMessage | MaintainMessage): void {
    const { id } = message;
    this.#try(id, () =>
      message.type === 'seal'
        ? { type: 'sealed', id, confirm: this.#keeper.seal(message.segments) }
        : { type: 'maintained', id, ...this.#keeper.maintain(message) },
    );
  }

  /** What waits is in the journal and comes again after the next start. */
  #close(id: number): void {
    for (const one of this.#waiting.splice(0))
      this.#fail(one.id, new FettleError('not_ready', 'The series store closes.'));
    this.#try(id, () => {
      this.#keeper.close();
      return { type: 'done', id };
    });
  }

  #try(id: number, work: () => FromKeeper): void {
    try {
      this.#answer(work());
    } catch (error) {
      this.#fail(id, error);
    }
  }

  #fail(id: number, error: unknown): void {
    const code = error instanceof FettleError ? error.code : 'internal';
    this.#answer({ type: 'failed', id, code, message: error instanceof Error ? error.message : String(error) });
  }
}
