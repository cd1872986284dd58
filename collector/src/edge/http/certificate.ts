/** What the server shows to those who connect. Where it comes from is the commands' business. */
export interface Certificate {
  /** PEM */
  readonly key: string;
  /** PEM: the server's certificate first, then those up to its CA. */
  readonly chain: string;
}

export interface CertificateSource {
  readonly current: Certificate;
  /** Somebody else vouches for it, so that a browser may be told never to come without TLS again. */
  readonly vouched: boolean;
  /** Looks for a newer one, or makes it when its time comes. @returns whether `current` is another now */
  refresh(now: number): Promise<boolean>;
}
