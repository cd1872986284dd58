// pure
import { isOver, type Preset } from './preset.ts';

/** An incoming webhook: https://api.slack.com/messaging/webhooks */
export const slack: Preset = (url, message) => {
  const mark = isOver(message) ? ':white_check_mark:' : message.severity === 'critical' ? ':red_circle:' : ':warning:';
  const link = message.link === null ? '' : `\n<${message.link}|See it in Fettle>`;
  const text = `${mark} *${escaped(message.subject)}*\n${escaped(message.text.slice(0, 2_500))}${link}`;
  return { url, headers: {}, body: JSON.stringify({ text, unfurl_links: false }) };
};

/** What Slack reads as its own marks. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
