/** One thing taken for another, as a statement says it. */
export interface Exchange {
  readonly old: string;
  readonly now: string;
}

/** In the order in which they are tried. */
const PATTERNS = [
  /\breplac(?:e|es|ed|ing)\s+(?<old>.+?)\s+(?:with|by|to)\s+(?<now>.+)/i,
  /^(?<old>.+?)\s+(?:was|were|is|are|has been|have been)\s+(?:replaced|superseded)\s+(?:with|by)\s+(?<now>.+)/i,
  /\brenam(?:e|es|ed|ing)\s+(?<old>.+?)\s+(?:to|as|->|=>|→)\s+(?<now>.+)/i,
  /^(?<old>.+?)\s+(?:was|were|is|are|has been|have been)\s+renamed\s+(?:to|as)\s+(?<now>.+)/i,
  /\b(?:switch|migrat|mov|chang|transition|port|convert|turn)(?:e|es|ed|ing|s)?\s+(?:\S+\s+){0,4}?(?:away\s+)?from\s+(?<old>.+?)\s+(?:to|into)\s+(?<now>.+)/i,
  /\b(?:drop|remov|ditch|deprecat|replac|abandon)\w*\s+(?<old>.+?)\s+in\s+favou?r\s+of\s+(?<now>.+)/i,
  /\b(?:us|prefer|adopt|pick)\w*\s+(?<now>.+?)\s+(?:instead of|rather than|in place of|over)\s+(?<old>.+)/i,
  /\b(?:swap|exchang)\w*\s+(?:out\s+)?(?<old>.+?)\s+(?:for|with)\s+(?<now>.+)/i,
  /^(?<old>\S+)\s*(?:->|=>|→)\s*(?<now>\S+)/,
];

/** @returns what was there and what is there now; undefined when the statement tells of no exchange */
export function findExchange(statement: string): Exchange | undefined {
  for (const pattern of PATTERNS) {
    const { old, now } = pattern.exec(statement)?.groups ?? {};
    if (old !== undefined && now !== undefined) return { old, now: now.split(STOP, 1)[0] ?? now };
  }
  return undefined;
}

/** What follows the new thing is about something else. */
const STOP = /[.;:](?:\s|$)|\s\(|,\s|\s(?:because|since|as|so|to|for|when|where)\s/;
