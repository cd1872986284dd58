import { FettleError } from '@fettle/shared/errors';
import { TrustError } from '@fettle/shared/trust/errors';

/** What a statement's refusal is for people: its own code in the details. Everything else stays what it is. */
export function refusalOf(error: unknown, what: string): unknown {
  if (!(error instanceof TrustError)) return error;
  if (error.code === 'older') return new FettleError('statement_older');
  return new FettleError('statement_refused', `${what} does not hold: ${error.message}`, { reason: error.code });
}

/** @throws FettleError `statement_refused`, with the code of trust as `reason` */
export function held<Answer>(what: string, read: () => Answer): Answer {
  try {
    return read();
  } catch (error) {
    throw refusalOf(error, what);
  }
}
