import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { Rule } from '@fettle/shared/api/rules';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { useState } from 'preact/hooks';
import { deleteRule, putRule } from '../../api/rules.ts';
import { plain } from '../../format/text.ts';
import { Ask } from '../../parts/ask.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { tell } from '../../parts/toast.tsx';
import { go, rulePath } from '../../routes.ts';
import { rules } from '../../state/rules.ts';
import { useSaving } from '../../state/saving.ts';
import type { Test } from './back-test.tsx';
import { ruleFile } from './file.ts';
import { TextFile } from './text-file.tsx';
import { Trial } from './trial.tsx';
import { ruleSentence } from './words.ts';

interface DeedProps {
  readonly rule: Rule | undefined;
  readonly id: string;
  /** Undefined while anything in the form is wrong. */
  readonly body: RuleBody | undefined;
  readonly dirty: boolean;
  readonly metric: CatalogueMetric | undefined;
  readonly test: Test;
  /** Somebody tried to save or to test: now everything that is wrong is said. */
  readonly tried: () => void;
  readonly fill: () => void;
}

/** The wire's form of a rule: the same, with lists that may be changed. */
type Put = Parameters<typeof putRule>[1];
const putOf = (body: RuleBody, version: number) => ({ ...body, version }) as Put;

/** What is kept of a rule without what the collector adds to it. */
function bodyOf(rule: Rule): RuleBody {
  const { name, selector, when, forMs, clearForMs, enabled, runbook, overrides } = rule;
  return { name, selector, when, forMs, clearForMs, enabled, runbook, overrides };
}

/** To the first field that cannot be read, once it is marked. */
function toFirstWrong(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

/** What the form comes to, and what can be done with it. */
export function Deed({ rule, id, body, dirty, metric, test, tried, fill }: DeedProps) {
  const saving = useSaving();
  const [asks, setAsks] = useState(false);
  async function save() {
    tried();
    if (!body) return toFirstWrong();
    await saving.run(async () => {
      const saved = await putRule(id, putOf(body, rule?.version ?? 0));
      await rules.load();
      const before = rule && bodyOf(rule);
      const back = async () => {
        if (before) await putRule(id, putOf(before, saved.version));
        else await deleteRule(id, saved.version);
        await rules.load();
        if (before) fill();
        else go('/rules');
      };
      tell(rule ? 'Saved; it holds from now on.' : 'Made; it holds from now on.', back);
      if (rule) fill();
      else go(rulePath(saved.id), true);
    });
  }
  async function remove() {
    setAsks(false);
    if (!rule) return;
    await saving.run(async () => {
      await deleteRule(rule.id, rule.version);
      await rules.load();
      tell(`“${plain(rule.name, 60)}” is deleted.`, async () => {
        await putRule(rule.id, putOf(bodyOf(rule), 0));
        await rules.load();
      });
      go('/rules');
    });
  }
  const readAgain = () => {
    saving.forget();
    void rules.load().then(fill);
  };
  return (
    <aside class="deed" aria-label="What it says">
      <header>
        <h2>What it says</h2>
        <span class="quiet dense">{body ? (dirty ? 'not saved yet' : '') : 'something is missing'}</span>
      </header>
      <p class="prose">
        {body
          ? ruleSentence(body, metric).map(({ text, strong }, index) => (strong ? <b key={index}>{text}</b> : text))
          : 'Once every field can be read, the rule stands here in one sentence.'}
      </p>
      <Trial test={test} body={body} metric={metric} tried={tried} />
      <div class="seal">
        <SaidProblem problem={saving.problem} readAgain={readAgain} />
        <div class="acts">
          <button class="b main" type="button" disabled={saving.busy} onClick={() => void save()}>
            {saving.busy ? 'Saving' : rule ? 'Save' : 'Make the rule'}
          </button>
          {rule ? (
            <button class="b danger" type="button" disabled={saving.busy} onClick={() => setAsks(true)}>
              Delete…
            </button>
          ) : null}
        </div>
        <TextFile text={body ? ruleFile(id, body) : undefined} />
      </div>
      {asks && rule ? (
        <Ask
          title={`Delete “${plain(rule.name, 60)}”?`}
          deed="Delete"
          danger
          yes={() => void remove()}
          no={() => setAsks(false)}
        >
          <p>
            {rule.incidents === 0
              ? 'Nothing is open by it.'
              : `${rule.incidents === 1 ? 'Its open incident is' : `Its ${rule.incidents} open incidents are`} resolved by it.`}{' '}
            What was stays in the history.
          </p>
        </Ask>
      ) : null}
    </aside>
  );
}
