/** What came with standing orders and the executor does not keep: the statements of their scripts, and their secrets, sealed. */
import type { StatementMessage } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Sealed } from '@fettle/shared/trust/sealed';
import { limits } from '@fettle/shared/protocol/limits';
import type { ExecutorState } from '../executor/wire.ts';
import type { Shelf } from './folder.ts';
import { standingIn } from './reading.ts';

export interface Beside {
  readonly scripts: readonly Envelope[];
  readonly sealed: Sealed | null;
}

export interface StandingShelf {
  /** @throws FettleError `data_unwritable` */
  take(message: Static<typeof StatementMessage>): void;
  /** Of this very version; null: it came without. */
  beside(id: string, version: number): Beside | null;
  /** Leaves what belongs to nothing that the executor holds. */
  prune(state: ExecutorState): void;
}

export function createStandingShelf(shelf: Shelf): StandingShelf {
  // A version that is refused must not take away what belongs to the one in force.
  const nameOf = (id: string, version: number) => `${id}-${version}`;
  return {
    take({ envelope, scripts, sealed }) {
      const named = standingIn(envelope as Envelope);
      if (named === null || shelf.names.length >= 2 * limits.standing) return;
      const beside: Beside = {
        scripts: (scripts ?? []) as readonly Envelope[],
        sealed: (sealed as Sealed | undefined) ?? null,
      };
      shelf.write(nameOf(named.id, named.version), beside);
    },
    beside: (id, version) => shelf.read(nameOf(id, version)) as Beside | null,
    prune({ standing }) {
      const held = new Set(standing.map(({ id, version }) => nameOf(id, version)));
      for (const name of shelf.names) if (!held.has(name)) shelf.remove(name);
    },
  };
}
