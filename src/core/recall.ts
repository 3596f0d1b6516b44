import type { Answer, RecallHit } from './answer/answer';
import { KnownError } from './base/errors';
import { silentLogger, type Logger } from './base/logger';
import type { LanguageModel } from './llm/languageModel';
import type { Redactor } from './memory/clean';
import type { Memory } from './memory/memory';
import type { DistillPolicy } from './policies/policy';
import type { ProjectMemory } from './projectMemory';
import type { Embedder, VectorIndex, VectorStore } from './retrieval/embedder';
import { Retriever, type RetrievalWeights } from './retrieval/retriever';
import { findAnswer, type AnswerDeps, type FoundAnswer } from './answer/ask';
import { isSaid } from './answer/fits';
import { inPresent, readPast } from './answer/period';
import { Wording } from './answer/worded';

export interface RecallDeps {
  readonly memory: ProjectMemory;
  /** Word to probability in ordinary text; may be empty. */
  readonly background: ReadonlyMap<string, number>;
  readonly clock: () => Date;
  /** What the project is called. */
  readonly ownName?: string;
  /** Default: those of the product. */
  readonly weights?: RetrievalWeights;
  /** Default: the rule. */
  readonly policy?: DistillPolicy;
  /** Which memories are found by meaning, too. Default: what was said in chats and notes; statements from commits are found as well by words. */
  readonly embeds?: (memory: Memory) => boolean;
  /** Without, recall goes by words alone. */
  readonly dense?: Dense;
  /** Cleans what a model is shown, the question first. Without it no model is asked. */
  readonly redactor?: Redactor;
  /** Default: silent. */
  readonly logger?: Logger;
}

/** What finding by meaning takes: all three of one model. */
export interface Dense {
  readonly embedder: Embedder;
  readonly vectors: VectorStore;
  readonly createIndex: (expected: number) => Promise<VectorIndex>;
}

/** How many texts are embedded between two writes of their vectors. */
const EMBED_BATCH = 64;

/** Finds memories and answers from them. Follows the memory's changes by itself; vectors come later, when `embedMissing` is run. */
export class Recall {
  readonly #deps: RecallDeps;
  readonly #retriever: Retriever;
  readonly #subscription: { dispose(): void };
  /** Memory id to the text whose vector stands in the index. */
  readonly #indexed = new Map<string, string>();
  readonly #hasVector = (id: string): boolean => this.#indexed.has(id);
  readonly #wording: Wording | undefined;
  #dense: Dense | undefined;
  #index: VectorIndex | undefined;
  #memories: readonly Memory[] | undefined;
  /** The memories that the index was last brought in line with. */
  #vectorsOf: readonly Memory[] | undefined;
  #branch: string | undefined;
  /** Of the newest event behind these memories. */
  #asOf: string | undefined;
  /** The last past time that was asked about. */
  #past: Past | undefined;

