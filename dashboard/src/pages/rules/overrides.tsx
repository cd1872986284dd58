import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import { Check, TextField } from '../../parts/fields.tsx';
import { CalendarFields } from '../../parts/calendar-fields.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { newOverride, type OverrideDraft } from './draft.ts';
import { Step } from '../../parts/step.tsx';
import type { Part } from './part.ts';
import { LevelFields } from './levels.tsx';
import { attributeTitle } from './metrics.ts';

const workdays = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

/** Where and when something else holds: the first that fits. */
export function Overrides(part: Part & { metric: CatalogueMetric | undefined }) {
  const { draft, change } = part;
  const set = (index: number, some: Partial<OverrideDraft>) =>
    change({ overrides: draft.overrides.map((one, at) => (at === index ? { ...one, ...some } : one)) });
  const remove = (index: number) => change({ overrides: draft.overrides.filter((_, at) => at !== index) });
  return (
    <Step no={5} title="Except" note="the first that fits holds">
      {draft.overrides.length === 0 ? <p class="quiet dense">It holds everywhere and always.</p> : null}
      <ul class="many">
        {draft.overrides.map((override, index) => (
          <li key={index}>
            <One {...part} override={override} index={index} set={(some) => set(index, some)} />
            <div class="acts">
              <button class="b" type="button" onClick={() => remove(index)}>
                Remove this exception
              </button>
            </div>
          </li>
        ))}
      </ul>
      <div class="acts">
        <button class="b" type="button" onClick={() => change({ overrides: [...draft.overrides, newOverride] })}>
          Add an exception
        </button>
      </div>
    </Step>
  );
}

interface OneProps extends Part {
  readonly metric: CatalogueMetric | undefined;
  readonly override: OverrideDraft;
  readonly index: number;
  readonly set: (some: Partial<OverrideDraft>) => void;
}

function One({ draft, errors, metric, override, index, set }: OneProps) {
  const path = `overrides.${index}.`;
  const levelled = draft.kind === 'value' || draft.kind === 'change' || draft.kind === 'formula';
  const unit = draft.kind === 'formula' ? draft.unit : (metric?.unit ?? '');
  return (
    <>
      <SelectorField
        label="On these devices"
        value={override.selector}
        set={(selector) => set({ selector })}
        error={errors.get(`${path}selector`)}
      />
      {metric && metric.attributes.length > 0 && draft.kind !== 'formula' ? (
        <div class="fields">
          {metric.attributes.map((key) => (
            <TextField
              key={key}
              label={attributeTitle(key)}
              value={override.where[key] ?? ''}
              set={(value) => set({ where: { ...override.where, [key]: value } })}
              hint="every one"
              mono
            />
          ))}
        </div>
      ) : null}
      <Check
        label="Only at some times of the week"
        on={override.calendar !== null}
        set={(on) => set({ calendar: on ? workdays : null })}
      />
      {override.calendar ? (
        <CalendarFields
          calendar={override.calendar}
          set={(calendar) => set({ calendar })}
          error={errors.get(`${path}days`)}
        />
      ) : null}
      <Check label="The rule is off there" on={override.off} set={(off) => set({ off })} />
      {override.off ? null : (
        <>
          {levelled ? (
            <LevelFields
              levels={override.levels}
              is={draft.is}
              unit={unit}
              errors={errors}
              path={path}
              set={(levels) => set({ levels })}
            />
          ) : null}
          <div class="fields">
            <TextField
              label="For"
              value={override.for}
              set={(text) => set({ for: text })}
              error={errors.get(`${path}for`)}
              note="Empty: as elsewhere."
            />
          </div>
        </>
      )}
      {errors.has(`${path}what`) ? <p class="wrong">{errors.get(`${path}what`)}</p> : null}
    </>
  );
}
