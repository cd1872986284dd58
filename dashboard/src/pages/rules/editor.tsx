import type { CatalogueFamily } from '@fettle/shared/api/catalogue';
import type { Rule } from '@fettle/shared/api/rules';
import { useMemo, useState } from 'preact/hooks';
import { AreaField, Check } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { BackTestSection, useBackTest } from './back-test.tsx';
import { RuleDeed } from './deed.tsx';
import type { Draft } from './draft.ts';
import { Levels } from './levels.tsx';
import { metricsOf } from './metrics.ts';
import { Overrides } from './overrides.tsx';
import { type Errors, readDraft } from './read-draft.ts';
import { Step } from '../../parts/step.tsx';
import { isSame } from '../../state/unsaved.ts';
import type { Part } from './part.ts';
import { Watched } from './watched.tsx';

export interface EditorProps {
  /** As it is kept; undefined: it is being made. */
  readonly rule: Rule | undefined;
  readonly start: Draft;
  readonly families: readonly CatalogueFamily[];
  /** Fills the form anew from what is kept. */
  readonly fill: () => void;
}

const empty: Errors = new Map();

/** What nobody has written yet is not wrong before one tries. */
function shownErrors(errors: Errors, tried: boolean, draft: Draft): Errors {
  if (tried) return errors;
  const shown = new Map(errors);
  if (draft.name === '') shown.delete('name');
  if (draft.id === '') shown.delete('id');
  if (draft.expression === '') shown.delete('expression');
  for (const path of errors.keys()) if (path.startsWith('overrides.')) shown.delete(path);
  return shown.size === 0 ? empty : shown;
}

/** The form of a rule; beside it what it says, below it what it would have done. */
export function Editor({ rule, start: given, families, fill }: EditorProps) {
  const [start] = useState(given);
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const placed = useMemo(() => metricsOf(families), [families]);
  const named = ['formula', 'device', 'told'].includes(draft.kind) ? undefined : placed.get(draft.metric);
  const metric = named?.metric;
  const read = useMemo(() => readDraft(draft, (name) => placed.get(name)?.metric), [draft, placed]);
  const errors = shownErrors(read.errors, tried, draft);
  const test = useBackTest(rule?.id);
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  const part: Part = { draft, errors, change };
  return (
    <>
      <div class="wiz">
        <form onSubmit={(event) => event.preventDefault()} aria-label="The rule">
          <Step no={1} title="Name">
            <Named {...part} made={rule !== undefined} note="As notices say it." />
            <Check label="On" on={draft.enabled} set={(enabled) => change({ enabled })} />
          </Step>
          <Watched {...part} families={families} />
          <Levels {...part} metric={metric} />
          <Scope {...part} />
          <Overrides {...part} metric={metric} />
          <Runbook {...part} />
        </form>
        <RuleDeed
          rule={rule}
          id={draft.id}
          body={read.body}
          dirty={!isSame(draft, start)}
          metric={metric}
          test={test}
          tried={() => setTried(true)}
          fill={fill}
        />
      </div>
      <BackTestSection test={test} metric={metric} />
    </>
  );
}

function Scope({ draft, errors, change }: Part) {
  return (
    <Step no={4} title="Where">
      <SelectorField value={draft.selector} set={(selector) => change({ selector })} error={errors.get('selector')} />
    </Step>
  );
}

function Runbook({ draft, change }: Part) {
  return (
    <Step no={6} title="What to do about it">
      <AreaField
        label="Runbook"
        value={draft.runbook}
        set={(runbook) => change({ runbook })}
        rows={5}
        whole
        note="It stands on every incident of this rule. Plain text; addresses become links."
      />
    </Step>
  );
}
