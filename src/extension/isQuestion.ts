/** Words that a question or a request for an answer begins with. */
const BEGINNINGS =
  /^(?:(?:and|but|so|ok(?:ay)?|hi|hello|hey|please)[,\s]+)*(?:what|which|who|whom|whose|when|where|why|how|since when|until when|is|are|was|were|am|do|does|did|has|have|had|can|could|should|shall|will|would|may|might|must|isn['’]t|aren['’]t|don['’]t we|didn['’]t|doesn['’]t|show|list|tell|explain|describe|summari[sz]e|find|give me)\b/i;

/** Whether a message asks, rather than states something that is to be heard first. */
export function isQuestion(text: string): boolean {
  const trimmed = text.trim();
  return /[?？][\s"')*_`]*$/.test(trimmed) || BEGINNINGS.test(trimmed);
}
