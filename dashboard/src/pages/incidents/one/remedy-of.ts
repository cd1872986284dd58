import type { IncidentDetail } from '@fettle/shared/api/incidents';
import type { ScriptItem } from '@fettle/shared/api/scripts';
import { pushPath } from '../../../routes.ts';

type Named = Pick<ScriptItem, 'name' | 'title' | 'published'>;
type Of = Pick<IncidentDetail, 'evidence' | 'runbook' | 'id' | 'device' | 'words' | 'instance'>;

/** A script is named in a text by its title, or by its name as a word of its own. */
function named(text: string, { name, title }: Named): number {
  const words = text.toLowerCase();
  const byTitle = words.indexOf(title.toLowerCase());
  if (byTitle >= 0) return byTitle;
  return new RegExp(`(^|[^a-z0-9-])${name}($|[^a-z0-9-])`).exec(words)?.index ?? -1;
}

/** The script that the known error's workaround names first, else the runbook; undefined: none is named. */
export function remedyOf(incident: Of, scripts: readonly Named[]): Named | undefined {
  const known = incident.evidence.flatMap((one) => (one.kind === 'known-error' ? [one.workaround] : []));
  for (const text of [...known, incident.runbook]) {
    const found = scripts
      .filter(({ published }) => published !== null)
      .map((script) => ({ script, at: named(text, script) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at || b.script.title.length - a.script.title.length);
    if (found[0]) return found[0].script;
  }
  return undefined;
}

/** The page that pushes it, on the incident's device and for its reason. */
export const remedyPath = ({ id, device, words }: Of, script: Named | undefined) =>
  pushPath({
    ...(script ? { script: script.name } : {}),
    devices: device,
    incident: id,
    reason: words.slice(0, 400),
  });
