/** The part of JavaScript's own WebAssembly that is used; Node's types leave it to those of browsers. */
interface WebAssemblyHere {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/**
 * A WebAssembly program of ours, made by scripts/build-wasm.ts, ready to be called. It imports nothing: what it does it does
 * in a memory of its own. @returns what it exports @throws Error where this JavaScript has none, as with `--jitless`
 */
export function instantiate(base64: string): unknown {
  const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyHere };
  if (WebAssembly === undefined) {
    throw new TypeError('This Node runs without WebAssembly (--jitless): start it without that flag.');
  }
  return new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(base64, 'base64'))).exports;
}
