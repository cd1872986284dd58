// pure
import type { OrderDraft } from '@fettle/shared/api/orders';
import { cronWords } from '../../format/cron-words.ts';
import { counted } from '../../format/count.ts';
import { durationText } from '../../format/duration.ts';
import { plain } from '../../format/text.ts';
import { stepWords, type Words } from '../push/prose.ts';
import type { Known } from '../push/step-draft.ts';
import type { Standing } from './draft.ts';

const strong = (text: string): Words => ({ text, strong: true });
const w = (text: string): Words => ({ text });

function whenWords({ trigger }: Standing, ruleName: string): Words[] {
  if (trigger.kind === 'rule') {
    const least = trigger.severity === 'critical' ? 'critical' : 'warning or worse';
    return [
      w('Whenever a device itself finds that '),
      strong(`“${plain(ruleName, 80)}”`),
      w(' is '),
      strong(least),
      w(', '),
      w('it shall '),
    ];
  }
  const zone = trigger.zone === 'device' ? 'of its own time' : plain(trigger.zone, 64);
  const words = cronWords(trigger.cron);
  const jitter = trigger.jitter > 0 ? `, within ${durationText(trigger.jitter * 1_000)}` : '';
  return [strong(words.slice(0, 1).toUpperCase() + words.slice(1)), w(` ${zone}${jitter}, each device shall `)];
}

/** The standing order in prose, from the form and what the collector reckons of it. */
export function standingProse(what: Standing, ruleName: string, draft: OrderDraft | undefined, known: Known): Words[] {
  const { caps, trigger, days, selector } = what;
  const [first, ...rest] = what.steps.flatMap((step, place) => [
    ...stepWords(step, place, known),
    w(place < what.steps.length - 1 ? '.' : ''),
  ]);
  return [
    ...whenWords(what, ruleName),
    ...(first ? [w(first.text.slice(0, 1).toLowerCase() + first.text.slice(1))] : []),
    ...rest,
    w('. It holds for devices whose grant fits '),
    { text: plain(selector, 200), mono: true },
    ...(draft ? [w(': '), strong(`${counted(draft.targets.count, 'device')} now`), w(', and any that come')] : []),
    w('. At most '),
    strong(counted(caps.perHour, 'run an hour', 'runs an hour')),
    w(' on each, '),
    strong(`${durationText(caps.coolDown * 1_000)} apart`),
    ...(trigger.kind === 'rule' && caps.bootGuard > 0
      ? [w(', none in the first '), strong(durationText(caps.bootGuard * 1_000)), w(' after a start')]
      : []),
    w('; after '),
    strong(`${counted(caps.failures, 'failure')} in a row`),
    w(' it stops there until it is signed anew. It holds for '),
    strong(counted(days, 'day')),
    w('.'),
  ];
}
