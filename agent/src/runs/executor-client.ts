/** Asks the executor: over one connection that is there only while there is something to ask. Trusts it to be ours, not to be well. */
import type { Clock } from '../clock.ts';
import type { Answer, Ask } from '../executor/wire.ts';
import type { Log } from '../log.ts';

/** One connection to an executor, a line at a time. */
export interface Channel {
  send(line: string): void;
  /** Says that nothing more comes; it ends by itself. */
  close(): void;
  /** Ends it at once. */
  cut(): void;
}

export interface ChannelEvents {
  line(text: string): void;
  /** Once; nothing follows. */
  closed(why: string): void;
}

/** Starts or finds the executor. */
export type OpenChannel = (events: ChannelEvents) => Channel;

/** How an ask ended: null, a code of the executor, or `lost` when it went away before its last word. */
export type AskEnd = string | null;

export interface Executor {
  /** Asks are answered in the order in which they were made. What `heard` throws is thrown in the end. */
  ask(ask: Ask, heard?: (answer: Answer) => void): Promise<AskEnd>;
  /** Nothing more is asked; what runs is left to itself. */
  close(): void;
}

/** Without a further ask the connection is closed after so long, and the process with it. */
const idleMs = 3_000;
/** An ask that runs nothing is answered within this, once it is its turn. */
const patienceMs = 60_000;

interface Waiting {
  readonly ask: Ask['ask'];
  readonly heard: (answer: Answer) => void;
  readonly end: (end: AskEnd) => void;
  readonly fail: (error: unknown) => void;
  failure: unknown;
}

export function createExecutor(open: OpenChannel, clock: Clock, log: Log): Executor {
  let channel: Channel | null = null;
  let waiting: Waiting[] = [];
  let cancel = () => {};

  function opened(): Channel {
    if (channel !== null) return channel;
    const made: Channel = open({
      line: (text) => {
        if (channel === made) take(text);
      },
      closed: (why) => {
        if (channel === made) lost(why);
      },
    });
    channel = made;
    return made;
  }

  function lost(why: string): void {
    channel = null;
    cancel();
    const left = waiting;
    waiting = [];
    if (left.length > 0) log.warn({ asks: left.length }, `the executor went away: ${why}`);
    for (const one of left) finish(one, 'lost');
  }

  function give(why: string): void {
    channel?.cut();
    lost(why);
  }

  function take(text: string): void {
    const answer = answerIn(text);
    const [first] = waiting;
    if (answer === null || first === undefined) return give('it said something that is no answer');
    if (answer.answer !== 'end') return hear(first, answer);
    waiting.shift();
    // Another process has the folder: this one is of no use.
    if (answer.error === 'busy' && waiting.length === 0) idle();
    watch();
    finish(first, answer.error);
  }

  /** Whoever is next has so long, or the connection has. */
  function watch(): void {
    cancel();
    const [first] = waiting;
    if (channel === null) return;
    if (first === undefined) cancel = clock.after(idleMs, idle);
    else if (first.ask !== 'order' && first.ask !== 'fire')
      cancel = clock.after(patienceMs, () => give('it did not answer'));
  }

  function idle(): void {
    const unused = channel;
    channel = null;
    unused?.close();
  }

  return {
    ask(ask, heard = () => {}) {
      const { promise, resolve, reject } = Promise.withResolvers<AskEnd>();
      waiting.push({ ask: ask.ask, heard, end: resolve, fail: reject, failure: null });
      try {
        opened().send(JSON.stringify(ask));
        if (waiting.length === 1) watch();
      } catch (error) {
        give(error instanceof Error ? error.message : String(error));
      }
      return promise;
    },
    close() {
      cancel();
      idle();
    },
  };
}

/** A disk that is full must not end the process in the middle of an answer. */
function hear(one: Waiting, answer: Answer): void {
  try {
    one.heard(answer);
  } catch (error) {
    one.failure ??= error;
  }
}

function finish({ failure, fail, end }: Waiting, how: AskEnd): void {
  if (failure === null) end(how);
  else fail(failure);
}

const answers: ReadonlySet<unknown> = new Set<Answer['answer']>([
  'state',
  'waiting',
  'began',
  'step',
  'output',
  'receipt',
  'kept',
  'end',
]);

function answerIn(text: string): Answer | null {
  try {
    const answer = JSON.parse(text) as Answer | null;
    return typeof answer === 'object' && answers.has(answer?.answer) ? answer : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
