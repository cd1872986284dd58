// pure
import { isOver, type Preset } from './preset.ts';

/** Publishing as JSON: https://docs.ntfy.sh/publish/#publish-as-json. The topic is the end of the address; the secret an access token. */
export const ntfy: Preset = (url, message, secret) => {
  const cut = url.replace(/\/+$/, '').lastIndexOf('/');
  const [root, topic] = [url.slice(0, cut + 1), url.replace(/\/+$/, '').slice(cut + 1)];
  const priority = isOver(message) ? 2 : message.severity === 'critical' ? 5 : 3;
  const tag = isOver(message) ? 'white_check_mark' : message.severity === 'critical' ? 'rotating_light' : 'warning';
  const click = message.link === null ? {} : { click: message.link };
  const body = {
    topic,
    title: message.subject,
    message: message.text.slice(0, 4_000),
    priority,
    tags: [tag],
    ...click,
  };
  const headers: Record<string, string> = secret === null ? {} : { authorization: `Bearer ${secret}` };
  return { url: root, headers, body: JSON.stringify(body) };
};
