import type { ScriptItem } from '@fettle/shared/api/scripts';
import { useEffect } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { exact, date as dateWords } from '../../format/time.ts';
import { shortHash } from '../../format/hash.ts';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { Segment } from '../../parts/segment.tsx';
import { scriptPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { bodyOf, wantBody } from '../../state/script-bodies.ts';
import { details, scripts } from '../../state/scripts.ts';
import { ParameterFields } from './parameter-fields.tsx';
import { newStep, type StepDraft } from './step-draft.ts';

export interface StepsProps {
  readonly steps: readonly StepDraft[];
  readonly set: (steps: readonly StepDraft[]) => void;
  /** What is wrong with a field of a step. */
  readonly errorOf: (place: number, field: string) => string | undefined;
}

const mostSteps = 16;

/** The scripts of an order, one after the other. */
export function Steps({ steps, set, errorOf }: StepsProps) {
  const change = (place: number, some: Partial<StepDraft>) =>
    set(steps.map((one, index) => (index === place ? { ...one, ...some } : one)));
  return (
    <>
      <ol class="many steps-of">
        {steps.map((step, place) => (
          <li key={place}>
            <OneStep
              step={step}
              place={place}
              alone={steps.length === 1}
              change={(some) => change(place, some)}
              drop={() => set(steps.filter((_, index) => index !== place))}
              errorOf={(field) => errorOf(place, field)}
            />
          </li>
        ))}
      </ol>
      {steps.length < mostSteps ? (
        <p>
          <button class="b bare" type="button" onClick={() => set([...steps, newStep()])}>
            One more step
          </button>
        </p>
      ) : null}
    </>
  );
}

interface OneStepProps {
  readonly step: StepDraft;
  readonly place: number;
  readonly alone: boolean;
  readonly change: (some: Partial<StepDraft>) => void;
  readonly drop: () => void;
  readonly errorOf: (field: string) => string | undefined;
}

const choicesOf = (items: readonly ScriptItem[], chosen: string) => [
  ...(chosen === '' ? [{ value: '', name: 'Choose a script' }] : []),
  ...items
    .filter(({ published }) => published !== null)
    .toSorted((a, b) => a.title.localeCompare(b.title))
    .map(({ name, title, class: kind }) => ({ value: name, name: plain(title, 80), group: groups[kind] })),
];
const groups = { read: 'Looks only', change: 'Changes something', dangerous: 'Dangerous' } as const;

function OneStep({ step, place, alone, change, drop, errorOf }: OneStepProps) {
  const { script, version } = step;
  useEffect(() => wantBody(script, version), [script, version]);
  const items = scripts.value.value ?? [];
  const detail = details.value.get(script);
  const body = bodyOf(script, version);
  const versions = detail?.versions ?? [];
  return (
    <>
      {alone ? null : (
        <div class="acts">
          <h3>Step {place + 1}</h3>
          <button class="b bare" type="button" onClick={drop}>
            Leave it out<span class="hide"> (step {place + 1})</span>
          </button>
        </div>
      )}
      {place > 0 ? <Condition step={step} place={place} change={change} error={errorOf('exits')} /> : null}
      <div class="fields">
        <SelectField
          label="Script"
          value={script}
          set={(name) => change({ script: name, version: '', values: {}, mode: 'run' })}
          choices={choicesOf(items, script)}
          error={errorOf('script')}
        />
        {versions.length > 1 ? (
          <SelectField
            label="Version"
            value={version}
            set={(chosen) => change({ version: chosen })}
            choices={[
              { value: '', name: `newest (${detail?.published ?? ''})` },
              ...versions.map((one) => ({
                value: String(one.version),
                name: `${one.version}, ${dateWords(one.publishedAt, now.value)}`,
              })),
            ]}
          />
        ) : null}
      </div>
      {detail ? <About name={script} version={version} /> : null}
      {body ? (
        <>
          <ParameterFields
            parameters={body.parameters}
            values={step.values}
            errorOf={(name) => errorOf(`p.${name}`)}
            set={(name, value) => change({ values: { ...step.values, [name]: value } })}
          />
          <Mode step={step} check={body.check} undo={body.undo} change={change} error={errorOf('mode')} />
        </>
      ) : null}
    </>
  );
}

/** Which version exactly, by whom, and what it does. */
function About({ name, version }: { name: string; version: string }) {
  const detail = details.value.get(name);
  const wanted = version === '' ? detail?.published : Number(version);
  const one = detail?.versions.find((some) => some.version === wanted);
  if (!detail || !one) return null;
  const before = detail.versions.find((some) => some.version === one.version - 1);
  return (
    <p class="dense">
      {plain(detail.summary, 500)}{' '}
      <span class="quiet" title={exact(one.publishedAt)}>
        Version {one.version}, published by {plain(one.signers.join(' and '), 120)},{' '}
        {dateWords(one.publishedAt, now.value)}, hash <span class="mono">{shortHash(one.statement)}</span>.
      </span>{' '}
      {before ? (
        <a class="src" href={`${scriptPath(name)}?diff=${before.version}..${one.version}`}>
          what differs from {before.version}
        </a>
      ) : (
        <a class="src" href={scriptPath(name)}>
          read it
        </a>
      )}
    </p>
  );
}

interface ModeProps {
  readonly step: StepDraft;
  readonly check: boolean;
  readonly undo: boolean;
  readonly change: OneStepProps['change'];
  readonly error: string | undefined;
}

function Mode({ step, check, undo, change, error }: ModeProps) {
  const choices = [
    { value: 'run', name: 'Run it' } as const,
    ...(check ? [{ value: 'check', name: 'Dry run' } as const] : []),
    ...(undo ? [{ value: 'undo', name: 'Undo it' } as const] : []),
  ];
  if (choices.length === 1 && error === undefined)
    return <p class="quiet dense">It has no dry run and cannot be undone.</p>;
  return (
    <div class="acts">
      <Segment label="Mode" choices={choices} chosen={step.mode} choose={(mode) => change({ mode })} />
      <span class="quiet dense">{error ?? words[step.mode]}</span>
    </div>
  );
}
const words = {
  run: '',
  check: 'says what it would do, changes nothing',
  undo: 'takes back what its last run did',
} as const;

interface ConditionProps {
  readonly step: StepDraft;
  readonly place: number;
  readonly change: OneStepProps['change'];
  readonly error: string | undefined;
}

function Condition({ step: { when }, place, change, error }: ConditionProps) {
  const ahead = Array.from({ length: place }, (_, index) => ({ value: String(index), name: `Step ${index + 1}` }));
  return (
    <div class="fields">
      <SelectField
        label="Runs"
        value={when ? 'exits' : 'well'}
        set={(kind) => change({ when: kind === 'well' ? null : { step: place - 1, exits: '0' } })}
        choices={[
          { value: 'well', name: 'where the step before ended well' },
          { value: 'exits', name: 'where a step ended with certain exit codes' },
        ]}
      />
      {when ? (
        <>
          <SelectField
            label="Which step"
            value={String(when.step)}
            set={(step) => change({ when: { ...when, step: Number(step) } })}
            choices={ahead}
          />
          <TextField
            label="Exit codes"
            value={when.exits}
            set={(exits) => change({ when: { ...when, exits } })}
            error={error}
            note="0, 3"
          />
        </>
      ) : null}
    </div>
  );
}
