import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** Many small writes as one: a commit costs the same for one as for a hundred. */
export interface Batch<Item, Answer> {
  /** Resolves when the item is durable. */
  add(item: Item): Promise<Answer>;
  /** Resolves when everything that was added is. */
  settle(): Promise<void>;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** One commit of so many was followed by more at once: then many speak, and the next waits this long for them. */
const crowd = 8;
const gatherMs = 20;

/**
 * What comes while one commit is under way is in the next. Few go at once; where many come close together each waits for the
 * others, for the time of a commit is theirs together.
 * @param write gives the answers in the order of the items; rejects when none was written
 */
export function createBatch<Item, Answer>(
  write: (items: readonly Item[]) => Promise<readonly Answer[]>,
  atMost: number,
): Batch<Item, Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let running: Promise<void> | undefined;
  /** Items of the last commit. */
  let last = 0;

  async function run(): Promise<void> {
    // What is said in the same moment goes along.
    if (last >= crowd) await sleep(gatherMs);
    else await setImmediate();
    while (waiting.length > 0) {
      const some = waiting.slice(0, atMost);
      waiting = waiting.slice(atMost);
      last = some.length;
      try {
        const answers = await write(some.map(({ item }) => item));
        for (const [i, { resolve }] of some.entries()) resolve(answers[i] as Answer);
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    running = undefined;
  }

  return {
    add(item) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ item, resolve, reject });
      running ??= run();
      return promise;
    },
    async settle() {
      await running;
    },
  };
}
