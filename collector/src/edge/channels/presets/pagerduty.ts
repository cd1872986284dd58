// pure
import { isOver, type Preset } from './preset.ts';

/** Events API v2: https://developer.pagerduty.com/docs/events-api-v2/overview/. The secret is the integration's routing key. */
export const pagerduty: Preset = (url, message, secret) => {
  const { subject, severity, device, site, time, link, key, text, incidents } = message;
  const payload = {
    summary: subject.slice(0, 1_024),
    source: device ?? 'fettle',
    severity: message.kind === 'test' ? 'info' : severity,
    timestamp: new Date(time).toISOString(),
    group: site ?? '',
    custom_details: { text: text.slice(0, 8_000) },
  };
  const body = {
    routing_key: secret ?? '',
    event_action: isOver(message) ? 'resolve' : 'trigger',
    dedup_key: incidents[0] ?? key,
    payload,
    links: link === null ? [] : [{ href: link, text: 'See it in Fettle' }],
  };
  return { url, headers: {}, body: JSON.stringify(body) };
};