  constructor(deps: RecallDeps) {
    this.#deps = deps;
    this.#retriever = newRetriever(deps);
    this.#dense = deps.dense;
    this.#wording = deps.redactor && new Wording({ redactor: deps.redactor, clock: deps.clock });
    this.#subscription = deps.memory.onDidChange(() => {
      this.#memories = undefined;
      this.#past = undefined;
    });
  }

  /**
   * Answers from what holds now; where the question names a past time, from what held then. In the words of a language model, where there is one that may.
   * @param limit candidates, at most 60
   * @param model words the answer; it needs `RecallDeps.redactor`, too. Default: none
   * @throws the signal's reason; a model that fails leaves the plain answer
   */
  async ask(question: string, limit: number, signal?: AbortSignal, model?: LanguageModel): Promise<Answer> {
    const start = this.#deps.clock().getTime();
    const { found, asOf } = await this.#find(question, limit, signal);
    const answer = model && this.#wording ? await this.#wording.word(question, found, model, signal) : found.answer;
    if (answer.problem !== undefined)
      this.#log(`The plain answer stands, not that of ${model?.name ?? 'the model'}: ${answer.problem}`);
    return this.#timed(answer, asOf, start);
  }

  /**
   * Answers from what held at the end of a day, month or year ("2024-03-12", "2024-03", "2024"). By words alone: vectors are those of today's texts.
   * @throws KnownError 'usage' for what is no date
   */
  askAsOf(question: string, asOf: string, limit: number): Answer {
    const start = this.#deps.clock();
    const { answer } = this.#findPast(readPast(question, start)?.question ?? question, asOf, limit);
    return this.#timed(answer, asOf, start.getTime());
  }

  async recall(query: string, limit: number, signal?: AbortSignal): Promise<RecallHit[]> {
    await this.#sync();
    const vector = await this.#embed(query, signal);
    const found = this.#retriever.retrieve(query, {
      limit,
      ...(vector && this.#index && { vector, index: this.#index, isEmbedded: this.#hasVector }),
    });
    return found.map(({ memory, score }) => ({ memory, score }));
  }

  /** How many vectors the index holds. */
  get indexed(): number {
    return this.#indexed.size;
  }

  /** How many memories are found by words only, because their vectors are not computed yet. */
  get unembedded(): number {
    return this.#missing().length;
  }

  /** Computes the vectors that are missing. Can be cancelled; what was computed stays. */
  async embedMissing(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<void> {
    const dense = this.#dense;
    if (!dense) return;
    const texts = this.#missing();
    for (let at = 0; at < texts.length; at += EMBED_BATCH) {
      const batch = texts.slice(at, at + EMBED_BATCH);
      const vectors = await dense.embedder.embed(batch, signal);
      if (dense !== this.#dense) return;
      await dense.vectors.put(batch.flatMap((text, i) => (vectors[i] ? [{ text, vector: vectors[i] }] : [])));
      onProgress?.(Math.min(at + EMBED_BATCH, texts.length), texts.length);
    }
    if (texts.length > 0) this.#vectorsOf = undefined;
  }

  /** From now on by another model, or by words alone; `embedMissing` computes what it does not know yet. */
  useDense(dense: Dense | undefined): void {
    this.#dense = dense;
    this.forgetIndex();
  }

  /** The next question builds the index anew. */
  forgetIndex(): void {
    this.#index?.dispose();
    this.#index = undefined;
    this.#indexed.clear();
    this.#vectorsOf = undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.forgetIndex();
  }

  async #find(question: string, limit: number, signal: AbortSignal | undefined): Promise<Timed> {
    const past = readPast(question, this.#deps.clock());
    if (past?.about === 'state') return { found: this.#findPast(past.question, past.period, limit), asOf: past.period };
    const ofChange = past && (await this.#findNow(past.question, limit, signal));
    const found = isOf(past?.period, ofChange) ? ofChange : await this.#findNow(question, limit, signal);
    return { found, asOf: this.#asOf };
  }

  async #findNow(question: string, limit: number, signal: AbortSignal | undefined): Promise<FoundAnswer> {
    const memories = await this.#sync();
    const vector = await this.#embed(question, signal);
    const dense = vector && this.#index && { vector, index: this.#index, isEmbedded: this.#hasVector };
    return findAnswer(question, { retriever: this.#retriever, memories, limit, ...this.#answering, ...dense });
  }

  #findPast(question: string, period: string, limit: number): FoundAnswer {
    const { retriever, memories } = this.#pastOf(period);
    return findAnswer(inPresent(question), { retriever, memories, limit, period, ...this.#answering });
  }

  #timed(answer: Answer, asOf: string | undefined, start: number): Answer {
    return { ...answer, ...(asOf !== undefined && { asOf }), ms: this.#deps.clock().getTime() - start };
  }

  #log(message: string): void {
    (this.#deps.logger ?? silentLogger).info(message);
  }

  /** Reading and indexing a past bank takes longer than asking it; one question about a time is often followed by another. */
  #pastOf(period: string): Past {
    const { memory } = this.#deps;
    const { branch } = memory;
    if (this.#past?.period !== period || this.#past.branch !== branch)
      this.#past = { period, branch, memories: memory.memories(period), retriever: newRetriever(this.#deps) };
    return this.#past;
  }

  get #answering(): Pick<AnswerDeps, 'policy' | 'clock' | 'ownName'> {
    const { clock, policy, ownName } = this.#deps;
    return { clock, ...(policy && { policy }), ...(ownName !== undefined && { ownName }) };
  }

  async #sync(): Promise<readonly Memory[]> {
    const memories = this.#current();
    this.#retriever.sync(memories);
    if (this.#vectorsOf !== memories) await this.#syncIndex(memories);
    return memories;
  }

  #current(): readonly Memory[] {
    const { memory } = this.#deps;
    if (!this.#memories || this.#branch !== memory.branch) {
      this.#memories = memory.memories();
      this.#branch = memory.branch;
      this.#asOf = memory.newestEvent;
    }
    return this.#memories;
  }

  async #syncIndex(memories: readonly Memory[]): Promise<void> {
    const dense = this.#dense;
    if (!dense) return;
    const embedded = memories.filter((memory) => this.#isEmbedded(memory));
    const index = this.#index ?? (await dense.createIndex(embedded.length));
    if (dense !== this.#dense) return; // another model came meanwhile
    this.#index = index;
    const left = new Set(this.#indexed.keys());
    for (const memory of embedded) {
      const text = spoken(memory);
      left.delete(memory.id);
      if (this.#indexed.get(memory.id) === text) continue;
      const vector = dense.vectors.get(text);
      if (!vector) continue;
      this.#index.set(memory.id, vector);
      this.#indexed.set(memory.id, text);
    }
    for (const id of left) {
      this.#index.delete(id);
      this.#indexed.delete(id);
    }
    this.#vectorsOf = memories;
  }

  /** Versions that were superseded are found by words and through their successors. */
  #isEmbedded(memory: Memory): boolean {
    const { embeds = isSaid } = this.#deps;
    return memory.state !== 'superseded' && memory.ending?.forgotten !== true && embeds(memory);
  }

  /** Texts without a vector. */
  #missing(): string[] {
    const vectors = this.#dense?.vectors;
    if (!vectors) return [];
    const texts = new Set(
      this.#current()
        .filter((memory) => this.#isEmbedded(memory))
        .map(spoken),
    );
    return [...texts].filter((text) => vectors.get(text) === undefined);
  }

  /** @returns nothing where the embedder fails: whoever made it knows why, and words alone find, too */
  async #embed(text: string, signal: AbortSignal | undefined): Promise<Float32Array | undefined> {
    const dense = this.#dense;
    if (!dense || !this.#index || this.#index.size === 0) return undefined;
    try {
      const [vector] = await dense.embedder.embed([text], signal);
      return dense === this.#dense ? vector : undefined;
    } catch (error) {
      if (KnownError.is(error)) return undefined;
      throw error;
    }
  }
}

/** An answer, and of when it is. */
interface Timed {
  readonly found: FoundAnswer;
  readonly asOf: string | undefined;
}

/** The change that an answer tells of happened in a period. */
function isOf(period: string | undefined, found: FoundAnswer | undefined): found is FoundAnswer {
  return period !== undefined && found?.answer.used[0]?.validFrom.startsWith(period) === true;
}

/** What held at the end of a day, month or year, ready to be asked. */
interface Past {
  readonly period: string;
  readonly branch: string | undefined;
  readonly memories: readonly Memory[];
  readonly retriever: Retriever;
}

function newRetriever({ background, weights, memory }: RecallDeps): Retriever {
  return new Retriever(background, weights, (source) => memory.told(source));
}

/** What a memory says now: of a deleted one, how it ended. */
function spoken(memory: Memory): string {
  return memory.ending?.text ?? memory.text;
}
