/** Keepers of statements that do what none may: whoever tries keepers has to notice. */
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { payloadTypes } from '@fettle/shared/trust/envelope';
import { keep } from '@fettle/shared/trust/keep';
import { readRoot } from '@fettle/shared/trust/root';
import { payloadOf } from '../support/trust/envelopes.ts';
import type { Keep } from './trust-times.ts';

export const wrongKeepers: Readonly<Record<string, Keep>> = {
  whoTakesAnyRoot: (kept, envelope, ...rest) =>
    envelope.payloadType === payloadTypes.root
      ? { ...kept, root: readRoot(parseCanonical(payloadOf(envelope))) }
      : keep(kept, envelope, ...rest),
  whoKeepsNoRoot: (kept, envelope, ...rest) =>
    envelope.payloadType === payloadTypes.root ? kept : keep(kept, envelope, ...rest),
  whoForgets: (kept, ...rest) => keep({ ...kept, revoke: null, fresh: null }, ...rest),
  whoBelievesItsClock: (kept, envelope, id, clock) => ({
    ...keep(kept, envelope, id, clock),
    floor: Math.max(kept.floor, clock),
  }),
};
