import type { Value, ValueSettings } from '@fettle/shared/api/value';
import { useState } from 'preact/hooks';
import { putValueSettings } from '../../api/manpower.ts';
import { plain } from '../../format/text.ts';
import { TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { useSaving } from '../../state/saving.ts';
import { forgetUnsaved, useUnsaved } from '../../state/unsaved.ts';
import { draftOf, readDraft, type ValueDraft } from './draft.ts';

interface Props {
  readonly kept: ValueSettings;
  readonly value: Value;
  /** Reads settings and figures anew. */
  readonly saved: () => Promise<void>;
}

/** What an hour, a device and the tool cost, and what runs save. */
export function SettingsForm({ kept, value, saved }: Props) {
  const [draft, setDraft] = useState(() => draftOf(kept));
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  const { body, errors } = readDraft(draft);
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(kept));
  useUnsaved(dirty);
  const error = (name: string) => (tried ? errors.get(name) : undefined);
  const set = (change: Partial<ValueDraft>) => setDraft({ ...draft, ...change });
  async function save() {
    setTried(true);
    if (!body) return void setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
    await saving.run(async () => {
      const made = await putValueSettings({ ...body, version: kept.version });
      forgetUnsaved();
      await saved();
      tell('Saved; the figures are reckoned with it.', async () => {
        const { version: _, ...before } = kept;
        await putValueSettings({ ...before, version: made.version });
        await saved();
      });
    });
  }
  return (
    <form
      class="value-settings"
      aria-label="What things cost"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Section
        title="What things cost"
        note={
          kept.version === 0
            ? 'assumed: nobody has set it yet'
            : 'for all sites; figures of the past are reckoned with it, too'
        }
      >
        <SaidProblem problem={saving.problem} readAgain={() => void saved()} />
        <div class="fields">
          <TextField
            label="Currency"
            value={draft.currency}
            set={(currency) => set({ currency: currency.toUpperCase() })}
            error={error('currency')}
            note="As EUR, CHF, GBP."
          />
          <TextField
            label="An hour of a person"
            value={draft.hourlyRate}
            set={(hourlyRate) => set({ hourlyRate })}
            error={error('hourlyRate')}
            note="With everything that it costs."
          />
          <TextField
            label="The tool, a month"
            value={draft.toolCostPerMonth}
            set={(toolCostPerMonth) => set({ toolCostPerMonth })}
            error={error('toolCostPerMonth')}
            note="Its machine and upkeep."
          />
          <TextField
            label="Hours on the tool, a month"
            value={draft.toolHoursPerMonth}
            set={(toolHoursPerMonth) => set({ toolHoursPerMonth })}
            error={error('toolHoursPerMonth')}
            note="Of people, together."
          />
        </div>
      </Section>
      <DeviceCosts draft={draft} set={set} error={error} />
      <ScriptMinutes draft={draft} value={value} set={set} error={error} />
      <div class="acts">
        <button class="b main" type="submit" disabled={saving.busy || !dirty}>
          {saving.busy ? 'Saving' : 'Save'}
        </button>
        {dirty ? (
          <button class="b" type="button" onClick={() => setDraft(draftOf(kept))}>
            As it was
          </button>
        ) : null}
      </div>
    </form>
  );
}

interface PartProps {
  readonly draft: ValueDraft;
  readonly set: (change: Partial<ValueDraft>) => void;
  readonly error: (name: string) => string | undefined;
}

/** By selector; the first that fits counts. */
function DeviceCosts({ draft: { deviceCosts }, set, error }: PartProps) {
  const change = (place: number, some: Partial<(typeof deviceCosts)[number]>) =>
    set({ deviceCosts: deviceCosts.map((one, at) => (at === place ? { ...one, ...some } : one)) });
  return (
    <Section title="Devices, a month" note="the first line that fits a device counts; an empty selector fits all">
      {deviceCosts.map((one, place) => (
        <div key={place} class="fields cost-line">
          <TextField
            label="Devices"
            mono
            value={one.selector}
            set={(selector) => change(place, { selector })}
            hint="kind=server"
          />
          <TextField
            label="Each"
            value={one.perMonth}
            set={(perMonth) => change(place, { perMonth })}
            error={error(`cost-${place}`)}
          />
          <button class="b bare" type="button" onClick={() => set({ deviceCosts: deviceCosts.toSpliced(place, 1) })}>
            Remove<span class="hide"> line {place + 1}</span>
          </button>
        </div>
      ))}
      <button
        class="b"
        type="button"
        disabled={deviceCosts.length >= 50}
        onClick={() => set({ deviceCosts: [...deviceCosts, { selector: '', perMonth: '' }] })}
      >
        Add a line
      </button>
    </Section>
  );
}

/** Of scripts that ran in the span, and of those that were set before. */
function ScriptMinutes({ draft: { scriptMinutes }, value, set, error }: PartProps & { readonly value: Value }) {
  const ran = new Map(value.saved.map((line) => [line.script, line]));
  const names = [...new Set([...ran.keys(), ...Object.keys(scriptMinutes)])];
  if (names.length === 0) return null;
  return (
    <Section title="By hand it takes" note="minutes that one run saves; empty: what the script says of itself">
      <div class="fields">
        {names.map((name) => (
          <TextField
            key={name}
            label={plain(ran.get(name)?.title ?? name, 80)}
            value={scriptMinutes[name] ?? ''}
            hint={ran.get(name)?.assumed ? `${ran.get(name)?.each} assumed` : ''}
            set={(minutes) => set({ scriptMinutes: { ...scriptMinutes, [name]: minutes } })}
            error={error(`script-${name}`)}
          />
        ))}
      </div>
    </Section>
  );
}
