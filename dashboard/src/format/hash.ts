// pure
/** "9f3c 71e0 … a2": enough of a hash to compare by eye. */
export const shortHash = (hash: string) => `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-2)}`;
