import type { ReportAsk, ReportKindId } from '@fettle/shared/api/reports';
import { useState } from 'preact/hooks';
import { askReport } from '../../api/reports.ts';
import { ownZone } from '../../format/zones.ts';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { go } from '../../routes.ts';
import { clockNow } from '../../state/clock.ts';
import { reportKinds, reports } from '../../state/reports.ts';
import { useSaving } from '../../state/saving.ts';
import { periodChoices, previewPath } from './words.ts';

type Period = NonNullable<ReportAsk['period']>;
interface Wish {
  readonly kind: ReportKindId;
  readonly period: Period;
  readonly which: 'last' | 'this';
  readonly site: string;
}

export function askOf({ kind, period, which, site }: Wish, now: number): ReportAsk {
  const rolling = period === 'last-7' || period === 'last-30';
  return {
    kind,
    period,
    zone: ownZone(),
    ...(which === 'this' && !rolling ? { at: now } : {}),
    ...(site.trim() === '' ? {} : { site: site.trim() }),
  };
}

/** A report that is wanted now: seen at once, or made and kept. */
export function AskForm({ wish, set }: { wish: Wish; set: (some: Partial<Wish>) => void }) {
  const saving = useSaving();
  const kinds = reportKinds.value.value ?? [];
  const rolling = wish.period === 'last-7' || wish.period === 'last-30';
  async function make() {
    await saving.run(async () => {
      const begun = await askReport(askOf(wish, clockNow()));
      reports.renew();
      go(`/reports/${begun.id}`);
    });
  }
  return (
    <Section title="Make one now" class="ask-report">
      <form
        aria-label="A report now"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <SaidProblem problem={saving.problem} />
        <div class="fields">
          <SelectField
            label="Report"
            value={wish.kind}
            set={(kind) => set({ kind: kind as ReportKindId })}
            choices={kinds.map(({ id, title }) => ({ value: id, name: title }))}
          />
          <SelectField
            label="Over a"
            value={wish.period}
            set={(period) => set({ period: period as Period })}
            choices={periodChoices}
          />
          {rolling ? null : (
            <SelectField
              label="Which"
              value={wish.which}
              set={(which) => set({ which: which as Wish['which'] })}
              choices={[
                { value: 'last', name: `the last whole ${wish.period}` },
                { value: 'this', name: `this ${wish.period}, so far` },
              ]}
            />
          )}
          <TextField label="Site" value={wish.site} set={(site) => set({ site })} hint="all sites" />
        </div>
        <div class="acts">
          <button class="b main" type="submit" disabled={saving.busy}>
            {saving.busy ? 'Asking' : 'Make it'}
          </button>
          <a class="b" href={previewPath(askOf(wish, Math.floor(clockNow() / 60_000) * 60_000))}>
            Preview
          </a>
          <span class="quiet dense">A preview is not kept; what is made is kept, and can be sent.</span>
        </div>
      </form>
    </Section>
  );
}

/** What the form begins with. */
export function useWish(): [Wish, (some: Partial<Wish>) => void] {
  const [wish, setWish] = useState<Wish>({ kind: 'executive', period: 'month', which: 'last', site: '' });
  return [wish, (some) => setWish((before) => ({ ...before, ...some }))];
}
