/** Secrets for one device: X25519, HKDF-SHA-256, AES-256-GCM. Who carries them can neither read nor change them. */

/** Base64 texts: the sender's ephemeral public key, nonce, ciphertext with its tag. */
export interface Sealed {
  readonly v: 1;
  readonly key: string;
  readonly nonce: string;
  readonly box: string;
}

/** What lies within: values by `<step>.<name>`, each with the salt (base64, 32 bytes) of the order's commitment. */
export interface SealedSecrets {
  readonly secrets: Readonly<Record<string, { readonly salt: string; readonly value: string }>>;
}
