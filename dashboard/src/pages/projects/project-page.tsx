import type { Project, ProjectPut } from '@fettle/shared/api/improvements';
import { useState } from 'preact/hooks';
import { makeProject, putProject } from '../../api/improvements.ts';
import { ApiProblem } from '../../api/problem.ts';
import { plain } from '../../format/text.ts';
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx';
import { Page } from '../../parts/page.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Step } from '../../parts/step.tsx';
import { tell } from '../../parts/toast.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, projectPath } from '../../routes.ts';
import { projects, proposals } from '../../state/improvements.ts';
import { people } from '../../state/people.ts';
import { useSaving } from '../../state/saving.ts';
import { forgetUnsaved, isSame, useUnsaved } from '../../state/unsaved.ts';

const gone = new ApiProblem('not_found', 404, 'There is no project with this number.');

/** One project, or one to be added. */
export function ProjectPage({ id }: { id: string }) {
  const all = projects.value.value;
  const one = all?.find((item) => String(item.id) === id);
  const ready = id === 'new' || one !== undefined;
  const problem = projects.problem.value ?? (all && !ready ? gone : undefined);
  const read = () => {
    projects.renew();
    people.renew();
  };
  return (
    <Page
      name={`project ${id}`}
      crumb={
        <>
          <a href="/projects">Projects</a>
          <span class="sep">/</span>
          <b>{id === 'new' ? 'New project' : plain(one?.title ?? id, 80)}</b>
        </>
      }
      pieces={
        one
          ? [
              { text: `${one.score} of 100`, strong: true },
              { text: `: ${one.formula}.`, lesser: true },
            ]
          : [{ text: id === 'new' ? 'A project.' : 'Reading this project.', lesser: id !== 'new' }]
      }
      read={read}
      heeds={['project.']}
      keys={{ Escape: () => go('/projects') }}
      told={[[['Esc'], 'projects']]}
    >
      {ready ? (
        <Form key={one?.version ?? 0} one={one} />
      ) : problem ? (
        <Failed what="This project" problem={problem} again={read} />
      ) : (
        <Waiting what="this project" rows={6} cancel={projects.cancel} />
      )}
    </Page>
  );
}

interface Draft extends Omit<ProjectPut, 'cost' | 'gainPerMonth' | 'due' | 'owner'> {
  readonly cost: string;
  readonly gain: string;
  readonly due: string;
  readonly owner: string;
}

const money = (minor: number | null) => (minor === null ? '' : String(minor / 100));

function draftOf(one: Project | undefined): Draft {
  if (!one)
    return {
      title: '',
      why: '',
      kind: 'roi',
      cost: '',
      gain: '',
      owner: '',
      due: '',
      mandate: '',
      evidence: [],
      state: 'idea',
      version: 0,
    };
  const { title, why, kind, mandate, evidence, state, version, cost, gainPerMonth, owner, due } = one;
  return {
    title,
    why,
    kind,
    mandate,
    evidence,
    state,
    version,
    cost: money(cost),
    gain: money(gainPerMonth),
    owner: owner ?? '',
    due: due === null ? '' : new Date(due).toISOString().slice(0, 10),
  };
}

/** Null: nothing was said; undefined: it cannot be read. */
function minorOf(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  if (whole === '') return undefined;
  const minor = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return sign === '' ? minor : -minor;
}

const kinds = [
  { value: 'mandatory', name: 'Mandatory' },
  { value: 'roi', name: 'Pays for itself' },
  { value: 'breakthrough', name: 'Breakthrough' },
] as const;
const states = ['idea', 'approved', 'under-way', 'done', 'dropped'].map((value) => ({
  value,
  name: value.replace('-', ' '),
}));

