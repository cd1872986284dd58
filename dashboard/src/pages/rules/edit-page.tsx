import type { Rule } from '@fettle/shared/api/rules';
import { useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { plain } from '../../format/text.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { catalogue } from '../../state/device.ts';
import { hasRole } from '../../state/people.ts';
import { readAllRules, rules } from '../../state/rules.ts';
import { draftOf, newDraft } from './draft.ts';
import { Editor } from './editor.tsx';
import { metricNameOf, metricsOf } from './metrics.ts';

const gone = new ApiProblem('not_found', 404, 'There is no rule at this address.');

function headOf(rule: Rule | undefined, id: string): Piece[] {
  if (id === 'new') return [{ text: 'A new rule. ' }, { text: 'Try it on what was, then save it.', lesser: true }];
  if (!rule) return [{ text: 'Reading this rule.', lesser: true }];
  const open = rule.incidents === 1 ? '1 incident is open' : `${rule.incidents} incidents are open`;
  if (!rule.enabled) return [{ text: 'This rule is switched off.', shape: 'off' }];
  return [
    rule.incidents === 0
      ? { text: 'No incident is open by it. ' }
      : { text: open, strong: true, href: `/incidents?rule=${encodeURIComponent(rule.id)}` },
    { text: rule.incidents === 0 ? '' : ' by this rule. ' },
    { text: plain(rule.words), lesser: true },
  ];
}

/** One rule, or one to be made: what it says, and what it would have done. */
export function RulePage({ id }: { id: string }) {
  const known = rules.value.value;
  const families = catalogue.value.value;
  const rule = known?.find((one) => one.id === id);
  /** Which state of it the form was filled with: a save or a new reading fills it anew. */
  const [filled, setFilled] = useState(0);
  const missing = known !== undefined && id !== 'new' && !rule;
  const problem = rules.problem.value ?? catalogue.problem.value ?? (missing ? gone : undefined);
  const placed = metricsOf(families ?? []);
  const unit = rule
    ? rule.when.kind === 'formula'
      ? (rule.when.unit ?? '')
      : (placed.get(metricNameOf(rule.when) ?? '')?.metric.unit ?? '')
    : '1';
  const ready = families !== undefined && (id === 'new' || rule !== undefined);
  return (
    <Page
      name={`rule ${id}`}
      crumb={
        <>
          <a href="/rules">Rules</a>
          <span class="sep">/</span>
          <b>{id === 'new' ? 'New rule' : plain(rule?.name ?? id, 80)}</b>
          {rule ? <span class="chip">version {rule.version}</span> : null}
        </>
      }
      pieces={headOf(rule, id)}
      wrong={(rule?.incidents ?? 0) > 0}
      acts={
        rule && hasRole('technician') ? (
          <a class="b" href={`/standing/new?rule=${encodeURIComponent(rule.id)}`}>
            Put it right by itself…
          </a>
        ) : null
      }
      read={readAllRules}
      heeds={['rule.', 'incident.opened', 'incident.resolved', 'incident.reopened', 'incident.closed']}
      keys={{ Escape: () => go('/rules') }}
      told={[[['Esc'], 'rules']]}
    >
      {ready ? (
        <Editor
          key={`${id} ${filled}`}
          rule={rule}
          start={rule ? draftOf(rule.id, rule, unit) : newDraft}
          families={families}
          fill={() => setFilled(filled + 1)}
        />
      ) : problem ? (
        <Failed what="This rule" problem={problem} again={readAllRules}>
          <a class="b main" href="/rules">
            To the rules
          </a>
        </Failed>
      ) : (
        <Waiting what="this rule" rows={10} cancel={rules.cancel} />
      )}
    </Page>
  );
}
