import type { OrderDraft } from '@fettle/shared/api/orders';
import { useMemo, useState } from 'preact/hooks';
import { nextTimes, readCron } from '../../format/cron-words.ts';
import { clock, date as dateWords, exact, weekday } from '../../format/time.ts';
import { isZone, ownZone, zones } from '../../format/zones.ts';
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { Step } from '../../parts/step.tsx';
import { plain } from '../../format/text.ts';
import { now } from '../../state/clock.ts';
import { usePreview } from '../../state/preview.ts';
import { rules } from '../../state/rules.ts';
import { bodyOf } from '../../state/script-bodies.ts';
import { scripts } from '../../state/scripts.ts';
import { isSame } from '../../state/unsaved.ts';
import { Checked } from '../push/checked.tsx';
import { OrderDeed } from '../push/deed.tsx';
import { Steps } from '../push/steps.tsx';
import { readStanding, type StandingDraft } from './draft.ts';
import { standingDraftPath } from './paths.ts';
import { standingProse } from './prose.ts';

interface StandingFormProps {
  readonly kept: OrderDraft | undefined;
  readonly start: StandingDraft;
  readonly fill: () => void;
}

interface Part {
  readonly draft: StandingDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<StandingDraft>) => void;
}

const unwritten = (draft: StandingDraft, path: string) =>
  (['name', 'selector', 'reason', 'rule'] as const).some((field) => field === path && draft[field] === '') ||
  /\.(script|p\.[a-z0-9_]+)$/.test(path);

/** When, what, who, how often; beside it what it comes to. */
export function StandingForm({ kept, start: given, fill }: StandingFormProps) {
  const [start] = useState(given);
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const known = { items: scripts.value.value, bodyOf };
  const bodies = draft.steps.map(({ script, version }) => bodyOf(script, version) !== undefined).join();
  const read = useMemo(() => readStanding(draft, known), [draft, scripts.value.value, bodies]);
  const errors = tried ? read.errors : new Map([...read.errors].filter(([path]) => !unwritten(draft, path)));
  const asked = useMemo(
    () =>
      read.body ?? readStanding({ ...draft, name: draft.name || 'not named yet', reason: 'not said yet' }, known).body,
    [read],
  );
  const preview = usePreview(asked && { ...asked, reason: 'not said yet' });
  const part: Part = { draft, errors, change: (some) => setDraft((before) => ({ ...before, ...some })) };
  const what = asked?.what.kind === 'standing' ? asked.what : undefined;
  const ruleName = rules.value.value?.find(({ id }) => id === draft.rule)?.name ?? draft.rule;
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The standing order">
        <When {...part} />
        <Step no={2} title="What">
          <Steps
            steps={draft.steps}
            set={(steps) => part.change({ steps })}
            errorOf={(place, field) => errors.get(`steps.${place}.${field}`)}
          />
        </Step>
        <Step no={3} title="Who">
          <SelectorField
            label="Devices, by the labels of their grants"
            value={draft.selector}
            set={(selector) => part.change({ selector })}
            error={errors.get('selector')}
          />
        </Step>
        <Caps {...part} />
        <Checked preview={preview} no={5} />
      </form>
      <OrderDeed
        kept={kept}
        body={read.body ?? (tried ? undefined : asked)}
        dirty={!isSame(draft, start)}
        preview={preview}
        prose={what ? standingProse(what, ruleName, preview.draft, known) : []}
        blank="Once every field can be read, the standing order stands here in one paragraph."
        tried={() => setTried(true)}
        fill={fill}
        pathOf={standingDraftPath}
        home="/standing"
      >
        <div>
          <AreaField
            label="Reason, signed with it and shown at these machines"
            rows={2}
            value={draft.reason}
            set={(reason) => part.change({ reason })}
            error={errors.get('reason')}
          />
        </div>
      </OrderDeed>
    </div>
  );
}

function When(part: Part) {
  const { draft, errors, change } = part;
  return (
    <Step no={1} title="When">
      <div class="fields">
        <TextField
          label="Name"
          value={draft.name}
          set={(name) => change({ name })}
          error={errors.get('name')}
          note="What it is for."
        />
        <SelectField
          label="Fired"
          value={draft.kind}
          set={(kind) => change({ kind: kind as StandingDraft['kind'] })}
          choices={[
            { value: 'rule', name: 'by a rule, on the device’s own samples' },
            { value: 'clock', name: 'by the clock' },
          ]}
        />
      </div>
      {draft.kind === 'rule' ? <ByRule {...part} /> : <ByClock {...part} />}
    </Step>
  );
}

