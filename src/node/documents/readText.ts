import { readFile } from 'node:fs/promises';
import { INJECTED_START } from '../../core/index';

/** More is no document that somebody wrote by hand; another memory's file may be larger. In bytes. */
const LARGEST = { text: 512 * 1024, json: 32 * 1024 * 1024 } as const;

/** What is in a file: its text, or why it is not read. */
export type Content = { readonly text: string } | { readonly problem: string };

/** @param file absolute; its size is looked at first */
export async function readText(file: string, sizeBytes: number, signal?: AbortSignal): Promise<Content> {
  const isJson = /\.(?:jsonl?|ndjson)$/i.test(file);
  if (sizeBytes > (isJson ? LARGEST.json : LARGEST.text)) return { problem: `too large (${megabytes(sizeBytes)})` };
  const bytes = await readFile(file, signal ? { signal } : {});
  const text = decode(bytes);
  if (text === undefined) return { problem: 'no text' };
  if (text.trim() === '') return { problem: 'empty' };
  if (text.trimStart().startsWith(INJECTED_START)) return { problem: 'written by Project Memory' };
  if (text.startsWith('{"format":"memory-r1-export"'))
    return { problem: 'an export of Project Memory, which Import reads' };
  return { text };
}

/** UTF-8, or UTF-16 with its mark; one kind of line end. Undefined for bytes that are no text. */
function decode(bytes: Buffer): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding)
    .decode(bytes)
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  const broken = text.split('\uFFFD').length - 1;
  return text.includes('\0') || broken > text.length / 100 ? undefined : text;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
