import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** @returns 12 hex digits (48 bits): enough for a bank of a million facts to collide with a chance below 0.2 %. */
export function contentId(...parts: readonly (string | undefined)[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts.map((part) => part ?? null))))).slice(0, 12);
}
