import { useMemo, useState } from 'preact/hooks';
import {
  actOnImprovement,
  type ImprovementDeed,
  type ImprovementItem,
  makeImprovement,
  putImprovement,
} from '../../api/improvements.ts';
import { ApiProblem } from '../../api/problem.ts';
import { plain } from '../../format/text.ts';
import { date, exact, moment } from '../../format/time.ts';
import { Acts } from '../../parts/acts.tsx';
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { Step } from '../../parts/step.tsx';
import { tell } from '../../parts/toast.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, improvementPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { improvements } from '../../state/improvements.ts';
import { hasRole, people } from '../../state/people.ts';
import { someDevices } from '../../state/requests.ts';
import { rules } from '../../state/rules.ts';
import { useSaving } from '../../state/saving.ts';
import { forgetUnsaved, isSame, useUnsaved } from '../../state/unsaved.ts';
import { type ImprovementDraft, improvementDraft, newImprovement, readImprovementDraft } from './draft.ts';
import { deeds, improvementLooks } from './looks.ts';

const gone = new ApiProblem('not_found', 404, 'There is no improvement with this number.');

function headOf(one: ImprovementItem | undefined, id: string): Piece[] {
  if (id === 'new')
    return [
      { text: 'A finding. ' },
      { text: 'What it is measured by is measured at once, and again 30 days after it was done.', lesser: true },
    ];
  if (!one) return [{ text: 'Reading this improvement.', lesser: true }];
  const { shape, word } = improvementLooks[one.state];
  return [
    { text: word.slice(0, 1).toUpperCase() + word.slice(1), shape },
    { text: `. ${plain(one.words, 200)} ` },
    ...(one.overdue ? [{ text: 'It is overdue', shape: 'warning' as const }, { text: '.' }] : []),
  ];
}

/** One improvement, or one to be written down. */
export function ImprovementPage({ id }: { id: string }) {
  const all = improvements.value.value;
  const one = all?.find((item) => String(item.id) === id);
  const ready = id === 'new' || one !== undefined;
  const problem = improvements.problem.value ?? (all && !ready ? gone : undefined);
  const read = () => {
    improvements.renew();
    rules.renew();
    people.renew();
    someDevices.renew();
  };
  return (
    <Page
      name={`improvement ${id}`}
      crumb={
        <>
          <a href="/improvements">Improvements</a>
          <span class="sep">/</span>
          <b>{id === 'new' ? 'New finding' : `No. ${id}`}</b>
        </>
      }
      pieces={headOf(one, id)}
      wrong={one?.state === 'no-better'}
      acts={one && hasRole('technician') ? <Deeds one={one} /> : null}
      read={read}
      heeds={['improvement.']}
      keys={{ Escape: () => go('/improvements') }}
      told={[[['Esc'], 'improvements']]}
    >
      {ready ? (
        <Form key={one?.version ?? 0} one={one} />
      ) : problem ? (
        <Failed what="This improvement" problem={problem} again={read} />
      ) : (
        <Waiting what="this improvement" rows={6} cancel={improvements.cancel} />
      )}
    </Page>
  );
}

function Deeds({ one }: { one: ImprovementItem }) {
  const saving = useSaving();
  const act = (deed: ImprovementDeed) =>
    void saving.run(async () => {
      await actOnImprovement(one.id, deed, one.version);
      await improvements.load();
    });
  const may = deeds.filter((deed) => one.may.includes(deed.act));
  return <Acts may={may} saving={saving} readAgain={() => improvements.renew()} act={act} />;
}

interface Part {
  readonly draft: ImprovementDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<ImprovementDraft>) => void;
}

function Form({ one }: { one: ImprovementItem | undefined }) {
  const [start] = useState(() => (one ? improvementDraft(one) : newImprovement));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  const { body, errors: all } = useMemo(() => readImprovementDraft(draft, one?.version ?? 0), [draft, one]);
  const errors: ReadonlyMap<string, string> = tried ? all : new Map();
  useUnsaved(!isSame(draft, start));
  const part: Part = { draft, errors, change: (some) => setDraft((before) => ({ ...before, ...some })) };
  async function save() {
    setTried(true);
    if (!body) return;
    await saving.run(async () => {
      const kept = one ? await putImprovement(one.id, body) : await makeImprovement(body);
      forgetUnsaved();
      await improvements.load();
      tell(one ? 'Saved.' : `Written down as improvement ${kept.id}.`);
      go(improvementPath(kept.id), true);
    });
  }
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The finding">
        <What {...part} />
        <MeasuredBy {...part} />
      </form>
      <aside class="deed" aria-label="What was measured">
        <header>
          <h2>What was measured</h2>
        </header>
        {one ? (
          <Figures one={one} />
        ) : (
          <p class="prose">It is measured when it is written down, over the days before.</p>
        )}
        {hasRole('technician') ? (
          <div class="seal">
            <SaidProblem problem={saving.problem} readAgain={() => improvements.renew()} />
            <div class="acts">
              <button class="b main" type="button" disabled={saving.busy} onClick={() => void save()}>
                {saving.busy ? 'Measuring' : one ? 'Save' : 'Write it down'}
              </button>
            </div>
          </div>
        ) : null}
      </aside>
    </div>
  );
}

