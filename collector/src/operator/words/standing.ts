/** A standing order in plain words, made of the bytes that are signed. */
import { bodyOfSigned } from '@fettle/shared/rules/signed';
import { ruleWords } from '@fettle/shared/rules/sentence';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { reckonClass } from '@fettle/shared/trust/class';
import { hasQuorum, needOf } from '@fettle/shared/trust/quorum';
import { readStanding } from '@fettle/shared/trust/standing';
import type { StandingStatement, Trigger } from '@fettle/shared/trust/statements';
import { dangersIn, stepLines } from './action.ts';
import { type Beside, othersWords, usedScripts } from './order.ts';
import { clean, type Paper, plural, type Section } from './paper.ts';
import { scriptSections } from './script.ts';
import { spanWords, timeWords } from './time.ts';

export type StandingBeside = Omit<Beside, 'rings'> & {
  /** The version in force, verified; null: it is new. */
  readonly before: StandingStatement | null;
};

export function standingPaper(payload: Uint8Array, beside: StandingBeside): Paper {
  const standing = readStanding(parseCanonical(payload));
  const { zone, scripts, remembered, before } = beside;
  const name = clean(standing.name, 64);
  if (!standing.enabled)
    return {
      title: `End of the standing order “${name}”`,
      sections: [
        {
          head: 'What',
          lines: ['Devices that hear of it fire it no more. What runs is not ended by it: that is the stop switch.'],
        },
        { head: 'Why', lines: [clean(standing.reason, 500)] },
      ],
      count: null,
    };
  const action = { kind: 'script', steps: standing.steps } as const;
  return {
    title: `Standing order “${name}”, version ${standing.version}`,
    sections: [
      ...classSection(standing, beside),
      ...(before === null
        ? []
        : [{ head: `What differs from version ${before.version}`, lines: differences(before, standing, zone) }]),
      { head: 'When it fires, each device by itself', lines: triggerLines(standing.trigger) },
      { head: 'What it does then', lines: stepLines(standing.steps) },
      ...usedScripts(action, scripts).flatMap((script) =>
        scriptSections(script, remembered.get(script.statement.name) ?? null, zone),
      ),
      { head: 'On which devices', lines: scopeLines(standing) },
      { head: 'What holds it back', lines: capLines(standing) },
      {
        head: 'How long',
        lines: [`Until ${timeWords(standing.exp, zone)}; then it is over unless it is signed again.`],
      },
      { head: 'Why', lines: [clean(standing.reason, 500)] },
      { head: 'Signatures', lines: quorumLines(standing, beside) },
    ],
    count: null,
  };
}

function classSection({ steps }: StandingStatement, { scripts, root }: StandingBeside): Section[] {
  const known = new Map(scripts.map(({ hash, statement }) => [hash, statement.class]));
  const found = reckonClass({
    action: { kind: 'script', steps },
    scripts: known,
    targets: null,
    bulk: root.policy.bulk,
    critical: false,
  });
  if (found.dangers.length === 0)
    return [{ head: `Class: ${found.class}`, lines: ['It fires without anybody looking.'] }];
  return [
    {
      head: 'Class: dangerous, and it fires without anybody looking',
      kind: 'danger',
      lines: dangersIn(found.dangers).map((why) => `because ${why}`),
    },
  ];
}

export function triggerLines(trigger: Trigger): string[] {
  if (trigger.kind === 'clock') {
    const { cron, zone, jitter, missed } = trigger;
    return [
      `By the clock: ${clean(cron, 128)} (minute hour day month weekday), in ${zone === 'device' ? 'the device’s own time' : clean(zone, 64)}.`,
      ...(jitter > 0 ? [`Spread over ${spanWords(jitter * 1_000)}, each device always at the same moment of it.`] : []),
      missed === 'run'
        ? 'A device that was off then runs it once as soon as it is on.'
        : 'A device that was off then leaves it out.',
    ];
  }
  const { rule, severity, settle } = trigger;
  return [
    `When rule ${rule.id} finds at least ${severity === 'critical' ? 'critical' : 'a warning'}:`,
    clean(ruleWords(bodyOfSigned(rule)), 500),
    `Then it is measured for ${spanWords(settle * 1_000)} whether that helped.`,
  ];
}

function scopeLines({ selector }: StandingStatement): string[] {
  return [
    `Every device whose grant fits: ${clean(selector, 1_024)}`,
    'Also those that come later, as soon as an enroller’s signature says that they belong there.',
  ];
}

function capLines({ caps: { perHour, coolDown, bootGuard, failures } }: StandingStatement): string[] {
  return [
    `At most ${plural(perHour, 'run')} within an hour, and ${spanWords(coolDown * 1_000)} between them.`,
    `None in the first ${spanWords(bootGuard * 1_000)} after a device has started.`,
    `After ${plural(failures, 'failure')} in a row it stops there until it is signed anew.`,
  ];
}

function quorumLines(standing: StandingStatement, { root, signers }: StandingBeside): string[] {
  const signed = [...new Set(signers.map((id) => clean(root.keys[id]?.person ?? id, 64)))].join(', ');
  if (hasQuorum(root, signers, needOf(root, standing))) return [`With the signature of ${signed} it is complete.`];
  return [`${signed} signs; it then waits for ${othersWords(root, signers)}.`];
}

function differences(before: StandingStatement, after: StandingStatement, zone: string): string[] {
  const parts = [
    ['Name', clean(before.name), clean(after.name)],
    ['Trigger', triggerLines(before.trigger).join(' '), triggerLines(after.trigger).join(' ')],
    ['Devices', clean(before.selector, 1_024), clean(after.selector, 1_024)],
    ['Steps', stepLines(before.steps).join(' '), stepLines(after.steps).join(' ')],
    ['Limits', capLines(before).join(' '), capLines(after).join(' ')],
    ['Until', timeWords(before.exp, zone), timeWords(after.exp, zone)],
  ] as const;
  const found = parts
    .filter(([, old, fresh]) => old !== fresh)
    .flatMap(([name, old, fresh]) => [`- ${name}: ${old}`, `+ ${name}: ${fresh}`]);
  return found.length === 0 ? ['Nothing but its time.'] : found;
}
