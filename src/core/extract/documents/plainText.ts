/** Markdown as one reads it: without emphasis, links as their text, without pictures, signs and emojis at its ends. What stands in ticks stays as it is. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!\[[^[\]]*\]\([^()]*\)/g, '')
    .replace(/\[([^[\]]+)\]\((?:[^()\s]|\([^()]*\))*(?:\s+"[^"]*")?\)/g, '$1')
    .split(/(`+[^`]+`+)/)
    .map((part, index) => (index % 2 === 1 ? part : withoutMarks(part)))
    .join('')
    .replace(/\s+/g, ' ')
    .replace(ENDS, '')
    .trim();
}

/** Ticks, crosses, lights and the like. */
const ENDS =
  /^(?:[\p{Extended_Pictographic}\u{FE0F}\u{20E3}☐☑✓✔✗✘→▸•·]\s*)+|\s*(?:[\p{Extended_Pictographic}\u{FE0F}✓✔✗✘]\s*)+$/gu;

function withoutMarks(text: string): string {
  return text
    .replace(/\*\*|(?<![\w_])__(?=\S)|(?<=\S)__(?![\w_])/g, '')
    .replace(/(?<![\w*\\])\*(?=\S)([^*\n]*\S)\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_\\])_(?=\S)([^_\n]*\S)_(?![\w_])/g, '$1')
    .replace(/~~[^~]*~~/g, '')
    .replace(/<\/?[a-z][\w-]*(?:\s[^<>]*)?>/gi, '')
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1');
}
