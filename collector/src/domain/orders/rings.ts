// pure
export interface RingShape {
  /** Devices of the first ring. */
  readonly first: number;
  /** Share of all in the second, 0 to 1; 0: no second ring. */
  readonly share: number;
}

interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly online: boolean;
  readonly critical: boolean;
}

/**
 * Who goes first: what answers at once and matters least, so that a mistake shows early and cheaply. Within that by name.
 * No ring is empty.
 */
export function splitRings<Device extends Candidate>(devices: readonly Device[], shape: RingShape | null): Device[][] {
  const ordered = devices.toSorted((a, b) => weight(a) - weight(b) || compare(a.name, b.name) || compare(a.id, b.id));
  if (shape === null) return ordered.length > 0 ? [ordered] : [];
  const first = Math.min(shape.first, ordered.length);
  const second = Math.min(Math.ceil(shape.share * ordered.length), ordered.length - first);
  const rings = [ordered.slice(0, first), ordered.slice(first, first + second), ordered.slice(first + second)];
  return rings.filter((ring) => ring.length > 0);
}

const weight = ({ online, critical }: Candidate) => (critical ? 2 : 0) + (online ? 0 : 1);

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
