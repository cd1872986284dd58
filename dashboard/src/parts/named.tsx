import { slugOf } from '../format/slug.ts';
import { TextField } from './fields.tsx';
import type { NamedDraft } from './named-errors.ts';

interface NamedProps {
  readonly draft: NamedDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<NamedDraft>) => void;
  /** It is kept already: its id stays. */
  readonly made: boolean;
  /** Who sees the name. */
  readonly note?: string;
}

/** A name, and the id that follows it until somebody writes one. */
export function Named({ draft, errors, change, made, note }: NamedProps) {
  const follows = !made && draft.id === slugOf(draft.name);
  return (
    <div class="fields">
      <TextField
        label="Name"
        value={draft.name}
        set={(name) => change(follows ? { name, id: slugOf(name) } : { name })}
        error={errors.get('name')}
        {...(note === undefined ? {} : { note })}
      />
      <TextField
        label="Id"
        value={draft.id}
        set={(id) => change({ id })}
        error={errors.get('id')}
        fixed={made}
        mono
        note={made ? 'Others name it; it stays.' : 'For files and the command line. It stays as it is.'}
      />
    </div>
  );
}
