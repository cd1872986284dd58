import type { RuleBody } from '@fettle/shared/rules/rule';
import { span } from '../../format/time.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { now } from '../../state/clock.ts';
import type { Test } from './back-test.tsx';
import { firedWords } from './reckoning.ts';

interface TrialProps {
  readonly test: Test;
  readonly body: RuleBody | undefined;
  readonly tried: () => void;
}

/** Tries the rule on the last 30 days before it is saved, and says what it would have done. */
export function Trial({ test, body, tried }: TrialProps) {
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
        In the last 30 days it would have fired <b>{firedWords(then)}</b>
        {kept ? (
          <>
            ; the one you have now <b>{firedWords(kept)}</b>.
          </>
        ) : (
          '.'
        )}
      </p>
      {stale ? <p class="quiet dense">The form was changed since.</p> : null}
    </>
  );
}
