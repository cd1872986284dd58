// pure
import type { ServiceMap } from '@fettle/shared/api/services';
import { counted } from '../../format/count.ts';

export interface MapNode {
  /** Of the map, or `more:<service>` for devices that are told by their number. */
  readonly id: string;
  readonly kind: 'service' | 'device' | 'devices';
  readonly name: string;
  readonly state: string;
  readonly href: string;
  readonly layer: number;
  readonly row: number;
}
export interface MapLayout {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly { readonly from: MapNode; readonly to: MapNode; readonly part: string }[];
  readonly layers: number;
  readonly rows: number;
}

/** So many devices of a service are named; those that are out first. */
const namedDevices = 5;
const fine = new Set(['in-order', 'online']);

const hrefOf = (id: string) => {
  const [kind, ...rest] = id.split(':');
  return `/${kind === 'device' ? 'devices' : 'services'}/${encodeURIComponent(rest.join(':'))}`;
};

/** By the longest way down from a node: who relies stands to the left of what is relied upon, next to it where it can; devices at the right. */
function layersOf(
  nodes: readonly { readonly id: string }[],
  edges: readonly { readonly from: string; readonly to: string }[],
) {
  const below = Map.groupBy(edges, ({ from }) => from);
  const known = new Map<string, number>();
  const depth = (id: string, on: ReadonlySet<string>): number => {
    const found = known.get(id);
    if (found !== undefined) return found;
    if (on.has(id)) return 0;
    const path = new Set([...on, id]);
    const least = id.startsWith('service:') ? 1 : 0;
    const most = (below.get(id) ?? []).reduce((deepest, { to }) => Math.max(deepest, depth(to, path) + 1), least);
    known.set(id, most);
    return most;
  };
  const deepest = Math.max(0, ...nodes.map(({ id }) => depth(id, new Set())));
  return new Map([...known].map(([id, own]) => [id, deepest - own]));
}

/** The devices of a service that are named, and how many others there are. */
function shortened(map: ServiceMap): ServiceMap & { readonly more: ReadonlyMap<string, number> } {
  const nodes = new Map(map.nodes.map((node) => [node.id, node]));
  const kept: ServiceMap['edges'][number][] = [];
  const more = new Map<string, number>();
  for (const [from, some] of Map.groupBy(map.edges, (edge) => edge.from)) {
    const toDevices = some.filter(({ to }) => nodes.get(to)?.kind === 'device');
    const devices = [...new Map(toDevices.map((edge) => [edge.to, edge])).values()];
    const rank = ({ to }: { to: string }) => (fine.has(nodes.get(to)?.state ?? '') ? 1 : 0);
    const named = devices.toSorted((a, b) => rank(a) - rank(b)).slice(0, namedDevices);
    kept.push(...some.filter(({ to }) => nodes.get(to)?.kind === 'service'), ...named);
    if (devices.length > named.length) more.set(from, devices.length - named.length);
  }
  const shown = new Set(kept.flatMap(({ from, to }) => [from, to]));
  const stays = map.nodes.filter(({ id, kind }) => kind === 'service' || shown.has(id));
  return { nodes: stays, edges: kept, more };
}

/** Where everything of a map stands: each to the right of whatever relies on it. */
export function layoutOf(whole: ServiceMap): MapLayout {
  const map = shortened(whole);
  const folded = [...map.more].map(([service, count]) => ({
    id: `more:${service}`,
    kind: 'devices' as const,
    name: counted(count, 'more device'),
    state: 'in-order',
    href: hrefOf(service),
  }));
  const edges = [
    ...map.edges,
    ...[...map.more].map(([service]) => ({ from: service, to: `more:${service}`, part: '' })),
  ];
  const named = [
    ...map.nodes.map(({ id, kind, name, state }) => ({ id, kind, name, state, href: hrefOf(id) })),
    ...folded,
  ];
  const layers = layersOf(named, edges);
  const bare = named.map((node) => ({ ...node, layer: layers.get(node.id) ?? 0 }));
  const nodes = placed(bare, edges);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const drawn = edges.flatMap(({ from, to, part }) => {
    const [a, b] = [byId.get(from), byId.get(to)];
    return a && b ? [{ from: a, to: b, part }] : [];
  });
  return {
    nodes,
    edges: drawn,
    layers: Math.max(0, ...nodes.map(({ layer }) => layer)) + 1,
    rows: Math.max(0, ...nodes.map(({ row }) => row)) + 1,
  };
}

/** Rows within each layer, near the middle of those that rely on them, so that few lines cross. */
function placed(bare: readonly Omit<MapNode, 'row'>[], edges: readonly { from: string; to: string }[]): MapNode[] {
  const above = Map.groupBy(edges, ({ to }) => to);
  const rows = new Map<string, number>();
  const layers = Map.groupBy(bare, ({ layer }) => layer);
  for (const [, some] of [...layers].toSorted(([a], [b]) => a - b)) {
    const middle = ({ id, name }: Omit<MapNode, 'row'>): [number, string] => {
      const from = (above.get(id) ?? []).flatMap((edge) => rows.get(edge.from) ?? []);
      return [from.length === 0 ? 0 : from.reduce((a, b) => a + b, 0) / from.length, name];
    };
    const sorted = some
      .map((node) => ({ node, at: middle(node) }))
      .toSorted((a, b) => a.at[0] - b.at[0] || a.at[1].localeCompare(b.at[1]));
    for (const [row, { node }] of sorted.entries()) rows.set(node.id, row);
  }
  return bare.map((node) => ({ ...node, row: rows.get(node.id) ?? 0 }));
}

/** A map of one service: what it relies on, and who relies on it, however far. */
export function around(map: ServiceMap, id: string): ServiceMap {
  const reach = (start: string, next: (edge: ServiceMap['edges'][number]) => [string, string]) => {
    const found = new Set([start]);
    for (let grown = true; grown;) {
      grown = false;
      for (const edge of map.edges) {
        const [at, to] = next(edge);
        if (!found.has(at) || found.has(to)) continue;
        found.add(to);
        grown = true;
      }
    }
    return found;
  };
  const below = reach(id, ({ from, to }) => [from, to]);
  const above = reach(id, ({ from, to }) => [to, from]);
  const all = new Set([...below, ...above]);
  return {
    nodes: map.nodes.filter((node) => all.has(node.id)),
    edges: map.edges.filter(({ from, to }) => (below.has(from) && below.has(to)) || (above.has(from) && above.has(to))),
  };
}
