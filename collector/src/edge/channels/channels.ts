import type { ChannelKind, Send } from '../../domain/notifications/index.ts';
import { type Dashboards, desktopSender } from './desktop.ts';
import { sendEmail } from './email.ts';
import { sendWebhook } from './webhook.ts';

/** How each kind of channel sends, one line each. */
export function senders(dashboards: Dashboards): Readonly<Record<ChannelKind, Send>> {
  return {
    email: sendEmail,
    webhook: sendWebhook,
    desktop: desktopSender(dashboards),
  };
}
