// pure
import type { OrderState, RunState } from '@fettle/shared/api/orders';
import type { RequestState } from '@fettle/shared/api/requests';

/** What is known of the order that a request became, and of its run on the request's device. */
export interface OrderFacts {
  readonly order: { readonly state: OrderState; readonly why: string | null };
  /** Null: the order was signed without this device. */
  readonly run: {
    readonly state: RunState;
    /** As people read it: `Failed with exit code 2.` */
    readonly words: string;
    readonly lastLine: string | null;
  } | null;
}

export interface Verdict {
  readonly state: Extract<RequestState, 'done' | 'failed'>;
  readonly outcome: string;
}

const good: readonly RunState[] = ['done', 'not-applicable', 'reboot-needed'];
const open: readonly RunState[] = ['withheld', 'queued', 'sent', 'running'];
const ended: readonly OrderState[] = ['ended', 'stopped', 'expired'];

/** What came of it; null: it is still under way. The run has the last word, whatever became of the order around it. */
export function verdictOf({ order, run }: OrderFacts): Verdict | null {
  if (run === null) {
    if (!ended.includes(order.state)) return null;
    return { state: 'failed', outcome: 'It was signed without this device: nothing was run here.' };
  }
  if (!open.includes(run.state)) {
    const said = run.lastLine === null ? '' : ` It said: ${run.lastLine}`;
    const why = run.state === 'stopped' || run.state === 'expired' ? withWhy(run.words, order.why) : run.words;
    return { state: good.includes(run.state) ? 'done' : 'failed', outcome: `${why}${said}` };
  }
  // What was not sent is sent no more; what was sent is waited for.
  const unsent = run.state === 'withheld' || run.state === 'queued';
  if (unsent && ended.includes(order.state)) {
    return { state: 'failed', outcome: withWhy('Nothing was run.', order.why) };
  }
  return null;
}

const withWhy = (words: string, why: string | null) => (why === null ? words : `${words} ${why}`);
