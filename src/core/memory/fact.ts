/**
 * What a fact is about, in the reader's terms; also the groups of the Memories view.
 * `requirement`: engines and runtimes. `tool`: package manager and other tools by role. `setting`: settings and their defaults.
 * `feature`: options, methods, commands and support that came, changed or went. `convention`: how the project is worked on. `note`: what the user said.
 * `change`: what was done once, where nothing lasting was recognised in it.
 */
export const FACT_KINDS = [
  'requirement',
  'tool',
  'dependency',
  'setting',
  'feature',
  'decision',
  'convention',
  'revert',
  'note',
  'change',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** What an extractor writes: one atomic statement, with the quote it rests on. */
export interface FactDraft {
  readonly kind: FactKind;
  /** One sentence that can be read alone: "typescript was upgraded to ^5.9.2 (development dependency)". At most 300 characters. */
  readonly text: string;
  /** Verbatim from the event's text, from one of its files, or from the turns that a chat turn goes on from. */
  readonly quote: string;
  /** What the fact is about, as the project writes it: "typescript", "node", "package manager". */
  readonly subject?: string;
  /** Which property of the subject: "version", "required version", "name". With the subject it makes the key. */
  readonly attribute?: string;
  /** The value the attribute took: "^5.9.2". */
  readonly value?: string;
  /**
   * What held until then, where the event itself tells: "Telemetry was enabled when it is not configured." One sentence that can be read alone; it is
   * shown as replaced where the bank holds no older version.
   */
  readonly was?: string;
  /** True when the statement says that something no longer holds (a removal). */
  readonly ends?: true;
  /** What took the place of a removed subject, where the same event says so. */
  readonly replacedBy?: string;
  /** Full or abbreviated sha of the commit that this one reverts. */
  readonly reverts?: string;
  /** The memory that the user named (edit, delete, forget): its fact id. */
  readonly target?: string;
}

/** A draft stamped by code with its provenance. */
export interface Fact extends FactDraft {
  /** 12 hex digits from event id and content: the same event gives the same ids. It is also the id of the memory that holds it. */
  readonly id: string;
  /** Id of the event. */
  readonly event: string;
  /** The event's order and time, so that a fact can be placed without its event. */
  readonly order: number;
  readonly time: string;
  /** The language model that read it out of the event; absent where rules did. */
  readonly readBy?: string;
}

/**
 * Something that was done: it holds nothing that could end, so it replaces nothing, nothing replaces it, and nobody has to review it. It is
 * there for "when", "who" and "why"; only the revert of its commit, or the user, takes it out.
 */
export function isRecord(fact: Pick<FactDraft, 'kind'>): boolean {
  return fact.kind === 'change';
}

/** What files say of a project's make-up: versions, tools. They never say why. */
export function isState({ kind }: Pick<FactDraft, 'kind'>): boolean {
  return kind === 'dependency' || kind === 'tool' || kind === 'requirement';
}

/** The key that facts with a known subject and attribute are matched by; undefined for all others. */
export function factKey(fact: Pick<FactDraft, 'subject' | 'attribute'>): string | undefined {
  return fact.subject !== undefined && fact.attribute !== undefined
    ? `${fact.subject.toLowerCase()}\n${fact.attribute.toLowerCase()}`
    : undefined;
}

/** Earlier first. Facts of one moment keep a fixed order, so that no order of import can change the bank. */
export function byOrder(a: Fact, b: Fact): number {
  return a.order - b.order || (a.event < b.event ? -1 : a.event > b.event ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
