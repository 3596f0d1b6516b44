/** Whether one answer says yes and the other no. */
export function turnsRound(plain: string, other: string): boolean {
  const verdict = verdictOf(plain);
  const otherVerdict = verdictOf(other);
  return verdict !== undefined && otherVerdict !== undefined && verdict !== otherVerdict;
}

/** "yes" or "no", where an answer begins with it. "No reason was recorded" is neither. */
export function verdictOf(answer: string): 'yes' | 'no' | undefined {
  const [, verdict] = /^(yes|no)\b(?!\s+\p{Ll})/iu.exec(answer) ?? [];
  return verdict === undefined ? undefined : verdict.toLowerCase() === 'yes' ? 'yes' : 'no';
}
