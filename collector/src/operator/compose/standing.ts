/** The statement of a standing order, from a checked kit. */
import { checked } from '@fettle/shared/api/checked';
import type { OrderDraftBody } from '@fettle/shared/api/orders';
import { RuleSaid } from '@fettle/shared/api/rules';
import { FettleError } from '@fettle/shared/errors';
import type { RuleBody as Rule } from '@fettle/shared/rules/rule';
import { signedRule } from '@fettle/shared/rules/signed';
import { reckonClass } from '@fettle/shared/trust/class';
import type { StandingStatement, Step, Trigger } from '@fettle/shared/trust/statements';
import type { CheckedScript } from '../kit.ts';
import type { Circumstances } from './order.ts';

type Drafted = Extract<OrderDraftBody['what'], { kind: 'standing' }>;

const day = 86_400_000;

/**
 * @param before the version that it replaces, verified; null: it is new
 * @param rule the rule's body as the collector has it: it is shown to who signs, in the words of what is signed
 * @throws FettleError `input_invalid`, `message_malformed`
 */
export function composeStanding(
  { what, reason }: { readonly what: Drafted; readonly reason: string },
  steps: readonly Step[],
  { scripts, rule, before }: { scripts: readonly CheckedScript[]; rule: unknown; before: StandingStatement | null },
  at: Omit<Circumstances, 'seq'>,
): StandingStatement {
  if ((what.replaces ?? null) !== (before?.id ?? null))
    throw new FettleError('statement_refused', 'The collector did not send the version that this one replaces.');
  const known = new Map(scripts.map(({ hash, statement }) => [hash, statement.class]));
  const action = { kind: 'script', steps } as const;
  const { root } = at;
  return {
    v: 1,
    id: before?.id ?? at.ids[0] ?? '',
    version: (before?.version ?? 0) + 1,
    tenant: root.tenant,
    root: root.version,
    rev: at.rev,
    op: at.op,
    iat: at.now,
    exp: at.now + what.days * day,
    name: what.name,
    trigger: triggerOf(what, rule),
    selector: what.selector,
    steps,
    caps: { ...what.caps },
    class: reckonClass({ action, scripts: known, targets: null, bulk: root.policy.bulk, critical: false }).class,
    reason,
    enabled: true,
  };
}

function triggerOf({ trigger }: Drafted, rule: unknown): Trigger {
  if (trigger.kind === 'clock') {
    const { kind, cron, zone, jitter, missed } = trigger;
    return { kind, cron, zone, jitter, missed };
  }
  if (rule === null || rule === undefined) throw new FettleError('input_invalid', `There is no rule ${trigger.rule}.`);
  const body = checked(RuleSaid, rule, 'The rule') as Pick<Rule, 'when' | 'forMs' | 'clearForMs' | 'overrides'>;
  return {
    kind: 'rule',
    rule: signedRule(trigger.rule, { ...body, name: trigger.rule, selector: '', enabled: true, runbook: '' }),
    severity: trigger.severity,
    settle: trigger.settle,
  };
}

/** The next version, which says only that it is over. */
export function endingOf(
  before: StandingStatement,
  at: Omit<Circumstances, 'seq' | 'ids'>,
  reason: string,
): StandingStatement {
  const { root, rev, op, now } = at;
  return {
    ...before,
    version: before.version + 1,
    root: root.version,
    rev,
    op,
    iat: now,
    exp: now + 90 * day,
    reason,
    enabled: false,
  };
}