function Form({ one }: { one: Project | undefined }) {
  const [start] = useState(() => draftOf(one));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  useUnsaved(!isSame(draft, start));
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  const [cost, gain] = [minorOf(draft.cost), minorOf(draft.gain)];
  const wrong = (bad: boolean, words: string) => (tried && bad ? words : undefined);
  const [noTitle, noMandate] = [draft.title.trim() === '', draft.kind === 'mandatory' && draft.mandate.trim() === ''];
  const badCost = cost === undefined || (cost !== null && cost < 0);
  async function save() {
    setTried(true);
    if (noTitle || noMandate || badCost || cost === undefined || gain === undefined) return;
    const { gain: _gain, ...rest } = draft;
    const due = draft.due === '' ? null : Date.parse(`${draft.due}T23:59:59Z`);
    const body: ProjectPut = {
      ...rest,
      cost,
      gainPerMonth: gain,
      owner: draft.owner === '' ? null : draft.owner,
      due,
      evidence: [...draft.evidence],
    };
    await saving.run(async () => {
      const kept = one ? await putProject(one.id, body) : await makeProject(body);
      forgetUnsaved();
      await projects.load();
      proposals.renew();
      tell(one ? 'Saved.' : `Added as project ${kept.id}.`);
      go(projectPath(kept.id), true);
    });
  }
  const owners = (people.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 80) }));
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The project">
        <Step no={1} title="What and why">
          <TextField
            label="Title"
            value={draft.title}
            set={(title) => change({ title })}
            error={wrong(noTitle, 'Give it a title.')}
          />
          <AreaField label="Why" value={draft.why} set={(why) => change({ why })} rows={3} />
          <div class="fields">
            <SelectField
              label="Kind"
              value={draft.kind}
              set={(kind) => change({ kind: kind as Draft['kind'] })}
              choices={kinds}
            />
            <SelectField
              label="State"
              value={draft.state}
              set={(state) => change({ state: state as Draft['state'] })}
              choices={states}
            />
          </div>
          {draft.kind === 'mandatory' ? (
            <TextField
              label="What asks for it"
              value={draft.mandate}
              set={(mandate) => change({ mandate })}
              error={wrong(noMandate, 'A law, a contract, an end of support.')}
              hint="Support of that system ends"
            />
          ) : null}
        </Step>
        <Step no={2} title="What it costs and brings">
          <div class="fields">
            <TextField
              label="Cost, once"
              value={draft.cost}
              set={(text) => change({ cost: text })}
              error={wrong(badCost, 'An amount: 1200 or 1200.50')}
              note="In the currency of the value settings."
            />
            <TextField
              label="It brings or saves a month"
              value={draft.gain}
              set={(text) => change({ gain: text })}
              error={wrong(gain === undefined, 'An amount: 100 or -20')}
            />
          </div>
        </Step>
        <Step no={3} title="Who and until when">
          <div class="fields">
            <SelectField
              label="Owner"
              value={draft.owner}
              set={(owner) => change({ owner })}
              choices={[{ value: '', name: 'Nobody' }, ...owners]}
            />
            <TextField label="Due" type="date" value={draft.due} set={(due) => change({ due })} />
          </div>
        </Step>
      </form>
      <aside class="deed" aria-label="What shows it">
        <header>
          <h2>What shows it</h2>
        </header>
        {draft.evidence.length === 0 ? <p class="prose">Nothing was added. Proposals bring theirs along.</p> : null}
        <ul class="rows">
          {draft.evidence.map(({ words, link }, place) => (
            <li key={`${link} ${words}`}>
              <div class="top">
                <a href={link}>{plain(words, 200)}</a>
                <button
                  class="b bare"
                  type="button"
                  onClick={() => change({ evidence: draft.evidence.filter((_, index) => index !== place) })}
                >
                  Leave it out
                </button>
              </div>
            </li>
          ))}
        </ul>
        <div class="seal">
          <SaidProblem problem={saving.problem} readAgain={() => projects.renew()} />
          <div class="acts">
            <button class="b main" type="button" disabled={saving.busy} onClick={() => void save()}>
              {saving.busy ? 'Saving' : one ? 'Save' : 'Add it'}
            </button>
          </div>
        </div>
      </aside>
    </div>
  );
}
