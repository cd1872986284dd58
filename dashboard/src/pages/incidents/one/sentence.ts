import type { IncidentDetail } from '@fettle/shared/api/incidents';
import { counted } from '../../../format/count.ts';
import { plain } from '../../../format/text.ts';
import { moment, span } from '../../../format/time.ts';
import type { Piece } from '../../../parts/piece.ts';
import { devicePath, incidentPath } from '../../../routes.ts';

const lesser = (text: string): Piece => ({ text, lesser: true });

type Told = Pick<
  IncidentDetail,
  | 'device'
  | 'deviceName'
  | 'words'
  | 'severity'
  | 'state'
  | 'openedAt'
  | 'resolvedAt'
  | 'cause'
  | 'causedBy'
  | 'affected'
  | 'quiet'
>;

/** What is wrong, since when, what follows from it, and in a paler voice why, most likely. Pure: `now` is ms since 1970. */
export function incidentSentence(incident: Told, now: number): Piece[] {
  const { device, deviceName, words, severity, state, openedAt, resolvedAt } = incident;
  const name: Piece = { text: plain(deviceName, 64), strong: true, href: devicePath(device) };
  if (state === 'resolved' || state === 'closed') {
    const end = resolvedAt ?? openedAt;
    return [
      name,
      { text: ': ' },
      { text: 'put right', shape: 'right' },
      { text: ` at ${moment(end, now)}, after ${span(end - openedAt)}: ${plain(words)}. ` },
      ...why(incident),
    ];
  }
  const follow = incident.affected > 0 ? `; ${counted(incident.affected, 'other incident')} follow from it` : '';
  return [
    name,
    { text: ': ' },
    { text: plain(words), shape: severity },
    { text: ` since ${moment(openedAt, now)}, for ${span(now - openedAt)}${follow}. ` },
    ...why(incident),
    ...quietly(incident, now),
  ];
}

function why({ causedBy, cause }: Told): Piece[] {
  if (causedBy) {
    return [
      lesser('It follows from '),
      { text: plain(causedBy.deviceName, 64), strong: true, href: incidentPath(causedBy.id) },
      lesser(`: ${plain(causedBy.words)}. `),
    ];
  }
  return cause === null ? [] : [lesser(`Most likely cause: ${plain(cause).replace(/^It /, 'it ')}. `)];
}

/** Why nobody is told of it. */
function quietly({ quiet }: Told, now: number): Piece[] {
  if (quiet?.by === 'window') return [lesser('Its device is in a window: nobody is told.')];
  if (quiet?.by === 'flapping') return [lesser('It comes and goes: nobody is told until it rests.')];
  if (quiet?.by === 'snoozed') return [lesser(`Snoozed until ${moment(quiet.until, now)}.`)];
  return [];
}