function What({ draft, errors, change }: Part) {
  const owners = (people.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 80) }));
  return (
    <Step no={1} title="What was found">
      <TextField
        label="Finding"
        value={draft.finding}
        set={(finding) => change({ finding })}
        error={errors.get('finding')}
        hint="The disks of the file servers fill every other week"
      />
      <AreaField label="What is done about it" value={draft.action} set={(action) => change({ action })} rows={3} />
      <div class="fields">
        <SelectField
          label="Owner"
          value={draft.owner}
          set={(owner) => change({ owner })}
          choices={[{ value: '', name: 'Nobody' }, ...owners]}
        />
        <TextField label="Due" type="date" value={draft.due} set={(due) => change({ due })} error={errors.get('due')} />
        <TextField
          label="Site"
          value={draft.site}
          set={(site) => change({ site })}
          hint="all of them"
          note="It is measured there, and seen by who sees it."
        />
      </div>
    </Step>
  );
}

const kinds = [
  { value: 'incidents', name: 'How many incidents open' },
  { value: 'resolve', name: 'How long they take to resolve' },
  { value: 'availability', name: 'How available a service is' },
  { value: 'metric', name: 'How high a metric is' },
  { value: 'none', name: 'Nothing' },
] as const;

function MeasuredBy({ draft, errors, change }: Part) {
  const { kind } = draft;
  const ruleChoices = (rules.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 80) }));
  const deviceChoices = (someDevices.value.value ?? []).map(({ id, name, site }) => ({
    value: id,
    name: plain(name, 80),
    group: plain(site, 60),
  }));
  return (
    <Step no={2} title="What it is measured by">
      <div class="fields">
        <SelectField
          label="Measured"
          value={kind}
          set={(value) => change({ kind: value as ImprovementDraft['kind'] })}
          choices={kinds}
        />
        {kind === 'none' ? null : (
          <TextField
            label="Days before the finding"
            value={draft.days}
            set={(days) => change({ days })}
            error={errors.get('days')}
            note="Its baseline."
          />
        )}
      </div>
      <div class="fields">
        {kind === 'incidents' || kind === 'resolve' ? (
          <SelectField
            label="Rule"
            value={draft.rule}
            set={(rule) => change({ rule })}
            choices={[{ value: '', name: 'Any' }, ...ruleChoices]}
          />
        ) : null}
        {kind === 'incidents' ? (
          <SelectField
            label="Device"
            value={draft.device}
            set={(device) => change({ device })}
            choices={[{ value: '', name: 'Any' }, ...deviceChoices]}
          />
        ) : null}
        {kind === 'none' || kind === 'metric' ? null : (
          <TextField
            label="Service"
            value={draft.service}
            set={(service) => change({ service })}
            error={errors.get('service')}
            mono
            hint={kind === 'availability' ? 'web-shop' : 'any'}
          />
        )}
        {kind === 'metric' ? (
          <TextField label="Metric" value={draft.metric} set={(metric) => change({ metric })} mono />
        ) : null}
        {kind === 'metric' ? (
          <SelectField
            label="Of its hourly averages"
            value={draft.quantile}
            set={(quantile) => change({ quantile: quantile as 'p50' | 'p95' })}
            choices={[
              { value: 'p50', name: 'the median' },
              { value: 'p95', name: 'the 95th percentile' },
            ]}
          />
        ) : null}
      </div>
      {kind === 'metric' ? <SelectorField value={draft.selector} set={(selector) => change({ selector })} /> : null}
    </Step>
  );
}

function Figures({ one }: { one: ImprovementItem }) {
  const { baseline, now: after, foundAt, doneAt, words } = one;
  return (
    <>
      <p class="prose">
        <b>{plain(words, 200)}</b>
      </p>
      <Section title="In figures">
        <dl class="facts">
          <dt>Found</dt>
          <dd title={exact(foundAt)}>{moment(foundAt, now.value)}</dd>
          {baseline ? <dt>Before</dt> : null}
          {baseline ? (
            <dd>
              {plain(baseline.words, 200)}
              <br />
              <span class="quiet">
                {date(baseline.from)} to {date(baseline.to)}
              </span>
            </dd>
          ) : null}
          {doneAt === null ? null : <dt>Done</dt>}
          {doneAt === null ? null : <dd title={exact(doneAt)}>{moment(doneAt, now.value)}</dd>}
          {after ? <dt>Now</dt> : null}
          {after ? (
            <dd>
              {plain(after.words, 200)}
              <br />
              <span class="quiet">
                {date(after.from)} to {date(after.to)}
              </span>
            </dd>
          ) : null}
        </dl>
      </Section>
      <p class="quiet dense">
        It got better where what hurts is less by a tenth or more. It is judged 30 days after it was done.
      </p>
    </>
  );
}
