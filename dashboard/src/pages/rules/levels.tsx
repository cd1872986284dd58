import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import { unitsOf } from '@fettle/shared/quantity';
import type { Comparison, DeviceSilence } from '@fettle/shared/rules/rule';
import type { Severity } from '@fettle/shared/severity';
import { Checks, SelectField, TextField } from '../../parts/fields.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { type LevelDrafts, severities } from './draft.ts';
import { Step } from '../../parts/step.tsx';
import type { Part } from './part.ts';
import type { Errors } from './read-draft.ts';

const comparisons: readonly { value: Comparison; name: string }[] = [
  { value: 'above', name: 'at or above' },
  { value: 'below', name: 'at or below' },
  { value: 'outside', name: 'outside of' },
];
const silences: readonly { value: DeviceSilence; name: string }[] = [
  { value: 'late', name: 'late' },
  { value: 'offline', name: 'offline' },
  { value: 'unreachable', name: 'unreachable' },
  { value: 'stopped', name: 'stopped on purpose' },
];
const severityChoices = severities.map((value) => ({ value, name: value }));

/** When it hurts, and when it is over. */
export function Levels(part: Part & { metric: CatalogueMetric | undefined }) {
  const { draft, errors, change } = part;
  return (
    <Step no={3} title="When it hurts">
      <How {...part} />
      {errors.has('levels') ? (
        <p class="wrong" role="alert">
          {errors.get('levels')}
        </p>
      ) : null}
      <div class="fields">
        {draft.kind === 'value' || draft.kind === 'formula' || draft.kind === 'change' ? (
          <SelectField
            label="Comparison"
            value={draft.is}
            set={(is) => change({ is: is as Comparison })}
            choices={comparisons}
            note="A limit is reached at its own value."
          />
        ) : null}
        <TextField
          label="For"
          value={draft.for}
          set={(text) => change({ for: text })}
          error={errors.get('for')}
          note="So long it must hold. 0: at once."
        />
        <TextField
          label="Clear for"
          value={draft.clearFor}
          set={(clearFor) => change({ clearFor })}
          error={errors.get('clearFor')}
          note="So long it must be well again."
        />
      </div>
    </Step>
  );
}

function How(part: Part & { metric: CatalogueMetric | undefined }) {
  const { draft, change, metric } = part;
  const { kind } = draft;
  if (kind === 'state') return <States {...part} words={metric?.states ?? []} />;
  if (kind === 'device') return <States {...part} words={silences} />;
  if (kind === 'absent') return <Absence {...part} />;
  if (kind === 'told') return <Told {...part} />;
  if (kind === 'trend') return <Trend {...part} />;
  const unit = kind === 'formula' ? draft.unit : (metric?.unit ?? '');
  return (
    <>
      {kind === 'change' ? (
        <TextField
          label="Change over"
          value={draft.over}
          set={(over) => change({ over })}
          error={part.errors.get('over')}
          note="The value now, less what it was so long ago."
        />
      ) : null}
      <LevelFields
        levels={draft.levels}
        is={draft.is}
        unit={unit}
        errors={part.errors}
        set={(levels) => change({ levels })}
      />
    </>
  );
}

interface LevelFieldsProps {
  readonly levels: LevelDrafts;
  readonly is: Comparison;
  readonly unit: string;
  readonly errors: Errors;
  readonly path?: string;
  readonly set: (levels: LevelDrafts) => void;
}

/** Warning and critical, each with where it ends again. */
export function LevelFields({ levels, is, unit, errors, path = '', set }: LevelFieldsProps) {
  const units = unitsOf(unit).slice(0, 5).join(', ');
  const field = (severity: Severity, which: 'limit' | 'clear') => (
    <TextField
      key={`${severity} ${which}`}
      label={
        which === 'limit' ? (
          <span class={`st ${severity}`}>
            <Icon name={severity} /> {severity === 'warning' ? 'Warning at' : 'Critical at'}
          </span>
        ) : (
          <>
            Clear again at<span class="hide">, {severity}</span>
          </>
        )
      }
      value={levels[severity][which]}
      set={(text) => set({ ...levels, [severity]: { ...levels[severity], [which]: text } })}
      error={errors.get(`${path}${severity}.${which}`)}
      hint={which === 'clear' ? 'at its limit' : is === 'outside' ? '18 to 27' : 'no such level'}
    />
  );
  return (
    <>
      <div class="fields four">
        {severities.map((severity) => [field(severity, 'limit'), field(severity, 'clear')])}
      </div>
      {units === '' ? null : <p class="quiet note-line">Written with a unit: {units}.</p>}
    </>
  );
}

type Word = string | { readonly value: string; readonly name: string };

function States({ draft, change, words }: Part & { words: readonly Word[] }) {
  const choices = words.map((one) => (typeof one === 'string' ? { value: one, name: one } : one));
  return (
    <>
      {severities.map((severity) => (
        <Checks
          key={severity}
          label={severity === 'warning' ? 'Warning when it is' : 'Critical when it is'}
          choices={choices}
          chosen={draft.states[severity]}
          set={(chosen) => change({ states: { ...draft.states, [severity]: chosen } })}
        />
      ))}
    </>
  );
}

function Absence({ draft, errors, change }: Part) {
  return (
    <div class="fields">
      <TextField
        label="Missing for"
        value={draft.after}
        set={(after) => change({ after })}
        error={errors.get('after')}
        note="While the device itself speaks."
      />
      <Severe draft={draft} change={change} />
    </div>
  );
}

const Severe = ({ draft, change }: Pick<Part, 'draft' | 'change'>) => (
  <SelectField
    label="It is then"
    value={draft.severity}
    set={(severity) => change({ severity: severity as Severity })}
    choices={severityChoices}
  />
);

const Told = ({ draft, change }: Part) => (
  <div class="fields">
    <Severe draft={draft} change={change} />
  </div>
);

function Trend({ draft, errors, change }: Part) {
  const within = (severity: Severity) => (
    <TextField
      label={`${severity === 'warning' ? 'Warning' : 'Critical'} when within`}
      value={draft.within[severity]}
      set={(text) => change({ within: { ...draft.within, [severity]: text } })}
      error={errors.get(`within.${severity}`)}
      note="Empty: no such level."
    />
  );
  return (
    <div class="fields">
      <TextField
        label="Reaches"
        value={draft.reaches}
        set={(reaches) => change({ reaches })}
        error={errors.get('reaches')}
        note="Where the line must not get to."
      />
      <TextField
        label="By the past"
        value={draft.history}
        set={(history) => change({ history })}
        error={errors.get('history')}
        note="The line is fitted to so much of it."
      />
      {within('warning')}
      {within('critical')}
    </div>
  );
}
