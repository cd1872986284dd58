// pure
import type { Basis, ReportDocument } from '@fettle/shared/reports/document';

type Counted = Omit<Basis, 'value' | 'how'>;

/** Takes the bases of a report as they arise, and gives their keys back for the cells. */
export class BasisBook {
  readonly #bases = new Map<string, Basis>();

  /** The value is how many there are in the lists together. @throws Error when the key is taken or cannot stand in an address */
  count(key: string, basis: Counted): string {
    return this.#add(key, { ...basis, value: lengthOf(basis), how: 'count' });
  }

  /** The value is reckoned, as `formula` says. @throws Error as `count` does */
  reckoned(key: string, basis: Counted & { readonly value: number | null }): string {
    return this.#add(key, { ...basis, how: 'reckoned' });
  }

  has(key: string): boolean {
    return this.#bases.has(key);
  }

  /** What a counted basis came to. */
  valueOf(key: string): number | null {
    return this.#bases.get(key)?.value ?? null;
  }

  all(): Readonly<Record<string, Basis>> {
    return Object.fromEntries(this.#bases);
  }

  #add(key: string, basis: Basis): string {
    if (!fit.test(key)) throw new Error(`“${key}” is no key of a basis`);
    if (this.#bases.has(key)) throw new Error(`the basis “${key}” is there already`);
    this.#bases.set(key, basis);
    return key;
  }
}

const fit = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;

/** What a text becomes within a key: letters, digits, dots and dashes, at most 100 of them. */
export function keyPart(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.]+/g, '-').slice(0, 100);
}

/** How many there are in the lists of a basis together. */
export function lengthOf({ incidents, runs, series, services, changes, pages }: Partial<Basis>): number {
  return [incidents, runs, series, services, changes, pages].reduce((sum, list) => sum + (list?.length ?? 0), 0);
}

/** What in a document cannot be followed: keys that name no basis, counts that are not the length of their lists. Empty: nothing. */
export function looseEnds({
  sections,
  sentence,
  bases,
}: Pick<ReportDocument, 'sections' | 'sentence' | 'bases'>): string[] {
  const found: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach((one, place) => look(one, `${path}[${place}]`));
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'basis' && typeof inner === 'string' && !(inner in bases))
        found.push(`${path} names the basis ${inner}, which is not there`);
      else if (name === 'bases' && Array.isArray(inner)) {
        for (const key of inner)
          if (typeof key === 'string' && !(key in bases))
            found.push(`${path} names the basis ${key}, which is not there`);
      } else look(inner, `${path}.${name}`);
    }
  };
  look(sections, 'sections');
  look(sentence, 'sentence');
  for (const [key, basis] of Object.entries(bases)) {
    if (basis.how === 'count' && basis.value !== lengthOf(basis))
      found.push(`${key} says ${basis.value} and lists ${lengthOf(basis)}`);
    for (const other of basis.bases ?? [])
      if (!(other in bases)) found.push(`${key} was reckoned from ${other}, which is not there`);
  }
  return found;
}
