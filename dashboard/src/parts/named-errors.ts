// pure
/** What has a name and an id in a form. */
export interface NamedDraft {
  readonly id: string;
  readonly name: string;
}

export function namedErrors({ id, name }: NamedDraft): Map<string, string> {
  const errors = new Map<string, string>();
  if (name.trim() === '') errors.set('name', 'Give it a name.');
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) errors.set('id', 'Small letters, digits and hyphens, at most 64.');
  return errors;
}
