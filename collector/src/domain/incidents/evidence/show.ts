import type { Evidence } from '@fettle/shared/api/incidents';
import type { IncidentId } from '@fettle/shared/ids';
import type { Actor } from '../../access/index.ts';
import { everywhere } from '../../access/index.ts';
import type { EvidencePiece, Incident } from '../types.ts';
import { unseenBy } from '../unseen.ts';
import { type ChartPoint, chartPoints, type KeptChart } from './chart.ts';
import { isRemedy } from '../attach-run.ts';
import type { EvidencePorts, Suspect } from './provider.ts';

/** The order in which it is read. */
const order = ['known-error', 'remedy', 'causes', 'suspects', 'chart', 'processes', 'related'];
const shownKind = (kind: string) => (isRemedy(kind) ? 'remedy' : kind);
const placeOf = (kind: string) => (order.includes(shownKind(kind)) ? order.indexOf(shownKind(kind)) : order.length);

/** The evidence of an incident that the actor may see, with the points of its chart as they are stored now. */
export async function showEvidence(ports: EvidencePorts, actor: Actor, incident: Incident): Promise<Evidence[]> {
  const pieces = await visible(ports, actor, await ports.store.evidence(actor.scope, incident.id));
  const ordered = pieces.toSorted((a, b) => placeOf(a.kind) - placeOf(b.kind) || a.time - b.time);
  return Promise.all(ordered.map((piece) => shown(ports, incident, piece)));
}

/** Evidence is caught for everybody: what names incidents and devices that the actor may not see is left out. */
async function visible(
  ports: Pick<EvidencePorts, 'store' | 'devices'>,
  actor: Actor,
  pieces: readonly EvidencePiece[],
): Promise<EvidencePiece[]> {
  const isUnseen = await unseenBy(ports, actor, pieces.flatMap(itemsOf).flatMap(incidentOf));
  const isHidden = await hiddenFrom(ports, actor, pieces);
  return pieces.flatMap((piece) => {
    const items = itemsOf(piece);
    const left = items.filter((item) => !incidentOf(item).some(isUnseen) && !isHidden(item));
    if (left.length === items.length && (items.length > 0 || piece.kind !== 'suspects')) return [piece];
    return left.length === 0 ? [] : [{ ...piece, content: { ...piece.content, items: left } }];
  });
}

/** Which suspects are on devices that the actor does not see. */
async function hiddenFrom(
  { devices }: Pick<EvidencePorts, 'devices'>,
  { scope }: Actor,
  pieces: readonly EvidencePiece[],
): Promise<(item: Named) => boolean> {
  if (scope.sites === 'all' && scope.selector === undefined) return () => false;
  if (!pieces.some(({ kind }) => kind === 'suspects')) return () => false;
  const seen = new Set<string>((await devices.devices(scope)).map(({ id }) => id));
  return ({ device }) => device !== undefined && !seen.has(device);
}

interface Named {
  readonly id?: string;
  readonly link?: string | null;
  readonly device?: string;
}

function itemsOf({ kind, content }: EvidencePiece): readonly Named[] {
  return kind === 'related' || kind === 'causes' || kind === 'suspects' ? (content['items'] as readonly Named[]) : [];
}

/** Of what is related the incident, of a cause where it leads. */
function incidentOf({ id, link }: Named): IncidentId[] {
  const found = id ?? /^\/incidents\/(.+)$/.exec(link ?? '')?.[1];
  return found === undefined ? [] : [found as IncidentId];
}

/** As it is kept, without what only decides who sees it. */
function plain({ kind, content }: EvidencePiece): Evidence {
  if (kind !== 'suspects') return { kind: shownKind(kind), ...content } as Evidence;
  const items = (content['items'] as readonly Suspect[]).map(({ device: _d, kind: _k, ...item }) => item);
  return { kind, items };
}

async function shown(ports: EvidencePorts, incident: Incident, piece: EvidencePiece): Promise<Evidence> {
  if (piece.kind !== 'chart') return plain(piece);
  const kept = piece.content as unknown as KeptChart;
  const { metric, attributes, unit, limits } = kept;
  const points = [...(kept.points ?? (await pointsNow(ports, incident, kept)))];
  return { kind: 'chart', metric, attributes: { ...attributes }, unit, limits: [...limits], points };
}

async function pointsNow(
  { series, devices, now }: EvidencePorts,
  incident: Incident,
  kept: KeptChart,
): Promise<ChartPoint[]> {
  const interval = (await devices.devices(everywhere)).find(({ id }) => id === incident.device)?.interval ?? 10_000;
  return chartPoints(series, incident, kept, { interval, now });
}

/** Without charts, for who has no samples at hand. */
export async function keptEvidence(
  { store, devices }: Pick<EvidencePorts, 'store' | 'devices'>,
  actor: Actor,
  { id }: Incident,
): Promise<Evidence[]> {
  const pieces = await visible({ store, devices }, actor, await store.evidence(actor.scope, id));
  const kept = pieces.filter(({ kind }) => kind !== 'chart').toSorted((a, b) => placeOf(a.kind) - placeOf(b.kind));
  return kept.map(plain);
}

/** Incidents looked at for one run. */
const atOnce = 500;

/**
 * Copies the charts of incidents whose raw samples are about to be given up, so that they stay as fine as they were.
 * @param rawMs how long raw samples are kept. Gives how many it copied
 */
export async function keepCharts(ports: EvidencePorts, rawMs: number): Promise<number> {
  const { store, now } = ports;
  const soon = Math.min(2 * 86_400_000, rawMs / 2);
  const ageing = await store.list(everywhere, { openedFrom: now - rawMs, to: now - rawMs + soon, limit: atOnce });
  let copied = 0;
  for (const incident of ageing) {
    const piece = (await store.evidence(everywhere, incident.id)).find(({ kind }) => kind === 'chart');
    const kept = piece?.content as KeptChart | undefined;
    if (!piece || !kept || kept.points) continue;
    const points = await pointsNow(ports, incident, kept);
    await store.addEvidence(incident.id, [{ ...piece, content: { ...kept, points } }], null, [], {
      events: [],
      audit: [],
    });
    copied++;
  }
  return copied;
}
