// pure
import type { PersonId } from '@fettle/shared/ids';
import type { Person, Scope } from '../access/index.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Of people who share no site with whoever asks it is told only that there is somebody. */
export function namesFor(people: readonly Person[], scope: Scope): (id: PersonId) => Named {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => {
    const name = names.get(id);
    if (name !== undefined) return { id, name };
    return scope.sites === 'all' ? { id, name: 'somebody who is gone' } : { id: '', name: 'somebody of other sites' };
  };
}
