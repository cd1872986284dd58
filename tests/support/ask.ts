import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly certificate: DetailedPeerCertificate;
  readonly protocol: string | null;
}

/** Asks over HTTPS, on a connection of its own, trusting one CA only. @param ca PEM */
export async function ask(
  url: string,
  ca: string,
  options: { headers?: Record<string, string>; method?: string; body?: object } = {},
): Promise<Answer> {
  const { headers = {}, method = 'GET', body } = options;
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const asked = request(url, { ca, method, headers: { ...type, ...headers }, agent: false });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const socket = response.socket as TLSSocket;
  const [certificate, protocol] = [socket.getPeerCertificate(true), socket.getProtocol()];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body: text, certificate, protocol };
}
