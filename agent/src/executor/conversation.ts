/** One who asks, over a pipe or a socket: his asks are answered in their order, whatever else he writes. */
import type { Readable, Writable } from 'node:stream';
import { createLines } from './lines.ts';
import { readAsk } from './read-ask.ts';
import { type Answer, type Ask, longestLine } from './wire.ts';

/** Asks that wait, at most; then nothing more is read until one is done. */
const mostWaiting = 8;

export interface Asked {
  /** Answers an ask but for its `end`. @returns the `error` of the end */
  readonly answer: (ask: Ask, tell: (answer: Answer) => Promise<void>) => Promise<string | null>;
  /** Of an ask that has come, before its turn. */
  readonly ahead: (ask: Ask) => void;
}

/** Until the other end has ended and all that he asked is answered. */
export async function converse(input: Readable, output: Writable, { answer, ahead }: Asked): Promise<void> {
  const waiting: (Ask | null)[] = [];
  let gone = false;
  let working: Promise<void> = Promise.resolve();
  let busy = false;
  // Who has left hears no more; what he asked for goes on.
  output.setMaxListeners(0).on('error', () => (gone = true));
  const left = new Promise<void>((resolve) => void output.on('close', resolve));
  void left.then(() => (gone = true));

  async function tell(one: Answer): Promise<void> {
    if (gone || output.write(`${JSON.stringify(one)}\n`)) return;
    await Promise.race([left, new Promise<void>((resolve) => void output.once('drain', resolve))]);
  }

  async function work(): Promise<void> {
    busy = true;
    for (let ask = waiting.shift(); ask !== undefined; ask = waiting.shift()) {
      const error = ask === null ? 'not_understood' : await answer(ask, tell);
      await tell({ answer: 'end', error });
      if (waiting.length < mostWaiting) input.resume();
    }
    busy = false;
  }

  const lines = createLines(longestLine);
  input.on('data', (piece: Buffer) => {
    for (const line of lines(piece)) {
      const ask = line === null ? null : readAsk(line);
      if (ask !== null) ahead(ask);
      waiting.push(ask);
    }
    if (waiting.length >= mostWaiting) input.pause();
    if (!busy) working = work();
  });
  await new Promise<void>(
    (resolve) =>
      void input
        .once('close', resolve)
        .once('end', resolve)
        .once('error', () => resolve()),
  );
  await working;
}
