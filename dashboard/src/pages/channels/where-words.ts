// pure
import type { Channel } from '@fettle/shared/api/notices';
import { plain } from '../../format/text.ts';

/** "mail by mail.example.com:587", "slack, chat.example.com" */
export function whereWords(to: Channel['to']): string {
  if (to.kind === 'email') return `mail by ${plain(to.host, 80)}:${to.port}, from ${plain(to.from, 80)}`;
  if (to.kind === 'desktop') return 'a notification of the browser, for who is signed in';
  const host = URL.canParse(to.url) ? new URL(to.url).host : to.url;
  return `${to.preset === 'plain' ? 'webhook' : to.preset}, ${plain(host, 80)}`;
}
