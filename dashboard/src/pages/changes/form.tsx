import type { Plan } from '@fettle/shared/api/changes';
import { useMemo, useState } from 'preact/hooks';
import { makePlan, putPlan } from '../../api/changes.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { span } from '../../format/time.ts';
import { ownZone } from '../../format/zones.ts';
import { AreaField, Check, SelectField, TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { Step } from '../../parts/step.tsx';
import { tell } from '../../parts/toast.tsx';
import { now } from '../../state/clock.ts';
import { plans } from '../../state/plans.ts';
import { useReach } from '../../state/reach.ts';
import { useSaving } from '../../state/saving.ts';
import { forgetUnsaved, isSame, useUnsaved } from '../../state/unsaved.ts';
import { at } from '../push/prose.ts';
import { type PlanDraft, readPlan } from './draft.ts';

interface PlanFormProps {
  readonly plan: Plan | undefined;
  readonly start: PlanDraft;
  readonly saved: (plan: Plan) => void;
}

const unwritten = (draft: PlanDraft, path: string) =>
  (path === 'title' && draft.title === '') ||
  (path === 'reason' && draft.reason === '') ||
  (path === 'wayBack' && draft.wayBack === '');

function toFirstWrong(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

/** The form of a planned change; beside it what it comes to. */
export function PlanForm({ plan, start: given, saved }: PlanFormProps) {
  const [start] = useState(given);
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const read = useMemo(() => readPlan(draft, ownZone()), [draft]);
  const errors = tried ? read.errors : new Map([...read.errors].filter(([path]) => !unwritten(draft, path)));
  const change = (some: Partial<PlanDraft>) => setDraft((before) => ({ ...before, ...some }));
  const saving = useSaving();
  useUnsaved(!isSame(draft, start));
  async function save() {
    setTried(true);
    const { body } = read;
    if (!body) return toFirstWrong();
    await saving.run(async () => {
      const after = plan ? await putPlan(plan.id, body, plan.version) : await makePlan(body);
      forgetUnsaved();
      plans.renew();
      tell(plan ? 'Saved.' : 'Planned. Somebody else agrees to it.');
      saved(after);
    });
  }
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The change">
        <Step no={1} title="What, and why">
          <TextField
            label="Change"
            whole
            value={draft.title}
            set={(title) => change({ title })}
            error={errors.get('title')}
          />
          <AreaField
            label="Why"
            value={draft.reason}
            set={(reason) => change({ reason })}
            error={errors.get('reason')}
          />
        </Step>
        <Step no={2} title="Where">
          {draft.devices.length > 0 ? (
            <p class="dense">{counted(draft.devices.length, 'device')}, chosen one by one.</p>
          ) : (
            <SelectorField value={draft.selector} set={(selector) => change({ selector })} />
          )}
        </Step>
        <Step no={3} title="When">
          <div class="fields">
            <TextField
              label="Begins"
              type="datetime-local"
              value={draft.from}
              set={(from) => change({ from })}
              error={errors.get('from')}
              note={`Time of ${ownZone()}, yours.`}
            />
            <TextField
              label="Ends"
              type="datetime-local"
              value={draft.to}
              set={(to) => change({ to })}
              error={errors.get('to')}
            />
          </div>
          <Check
            label="Notices about its devices wait during that time"
            on={draft.window}
            set={(window) => change({ window })}
          />
        </Step>
        <Step no={4} title="If it goes wrong">
          <div class="fields">
            <SelectField
              label="Risk"
              value={draft.risk}
              set={(risk) => change({ risk: risk as PlanDraft['risk'] })}
              choices={[
                { value: 'low', name: 'low' },
                { value: 'medium', name: 'medium' },
                { value: 'high', name: 'high' },
              ]}
            />
          </div>
          <AreaField
            label="The way back"
            value={draft.wayBack}
            set={(wayBack) => change({ wayBack })}
            error={errors.get('wayBack')}
            note="What is done then, and by whom."
          />
        </Step>
      </form>
      <aside class="deed" aria-label="What it says">
        <header>
          <h2>What it says</h2>
        </header>
        <Says draft={draft} />
        <div class="seal">
          <SaidProblem problem={saving.problem} />
          <div class="acts">
            <button class="b main" type="button" disabled={saving.busy} onClick={() => void save()}>
              {saving.busy ? 'Saving' : plan ? 'Save' : 'Plan it'}
            </button>
          </div>
          <p class="quiet dense">Who plans a change does not agree to it: a manager does.</p>
        </div>
      </aside>
    </div>
  );
}

function Says({ draft }: { draft: PlanDraft }) {
  const { body } = readPlan(draft, ownZone());
  const { reach } = useReach(draft.selector);
  if (!body) return <p class="prose">Once every field can be read, the change stands here.</p>;
  const count = draft.devices.length > 0 ? draft.devices.length : reach?.names.length;
  return (
    <p class="prose">
      <b>{plain(body.title, 120)}</b>, on <b>{count === undefined ? 'its devices' : counted(count, 'device')}</b>, from{' '}
      <b>{at(body.from, now.value)}</b> for <b>{span(body.to - body.from)}</b>, at <b>{body.risk} risk</b>.{' '}
      {body.window ? 'Nobody is told of its devices meanwhile.' : 'Notices go out as always.'}
    </p>
  );
}
