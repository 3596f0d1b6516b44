/** Packages without types of their own, as far as they are used here. */

declare module 'stopword' {
  export const eng: readonly string[];
}

declare module 'wink-porter2-stemmer' {
  /** Porter2 stem of a lower-case English word. */
  export default function stem(word: string): string;
}
