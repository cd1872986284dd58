// pure
import { isOver, type Preset } from './preset.ts';

/** A card as a workflow of Teams takes it by webhook: https://adaptivecards.io/explorer/ */
export const teams: Preset = (url, message) => {
  const { subject, text, link, severity } = message;
  const color = isOver(message) ? 'Good' : severity === 'critical' ? 'Attention' : 'Warning';
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', text: escaped(subject), weight: 'Bolder', size: 'Medium', wrap: true, color },
      { type: 'TextBlock', text: escaped(text).replaceAll('\n', '\n\n'), wrap: true },
    ],
    actions: link === null ? [] : [{ type: 'Action.OpenUrl', title: 'See it in Fettle', url: link }],
  };
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }];
  return { url, headers: {}, body: JSON.stringify({ type: 'message', attachments }) };
};

/** A card reads Markdown. */
const escaped = (text: string) => text.replaceAll(/[\\`*_[\]()#<>~|]/g, String.raw`\$&`);
