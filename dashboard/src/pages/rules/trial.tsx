import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { useMemo, useState } from 'preact/hooks';
import { Unbroken } from '../../parts/unbroken.tsx';
import { span } from '../../format/time.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { now } from '../../state/clock.ts';
import { BackTestChart } from './back-test-chart.tsx';
import type { Test } from './back-test.tsx';
import { firedWords, instancesOf } from './reckoning.ts';

interface TrialProps {
  readonly metric: CatalogueMetric | undefined;
  readonly test: Test;
  readonly body: RuleBody | undefined;
  readonly tried: () => void;
}

/** Tries the rule on the last 30 days before it is saved, and says what it would have done. */
export function Trial({ test, body, metric, tried }: TrialProps) {
  const { since, problem, result, of } = test;
  const stale = result !== undefined && body !== of;
  const start = () => {
    tried();
    if (body) test.run(body);
  };
  return (
    <div class="seal">
      <div role="status" class="trial">
        {since === undefined ? null : (
          <p>
            <Icon name="running" /> Reckoning over the last 30 days, {span(Math.max(0, now.value - since))}.
          </p>
        )}
        {result && since === undefined ? <Outcome test={test} stale={stale} /> : null}
      </div>
      {since === undefined ? <Drawn test={test} metric={metric} /> : null}
      <SaidProblem problem={problem} />
      <div class="acts">
        {since === undefined ? (
          <button class="b" type="button" onClick={start}>
            {result ? 'Back-test again' : 'Back-test'}
          </button>
        ) : (
          <button class="b" type="button" onClick={test.cancel}>
            Cancel
          </button>
        )}
      </div>
    </div>
  );
}

function Outcome({ test: { result }, stale }: { test: Test; stale: boolean }) {
  if (!result) return null;
  const { then, now: kept } = result;
  return (
    <>
      <p class={stale ? 'stale' : undefined}>
        In the last 30 days it would have fired{' '}
        <b>
          <Unbroken text={firedWords(then)} />
        </b>
        {kept ? (
          <>
            ; the one you have now{' '}
            <b>
              <Unbroken text={firedWords(kept)} />
            </b>
            .
          </>
        ) : (
          '.'
        )}
      </p>
      {stale ? <p class="quiet dense">The form was changed since.</p> : null}
    </>
  );
}

/** The history of whoever fired longest, or of whom one chooses. */
function Drawn({ test: { result, of }, metric }: { test: Test; metric: CatalogueMetric | undefined }) {
  const [chosen, setChosen] = useState<string>();
  const instances = useMemo(() => (result ? instancesOf(result) : []), [result]);
  const shown = instances.find(({ key }) => key === chosen) ?? instances[0];
  if (!result || !of || !shown) return null;
  return (
    <BackTestChart result={result} rule={of} metric={metric} instances={instances} shown={shown} choose={setChosen} />
  );
}
