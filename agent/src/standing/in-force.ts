// pure
/** Standing orders as the executor holds them: it verified them, so they are read for what they say only. */
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { StandingStatement } from '@fettle/shared/trust/statements';

export interface InForce {
  readonly statement: StandingStatement;
  readonly envelope: Envelope;
}

interface Held {
  readonly standing: readonly { readonly id: string; readonly version: number; readonly stopped: boolean }[];
  readonly inForce: readonly Envelope[];
}

/** Those that may fire: on, not over, and not stopped after too many failures. */
export function ordersInForce({ standing, inForce }: Held, read: (envelope: Envelope) => unknown): InForce[] {
  const stopped = new Set(standing.filter((one) => one.stopped).map(({ id }) => id));
  return inForce.flatMap((envelope) => {
    const statement = read(envelope) as StandingStatement | null;
    return statement === null || !statement.enabled || stopped.has(statement.id) ? [] : [{ statement, envelope }];
  });
}
