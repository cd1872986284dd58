// pure
/** The collector's session cookie, kept here and given to no browser. */

const names: ReadonlySet<string> = new Set(['fettle', '__Host-fettle']);
const value = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,512}$/;

export class Jar {
  #cookie: string | null = null;

  /** Takes what the collector sets; anything but a session is passed over. */
  take(header: readonly string[] | undefined): void {
    for (const one of header ?? []) {
      const [pair = '', ...attributes] = one.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const [name, found] = [pair.slice(0, at), pair.slice(at + 1)];
      if (at < 1 || !names.has(name)) continue;
      const over =
        found === '' || attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute) || isPast(attribute));
      this.#cookie = over || !value.test(found) ? null : `${name}=${found}`;
    }
  }

  /** Null: nobody is signed in. */
  get header(): { readonly cookie: string } | null {
    return this.#cookie === null ? null : { cookie: this.#cookie };
  }
}

/** `Expires` at the beginning of time, as servers clear a cookie. */
function isPast(attribute: string): boolean {
  const [, date] = /^expires=(.+)$/i.exec(attribute) ?? [];
  return date !== undefined && new Date(date).getTime() <= 86_400_000;
}
