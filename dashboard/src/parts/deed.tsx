import { useState } from 'preact/hooks';
import { plain } from '../format/text.ts';
import { go } from '../routes.ts';
import type { Resource } from '../state/resource.ts';
import { useSaving } from '../state/saving.ts';
import { forgetUnsaved, useUnsaved } from '../state/unsaved.ts';
import { Ask } from './ask.tsx';
import { SaidProblem } from './said-problem.tsx';
import { tell } from './toast.tsx';

/** Something as the collector keeps it. */
export interface Kept<Body> {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly body: Body;
}

interface DeedProps<Body> {
  /** Undefined: it is being made. */
  readonly kept: Kept<Body> | undefined;
  readonly id: string;
  /** Undefined while anything in the form is wrong. */
  readonly body: Body | undefined;
  readonly dirty: boolean;
  /** Somebody tried to save: now everything that is wrong is said. */
  readonly tried: () => void;
  /** Fills the form anew from what is kept. */
  readonly fill: () => void;
  /** The list that it is in. */
  readonly list: Pick<Resource<unknown>, 'load'>;
  /** The page of that list. */
  readonly home: string;
  /** Where things of this kind have their pages, if not right below `home`. */
  readonly below?: string;
  readonly put: (id: string, body: Body, version: number) => Promise<{ readonly version: number }>;
  readonly remove: (id: string, version: number) => Promise<unknown>;
  /** What its button says while it is new. */
  readonly make: string;
  /** What follows when it is deleted. */
  readonly losing: string;
  readonly more?: preact.ComponentChildren;
  readonly children: preact.ComponentChildren;
}

/** To the first field that cannot be read, once it is marked. */
function toFirstWrong(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

/** What a form comes to, with saving, deleting and the way back from both. */
export function Deed<Body>(props: DeedProps<Body>) {
  // What the form was filled with: a list that is read anew meanwhile must not pass for what somebody has seen.
  const [kept] = useState(props.kept);
  const { id, body, dirty, tried, fill, list, home, below = home, put, remove, make, children } = props;
  const saving = useSaving();
  const [asks, setAsks] = useState(false);
  useUnsaved(dirty);
  async function save() {
    tried();
    if (!body) return toFirstWrong();
    await saving.run(async () => {
      const saved = await put(id, body, kept?.version ?? 0);
      await list.load();
      forgetUnsaved();
      tell(kept ? 'Saved; it holds from now on.' : 'Made; it holds from now on.', async () => {
        if (kept) await put(id, kept.body, saved.version);
        else await remove(id, saved.version);
        await list.load();
        if (kept) fill();
        else go(home);
      });
      if (kept) fill();
      else go(`${below}/${id}`, true);
    });
  }
  async function drop() {
    setAsks(false);
    if (!kept) return;
    await saving.run(async () => {
      await remove(kept.id, kept.version);
      forgetUnsaved();
      await list.load();
      tell(`“${plain(kept.name, 60)}” is deleted.`, async () => {
        await put(kept.id, kept.body, 0);
        await list.load();
      });
      go(home);
    });
  }
  const readAgain = () => {
    saving.forget();
    void list.load().then(fill);
  };
  return (
    <aside class="deed" aria-label="What it says">
      <header>
        <h2>What it says</h2>
        <span class="quiet dense">{body ? (dirty ? 'not saved yet' : '') : 'something is missing'}</span>
      </header>
      {children}
      <div class="seal">
        <SaidProblem problem={saving.problem} readAgain={readAgain} />
        <div class="acts">
          <button class="b main" type="button" disabled={saving.busy} onClick={() => void save()}>
            {saving.busy ? 'Saving' : kept ? 'Save' : make}
          </button>
          {kept ? (
            <button class="b danger" type="button" disabled={saving.busy} onClick={() => setAsks(true)}>
              Delete…
            </button>
          ) : null}
        </div>
        {props.more}
      </div>
      {asks && kept ? (
        <Ask
          title={`Delete “${plain(kept.name, 60)}”?`}
          deed="Delete"
          danger
          yes={() => void drop()}
          no={() => setAsks(false)}
        >
          <p>{props.losing} What was stays in the history.</p>
        </Ask>
      ) : null}
    </aside>
  );
}
