import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { Rule } from '@fettle/shared/api/rules';
import { ruleFile } from '@fettle/shared/rules/file-text';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { deleteRule, putRule } from '../../api/rules.ts';
import { Deed } from '../../parts/deed.tsx';
import { Unbroken } from '../../parts/unbroken.tsx';
import { rules } from '../../state/rules.ts';
import type { Test } from './back-test.tsx';
import { TextFile } from './text-file.tsx';
import { Trial } from './trial.tsx';
import { ruleSentence } from './words.ts';

interface RuleDeedProps {
  readonly rule: Rule | undefined;
  readonly id: string;
  /** Undefined while anything in the form is wrong. */
  readonly body: RuleBody | undefined;
  readonly dirty: boolean;
  readonly metric: CatalogueMetric | undefined;
  readonly test: Test;
  readonly tried: () => void;
  readonly fill: () => void;
}

/** What is kept of a rule without what the collector adds to it. */
function bodyOf({ name, selector, when, forMs, clearForMs, enabled, runbook, overrides }: Rule): RuleBody {
  return { name, selector, when, forMs, clearForMs, enabled, runbook, overrides };
}

function losing({ incidents }: Rule): string {
  if (incidents === 0) return 'Nothing is open by it.';
  return `${incidents === 1 ? 'Its open incident is' : `Its ${incidents} open incidents are`} resolved with it.`;
}

/** The rule in one sentence, what it would have done, and as a file. */
export function RuleDeed({ rule, id, body, dirty, metric, test, tried, fill }: RuleDeedProps) {
  return (
    <Deed
      kept={rule && { id: rule.id, name: rule.name, version: rule.version, body: bodyOf(rule) }}
      id={id}
      body={body}
      dirty={dirty}
      tried={tried}
      fill={fill}
      list={rules}
      home="/rules"
      // The wire's form of a rule is the same, with lists that may be changed.
      put={(at, some, version) => putRule(at, { ...some, version } as Parameters<typeof putRule>[1])}
      remove={deleteRule}
      make="Make the rule"
      losing={rule ? losing(rule) : ''}
      more={<TextFile text={body ? ruleFile(id, body) : undefined} />}
    >
      <p class="prose">
        {body
          ? ruleSentence(body, metric).map(({ text, strong }, index) => {
              const words = <Unbroken key={index} text={text} />;
              return strong ? <b key={index}>{words}</b> : words;
            })
          : 'Once every field can be read, the rule stands here in one sentence.'}
      </p>
      <Trial test={test} body={body} metric={metric} tried={tried} />
    </Deed>
  );
}
