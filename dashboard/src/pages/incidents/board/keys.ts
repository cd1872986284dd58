import type { Incident } from '@fettle/shared/api/incidents';
import { go } from '../../../routes.ts';
import { useKeys, step } from '../../../parts/keys.ts';
import { isLost } from '../../../state/lost.ts';
import { session } from '../../../state/session.ts';
import { ask } from '../asking.ts';
import { perform } from '../deeds.ts';
import { selected, selectedOf, selectNone, toggleSelected } from '../selection.ts';

const links = () => [...document.querySelectorAll<HTMLElement>('tr[data-incident] .what a')];
const focusedId = () => document.activeElement?.closest<HTMLElement>('tr[data-incident]')?.dataset['incident'];

/** What a key is about: everything that is selected, else the row that the keyboard stands on. */
function subjects(incidents: readonly Incident[]): readonly Incident[] {
  const chosen = selectedOf(incidents);
  if (chosen.length > 0) return chosen;
  const id = focusedId();
  return incidents.filter((one) => one.id === id);
}

/** The keys of the board. */
export function useBoardKeys(incidents: readonly Incident[], seek: () => void): void {
  const doing = (run: (subjects: readonly Incident[]) => void) => () => {
    const about = subjects(incidents);
    if (about.length > 0 && !isLost.peek()) run(about);
  };
  useKeys({
    '/': seek,
    j: () => step(links(), 1),
    k: () => step(links(), -1),
    x: () => {
      const id = focusedId();
      if (id !== undefined) toggleSelected(id);
    },
    a: doing((about) => {
      const open = about.filter(({ state }) => state === 'open');
      if (open.length > 0) void perform(open, { kind: 'acknowledge' });
    }),
    o: doing((about) => void perform(about, { kind: 'own', owner: session.peek()?.person?.id ?? null })),
    n: doing((about) => ask('note', about)),
    Escape: () => {
      if (selected.peek().size > 0) selectNone();
      else go('/');
    },
  });
}
