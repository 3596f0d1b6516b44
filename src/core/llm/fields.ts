import * as z from 'zod';
import { tidy } from '../memory/clean';

/** Fields of answers, read with patience: models write numbers as strings, nothing as null, and yes as a word. */

/** Text without invisible characters; absent, null and "none" are empty. */
export const patientText = z.preprocess((value) => {
  if (value === undefined || value === null || isNothing(value)) return '';
  if (typeof value === 'string') return tidy(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}, z.string().trim());

/** A whole number: 3, 3.0, "3", "[3]", "memory 3", [3]; 0 for nothing. */
export const patientNumber = z.preprocess((value) => {
  const single: unknown = Array.isArray(value) && value.length <= 1 ? value[0] : value;
  if (single === undefined || single === null || isNothing(single)) return 0;
  if (typeof single !== 'string') return single;
  const [, digits] = /^(?!-)\D{0,12}(\d{1,4})\D?$/.exec(single.trim()) ?? [];
  return digits === undefined ? single : Number(digits);
}, z.int().min(0));

/** A list of whole numbers, each once; "1, 2" and a single one are lists, too. */
export const patientNumbers = z.preprocess((value) => {
  if (value === undefined || value === null || isNothing(value)) return [];
  if (typeof value === 'string') return value.split(/[\s,;]+|and/).filter((part) => part !== '');
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return [...new Set(list)];
}, z.array(patientNumber));

/** Yes or no. */
export const patientFlag = z.preprocess((value) => {
  if (value === undefined || value === null) return false;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return value;
  return /^(?:true|yes|1)\b/i.test(value.trim()) ? true : /^(?:false|no|none|0|)\b/i.test(value.trim()) ? false : value;
}, z.boolean());

function isNothing(value: unknown): boolean {
  return typeof value === 'string' && /^(?:|null|none|n\/a|undefined|-)$/i.test(value.trim());
}