function ByRule({ draft, errors, change }: Part) {
  const all = (rules.value.value ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  const chosen = all.find(({ id }) => id === draft.rule);
  return (
    <>
      <div class="fields">
        <SelectField
          label="Rule"
          value={draft.rule}
          set={(rule) => change({ rule })}
          choices={[
            ...(draft.rule === '' ? [{ value: '', name: 'Choose a rule' }] : []),
            ...all.map(({ id, name }) => ({ value: id, name: plain(name, 80) })),
          ]}
          error={errors.get('rule')}
        />
        <SelectField
          label="From"
          value={draft.severity}
          set={(severity) => change({ severity: severity as StandingDraft['severity'] })}
          choices={[
            { value: 'warning', name: 'warning' },
            { value: 'critical', name: 'critical only' },
          ]}
        />
        <TextField
          label="Measured again for"
          value={draft.settle}
          set={(settle) => change({ settle })}
          error={errors.get('settle')}
          note="after a run, then it is told whether it helped"
        />
      </div>
      {chosen ? <p class="quiet dense">{plain(chosen.words, 300)} The rule as it is now is signed with it.</p> : null}
    </>
  );
}

const presets = [
  { value: '30 3 * * *', name: 'every night' },
  { value: '0 22 * * 6', name: 'Saturday evening' },
  { value: '15 * * * *', name: 'every hour' },
  { value: '0 4 1 * *', name: 'first of the month' },
] as const;

function ByClock({ draft, errors, change }: Part) {
  const zone = draft.zone === 'device' ? ownZone() : draft.zone;
  const cron = readCron(draft.cron);
  const times = typeof cron !== 'string' && isZone(zone) ? nextTimes(cron, zone, now.value, 5) : [];
  return (
    <>
      <div class="fields">
        <TextField
          label="Minute, hour, day, month, weekday"
          value={draft.cron}
          set={(to) => change({ cron: to })}
          error={errors.get('cron')}
          mono
          note={
            <span class="presets">
              {presets.map(({ value, name }) => (
                <button key={value} class="link" type="button" onClick={() => change({ cron: value })}>
                  {name}
                </button>
              ))}
            </span>
          }
        />
        <TextField
          label="Zone"
          value={draft.zone}
          set={(to) => change({ zone: to })}
          error={errors.get('zone')}
          known={['device', ...zones()]}
          note="device: each in its own time"
        />
        <TextField
          label="Spread over"
          value={draft.jitter}
          set={(jitter) => change({ jitter })}
          error={errors.get('jitter')}
          note="not all at once; 0: together"
        />
        <SelectField
          label="A device that was off"
          value={draft.missed}
          set={(missed) => change({ missed: missed as StandingDraft['missed'] })}
          choices={[
            { value: 'skip', name: 'waits for the next time' },
            { value: 'run', name: 'runs it when it is on' },
          ]}
        />
      </div>
      {times.length > 0 ? (
        <div>
          <h3 class="dense">
            The next five times{draft.zone === 'device' ? ', for a device in your zone' : ', in your time'}
          </h3>
          <ol class="facts openings" aria-label="The next five times">
            {times.map((time) => (
              <li key={time} title={exact(time)}>
                <span>
                  {weekday(time).slice(0, 3)} {dateWords(time, now.value)}
                </span>
                <span>{clock(time)}</span>
              </li>
            ))}
          </ol>
        </div>
      ) : null}
    </>
  );
}

function Caps({ draft, errors, change }: Part) {
  const field = (label: string, key: 'perHour' | 'coolDown' | 'bootGuard' | 'failures' | 'days', note: string) => (
    <TextField
      label={label}
      value={draft[key]}
      set={(to) => change({ [key]: to })}
      error={errors.get(key)}
      note={note}
    />
  );
  return (
    <Step no={4} title="How often, and how it stops">
      <div class="fields four">
        {field('Runs an hour', 'perHour', 'at most, on each device')}
        {field('Apart', 'coolDown', 'from the end of one to the next')}
        {draft.kind === 'rule' ? field('After a start', 'bootGuard', 'none for so long') : null}
        {field('Failures in a row', 'failures', 'then it stops there')}
        {field('Holds for, days', 'days', 'at most 90; then it is signed anew')}
      </div>
    </Step>
  );
}
