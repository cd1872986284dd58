import { parseCanonical } from '@fettle/shared/trust/canonical';
import { readRevoke } from '@fettle/shared/trust/revoke';
import type { RevokeStatement, Root } from '@fettle/shared/trust/statements';
import { clean, type Paper, type Section } from './paper.ts';
import { timeWords } from './time.ts';

/** What a revocation ends that was not ended before. */
export function revokePaper(payload: Uint8Array, before: RevokeStatement | null, root: Root, zone: string): Paper {
  const next = readRevoke(parseCanonical(payload));
  const keys = next.keys.filter((id) => !before?.keys.includes(id));
  const orders = next.orders.filter((id) => !before?.orders.includes(id));
  const stops = next.stop > (before?.stop ?? 0);
  const sections: Section[] = [
    ...(stops
      ? [
          {
            head: 'Stops everything',
            kind: 'danger' as const,
            lines: [
              `Every order and standing order that was signed before ${timeWords(next.stop, zone)} is void on every device, by whomever it was signed.`,
              'Runs of them are ended where they run. What is signed afterwards counts; standing orders must be signed anew.',
            ],
          },
        ]
      : []),
    ...(keys.length > 0
      ? [
          {
            head: 'Keys that count no more',
            lines: keys.map(
              (id) =>
                `${id} of ${clean(root.keys[id]?.person ?? 'nobody in the trust root', 64)}: whatever it signed is void, whenever that was. Its scripts must be published anew, too.`,
            ),
          },
        ]
      : []),
    ...(orders.length > 0
      ? [{ head: 'Orders and standing orders that are void', lines: orders.map((id) => clean(id, 64)) }]
      : []),
    {
      head: 'What it cannot do',
      lines: [
        'A device that cannot reach the collector hears of it when it can; at the latest its trust ends with its freshness. It cannot be taken back.',
      ],
    },
  ];
  return { title: stops ? 'Stop switch' : `Revocation, version ${next.version}`, sections, count: null };
}
