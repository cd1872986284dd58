import type { SavedView } from '@fettle/shared/api/views';
import { useState } from 'preact/hooks';
import { deleteView, makeView, putView } from '../../api/views.ts';
import { plain } from '../../format/text.ts';
import { Ask } from '../../parts/ask.tsx';
import { TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { useSaving } from '../../state/saving.ts';
import { views } from '../../state/views.ts';
import { exploreLink, type ExploreView } from './view.ts';

const queryOf = (view: ExploreView) => exploreLink(view).split('?')[1] ?? '';

/** Views that somebody saved: kept at the collector, for everybody who may see as much. */
export function SavedViews({ view }: { view: ExploreView }) {
  const [asking, setAsking] = useState(false);
  const all = views.value.value;
  const here = queryOf(view);
  return (
    <Section
      title="Saved views"
      aside={
        view.metric === '' ? null : (
          <span class="aside">
            <button class="b" type="button" onClick={() => setAsking(true)}>
              Save this view…
            </button>
          </span>
        )
      }
    >
      {!all && views.problem.value ? (
        <Failed what="Saved views" problem={views.problem.value} again={() => views.renew()} />
      ) : null}
      {all?.length === 0 ? (
        <p class="quiet dense">None yet. A view that is saved here is there for your colleagues too.</p>
      ) : null}
      <ul class="rows saved-views">
        {all?.map((one) => (
          <One key={one.id} one={one} current={one.query === here} here={here} />
        ))}
      </ul>
      {asking ? <SaveAs query={here} done={() => setAsking(false)} /> : null}
    </Section>
  );
}

function One({ one, current, here }: { one: SavedView; current: boolean; here: string }) {
  const saving = useSaving();
  const { id, name, query, by, version, mayChange } = one;
  const remove = () =>
    saving.run(async () => {
      await deleteView(id, version);
      await views.load();
      tell(`“${plain(name, 60)}” is deleted.`, async () => {
        await makeView({ name, query, version: 0 });
        await views.load();
      });
    });
  const replace = () =>
    saving.run(async () => {
      const after = await putView(id, { name, query: here, version });
      await views.load();
      tell(`“${plain(name, 60)}” shows this view now.`, async () => {
        await putView(id, { name, query, version: after.version });
        await views.load();
      });
    });
  return (
    <li>
      <div class="top">
        <a href={`/explore?${query}`} aria-current={current ? 'page' : undefined}>
          {current ? <b>{plain(name, 80)}</b> : plain(name, 80)}
        </a>
        {mayChange ? (
          <span class="acts">
            {current || here === '' ? null : (
              <button class="b bare" type="button" disabled={saving.busy} onClick={() => void replace()}>
                Replace<span class="hide"> {plain(name, 80)} by this view</span>
              </button>
            )}
            <button class="b bare" type="button" disabled={saving.busy} onClick={() => void remove()}>
              Delete<span class="hide"> {plain(name, 80)}</span>
            </button>
          </span>
        ) : null}
      </div>
      <span class="quiet">{by ? plain(by.name, 60) : 'somebody who is gone'}</span>
      <SaidProblem problem={saving.problem} readAgain={() => views.renew()} />
    </li>
  );
}

function SaveAs({ query, done }: { query: string; done: () => void }) {
  const saving = useSaving();
  const [name, setName] = useState('');
  const save = async () => {
    if (name.trim() === '') return;
    const saved = await saving.run(async () => {
      const made = await makeView({ name: name.trim(), query, version: 0 });
      await views.load();
      tell('Saved for you and your colleagues.', async () => {
        await deleteView(made.id, made.version);
        await views.load();
      });
    });
    if (saved) done();
  };
  return (
    <Ask title="Save this view" deed="Save" yes={() => void save()} no={done}>
      <TextField
        label="Name"
        value={name}
        set={setName}
        note="Colleagues who see these devices find it here. A range that ends now goes on ending now."
      />
      <SaidProblem problem={saving.problem} readAgain={() => saving.forget()} />
    </Ask>
  );
}
