/** Where a thing is signed, when this page is served by `fettle console` on the signer's own machine; else undefined. */
export function consoleOf(_kind: string, _id: string): string | undefined {
  return undefined;
}
