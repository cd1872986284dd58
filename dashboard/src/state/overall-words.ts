import type { Standing } from '@fettle/shared/api/incidents';
import { plain } from '../format/text.ts';
import type { Piece } from '../parts/piece.ts';
import { incidentPath } from '../routes.ts';

/** The sentence of what is wrong now: the worst named and led to, then in a paler voice what can wait. */
export function piecesOf({ worst, words, quieter }: Standing): Piece[] {
  const lesser: Piece[] = quieter === '' ? [] : [{ text: plain(quieter), lesser: true }];
  const said = `${plain(words, 500).trimEnd()} `;
  if (!worst) return [{ text: said }, ...lesser];
  const href = incidentPath(worst.id);
  const name = plain(worst.deviceName, 64);
  const at = said.indexOf(name);
  if (at < 0) return [{ text: said, shape: worst.severity, href }, ...lesser];
  const before: Piece[] = at === 0 ? [] : [{ text: said.slice(0, at) }];
  return [...before, { text: name, shape: worst.severity, href }, { text: said.slice(at + name.length) }, ...lesser];
}
