// pure
/** Confirmation pages: text of the bytes, a form, and nothing that runs. */
import type { AskedSecret } from '../compose/action.ts';
import type { Done } from '../prepared.ts';
import { clean, type Paper } from '../words/paper.ts';

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** As text or as the value of a quoted attribute; nothing in it steers the page or the reader. */
export function escaped(text: string, most = 2_000): string {
  return clean(text, most).replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? '');
}

export const style = `
:root { color-scheme: light dark; --ink: #1c1b1a; --paper: #f7f5f0; --line: #c9c4b8; --danger: #a3261b; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae4; --paper: #1b1a18; --line: #4a463f; --danger: #ff8a75; } }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; } h2 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
p, pre { margin: .1rem 0; } pre { font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.code { border: 1px solid var(--line); padding: .6rem; max-height: 24rem; overflow: auto; }
.danger { border-left: 4px solid var(--danger); padding-left: .8rem; } .danger h2 { color: var(--danger); }
.mark { border: 1px solid var(--line); padding: .4rem .8rem; font-size: .9rem; }
form { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 1rem; } label { display: block; margin: .6rem 0; }
input { font: inherit; padding: .35rem .5rem; width: 22rem; max-width: 100%; box-sizing: border-box; }
button { font: inherit; padding: .45rem 1.2rem; } .wrong { color: var(--danger); font-weight: 600; }
`;

export interface Frame {
  /** Words that the terminal printed, too: a page that does not show them is not this one. */
  readonly mark: string;
  /** The dashboard. */
  readonly home: string;
}

const page = (title: string, { mark, home }: Frame, body: string, head = '') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>${head}<style>${style}</style></head><body>
<p class="mark">Fettle’s confirmation page. Your terminal shows the same three words: <strong>${escaped(mark)}</strong></p>
<h1>${escaped(title)}</h1>
${body}
<p><a href="${escaped(home)}">Back to the dashboard, without signing</a></p>
</body></html>
`;

export interface Form {
  /** Where it is sent: a path of this origin. */
  readonly action: string;
  /** Of what is to be signed, good once. */
  readonly ticket: string;
  /** The key has a passphrase. */
  readonly sealed: boolean;
  readonly person: string;
  /** What was wrong with the last attempt. */
  readonly wrong: string | null;
}

export function paperPage({ title, sections, count }: Paper, form: Form, frame: Frame): string {
  const told = sections.map(({ head, lines, kind }) => {
    const text = lines.map((line) => escaped(line)).join('\n');
    return `<section class="${kind === 'danger' ? 'danger' : 'plain'}"><h2>${escaped(head)}</h2><pre class="${kind === 'code' ? 'code' : 'text'}">${text}</pre></section>`;
  });
  return page(title, frame, `${told.join('\n')}\n${signForm(form, count)}`);
}

function signForm({ action, ticket, sealed, person, wrong }: Form, count: number | null): string {
  return `<form method="post" action="${escaped(action)}" autocomplete="off">
<input type="hidden" name="ticket" value="${escaped(ticket)}">
${wrong === null ? '' : `<p class="wrong">${escaped(wrong)}</p>`}
${count === null ? '' : `<label>How many targets are there? Type the number:<br><input name="count" inputmode="numeric" required></label>`}
${sealed ? `<label>Passphrase of the key of ${escaped(person)}:<br><input name="passphrase" type="password" autocomplete="off" required></label>` : `<p>The key of ${escaped(person)} has no passphrase.</p>`}
<button type="submit">Sign</button>
</form>`;
}

/** Before what needs secrets can be made at all. */
export function secretsPage(
  asked: readonly AskedSecret[],
  { action, ticket }: Pick<Form, 'action' | 'ticket'>,
  frame: Frame,
): string {
  const fields = asked.map(
    ({ place, title, required }) =>
      `<label>${escaped(title)}${required ? '' : ' (may stay empty)'}<br><input name="secret:${escaped(place)}" type="password" autocomplete="off"${required ? ' required' : ''}></label>`,
  );
  const form = `<p>They are sealed here, to each device alone. The next page shows what is signed; nothing is signed yet.</p>
<form method="post" action="${escaped(action)}" autocomplete="off"><input type="hidden" name="ticket" value="${escaped(ticket)}">${fields.join('\n')}<button type="submit">Go on</button></form>`;
  return page('Secrets that the devices are given', frame, form);
}

/** Something to decide before it can be shown, without a secret. */
export function reasonPage(title: string, { action, ticket }: Pick<Form, 'action' | 'ticket'>, frame: Frame): string {
  const form = `<form method="post" action="${escaped(action)}" autocomplete="off"><input type="hidden" name="ticket" value="${escaped(ticket)}"><label>Why?<br><input name="reason" maxlength="500" required></label><button type="submit">Go on</button></form>`;
  return page(title, frame, form);
}

export function donePage({ words, page: path }: Done, frame: Frame): string {
  const next = `${frame.home}${path}`;
  const refresh = `<meta http-equiv="refresh" content="4;url=${escaped(next)}">`;
  return page(
    'Signed',
    frame,
    `<p>${escaped(words)}</p><p><a href="${escaped(next)}">What becomes of it</a></p>`,
    refresh,
  );
}

export function problemPage(why: string, frame: Frame): string {
  return page('Nothing was signed', frame, `<p class="wrong">${escaped(why)}</p>`);
}
