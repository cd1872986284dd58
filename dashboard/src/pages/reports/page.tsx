import { useEffect } from 'preact/hooks';
import { Page } from '../../parts/page.tsx';
import { now } from '../../state/clock.ts';
import { readGallery, reportPlans, reports } from '../../state/reports.ts';
import { AskForm, useWish } from './ask-form.tsx';
import { Kinds } from './kinds.tsx';
import { Made } from './made.tsx';
import { Brands, Plans } from './plans.tsx';
import { gallerySentence } from './words.ts';

/** While one is being made its progress is asked for. */
export function useProgress(making: boolean, read: () => void): void {
  useEffect(() => {
    if (!making) return undefined;
    const timer = setInterval(read, 1_000);
    return () => clearInterval(timer);
  }, [making]);
}

/** Reports: those that were made, those that come by themselves, and what they can answer. */
export function ReportsPage() {
  const [wish, setWish] = useWish();
  const made = reports.value.value;
  useProgress(made?.some(({ state }) => state === 'making') ?? false, reports.renew);
  const minute = Math.floor(now.value / 60_000) * 60_000;
  return (
    <Page
      name="reports"
      crumb={<b>Reports</b>}
      pieces={
        made
          ? gallerySentence(made, reportPlans.value.value ?? [], minute)
          : [{ text: 'Reading the reports.', lesser: true }]
      }
      wrong={made?.some(({ state, startedAt }) => state === 'failed' && minute - startedAt < 7 * 86_400_000) ?? false}
      acts={
        <a class="b" href="/month">
          This month
        </a>
      }
      read={readGallery}
      heeds={['report', 'brand']}
    >
      <div class="split">
        <div>
          <Made />
          <AskForm wish={wish} set={setWish} />
          <Kinds
            choose={(kind) => {
              setWish({ kind });
              document.querySelector<HTMLElement>('.ask-report')?.scrollIntoView({ block: 'center' });
              document.querySelector<HTMLElement>('.ask-report select')?.focus();
            }}
          />
        </div>
        <div>
          <Plans />
          <Brands />
        </div>
      </div>
    </Page>
  );
}
