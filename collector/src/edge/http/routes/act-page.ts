import { type Deed, escapeHtml as e, type OpenLink } from '../../../domain/notifications/index.ts';

/** The look's light and dark tokens, as far as these pages need them. */
export const actStyle = `:root{color-scheme:light dark;--ground:light-dark(#fbfcfb,#0c1211);--ink:light-dark(#14201d,#e4edea);--ink-3:light-dark(#5d6c68,#8b9c97);--right:light-dark(#00685d,#68caaf);--on-right:light-dark(#fff,#0c1211);--rule:light-dark(#d5dedb,#233230)}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header{background:light-dark(#12393a,#112725);color:#fff;padding:14px 20px;font-weight:650}
main{max-width:34rem;padding:24px 20px}
h1{font-size:20px;margin:0 0 8px}
p{margin:0 0 16px}
.note{color:var(--ink-3);font-size:14px}
form{margin:0 0 12px}
button{font:inherit;min-height:44px;padding:8px 18px;border-radius:4px;border:1px solid var(--rule);background:transparent;color:var(--ink);cursor:pointer}
button.main{background:var(--right);border-color:var(--right);color:var(--on-right);font-weight:600}
button:focus-visible,a:focus-visible{outline:3px solid var(--right);outline-offset:2px}
a{color:var(--right)}`;

/** What the link is about, and what can be done with it. */
export function actPage(code: string, { delivery, person }: OpenLink): string {
  const form = (deed: string, words: string, look = '') =>
    `<form method="post" action="/act/${e(encodeURIComponent(code))}/${deed}"><button${look}>${words}</button></form>`;
  const many = delivery.incidents.length;
  return page(
    'Acknowledge or snooze',
    [
      `<h1>${e(delivery.subject)}</h1>`,
      `<p class="note">${many > 1 ? `${many} incidents. ` : ''}You act as ${e(person.name)}. The link works once.</p>`,
      form('acknowledge', 'Acknowledge', ' class="main"'),
      form('snooze-1h', 'Snooze for an hour'),
      form('snooze-4h', 'Snooze for 4 hours'),
      form('snooze-24h', 'Snooze for a day'),
      rest(delivery.incidents),
    ].join(''),
  );
}

export function donePage({ delivery, person }: OpenLink, deed: Deed, refused: readonly string[]): string {
  const many = delivery.incidents.length - refused.length;
  const done = deed.kind === 'acknowledge' ? 'Acknowledged' : 'Snoozed';
  const words = many > 0 ? `${done}${delivery.incidents.length > 1 ? ` (${many})` : ''}.` : 'Nothing was changed.';
  const why = [...new Set(refused)].map((text) => `<p>${e(text)}</p>`).join('');
  return page(
    words,
    `<h1>${words}</h1><p>${e(delivery.subject)}</p>${why}<p class="note">As ${e(person.name)}.</p>${rest(delivery.incidents)}`,
  );
}

export function overPage(words: string): string {
  return page('Over', `<h1>${e(words)}</h1><p><a href="/incidents">See the incidents</a></p>`);
}

function rest(incidents: readonly string[]): string {
  const [one] = incidents;
  const path = incidents.length === 1 && one !== undefined ? `/incidents/${encodeURIComponent(one)}` : '/incidents';
  return `<p><a href="${e(path)}">See it in Fettle</a></p>`;
}

function page(title: string, main: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${e(title)} – Fettle</title><link rel="stylesheet" href="/act.css"></head><body><header>Fettle</header><main>${main}</main></body></html>`;
}
