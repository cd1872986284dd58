import { useState } from 'preact/hooks';
import { ApiProblem } from '../api/problem.ts';
import { Icon } from './symbols.tsx';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly note?: string;
  readonly secret?: boolean;
  readonly complete: string;
  readonly mono?: boolean;
  readonly focus?: boolean;
  readonly least?: number;
}

/** One field of a form with its label and, below it, what it is for. */
export function Field({ name, label, note, complete, secret = false, mono, focus = false, least }: FieldProps) {
  const attributes = {
    class: mono ? 'f mono' : 'f',
    name,
    autocomplete: complete,
    spellcheck: false,
    autocapitalize: 'none',
    autofocus: focus,
    required: true,
    ...(least === undefined ? {} : { minLength: least }),
  } as const;
  return (
    <label class="l">
      {label}
      <input {...attributes} {...(secret ? { type: 'password' as const } : { type: 'text' as const })} />
      {note === undefined ? null : <small>{note}</small>}
    </label>
  );
}

interface FormProps {
  readonly action: string;
  readonly busy: string;
  readonly send: (values: Readonly<Record<string, string>>) => Promise<void>;
  readonly children: preact.ComponentChildren;
}

/** A form with one button; what goes wrong is said above it. */
export function Form({ action, busy, send, children }: FormProps) {
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  async function submit(form: HTMLFormElement) {
    const values = Object.fromEntries(
      [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
    );
    setWaiting(true);
    setProblem(undefined);
    try {
      await send(values);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setWaiting(false);
    }
  }
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {problem ? (
        <p class="note critical" role="alert">
          <Icon name="critical" /> {problem.message} <span class="code">{problem.code}</span>
        </p>
      ) : null}
      {children}
      <div class="acts">
        <button class="b main" type="submit" disabled={waiting}>
          {waiting ? busy : action}
        </button>
      </div>
    </form>
  );
}
