import { findAll, type Range } from './range';

const HASHES: readonly RegExp[] = [
  // Modular crypt: /etc/shadow, htpasswd, Argon2, scrypt, WordPress
  /(?<![\w$])\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|md5|sha1|argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*|P|H|S)\$[./A-Za-z0-9$=,+-]{18,}/g,
  /\bpbkdf2_sha(?:1|256|512)\$\d+\$[./A-Za-z0-9+=]+\$[./A-Za-z0-9+=]{16,}|\b(?:bcrypt_sha256|argon2|scrypt)\$[./A-Za-z0-9$=,+-]{24,}/g, // Django
  /\bSCRAM-SHA-(?:1|256)\$\d+:[A-Za-z0-9+/=$:]{30,}|(?<=['":\s])md5[0-9a-f]{32}(?=['"\s]|$)/g, // PostgreSQL
  /\{(?:SSHA|SHA|SMD5|MD5|SSHA256|SSHA512|CRYPT|PBKDF2)\}(?<secret>[A-Za-z0-9+/=$.]{16,})/dg, // LDAP, htpasswd
  /(?<=\b[\w.-]+:)\*[0-9A-F]{40}\b/g, // MySQL
  /(?<=^[\w.-]{1,32}:\d{1,6}:)[0-9a-f]{32}:[0-9a-f]{32}(?=:::)/gim, // Windows SAM
  /\$ANSIBLE_VAULT;[\d.]+;AES256[^\n]*\n(?<secret>(?:\s*[0-9a-f]{40,}\n?)+)/dg,
];

/** Hashed passwords: who has them can try passwords at home. */
export function findPasswordHashes(text: string): Range[] {
  return HASHES.flatMap((pattern) => findAll(text, pattern));
}
