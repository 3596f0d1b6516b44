import { KnownError } from '../base/errors';
import { contentId } from '../base/ids';
import { RecentlyUsed } from '../base/recentlyUsed';
import { askModel } from '../llm/ask';
import type { LanguageModel } from '../llm/languageModel';
import type { Parsed, Prompt } from '../llm/prompt';
import type { Redactor } from '../memory/clean';
import { answerPrompt, fitMemories, type AnswerInput, type ModelAnswer, type ShownMemory } from '../prompts/answer';
import type { Answer } from './answer';
import type { FoundAnswer } from './ask';
import { chosenAnswer } from './chosen';
import { wordedAnswer } from './sameSources';
import { allMemories, usedMemories, toShown } from './shown';

export interface WordingDeps {
  /** Takes secrets out of what is sent. */
  readonly redactor: Redactor;
  readonly clock: () => Date;
}

/**
 * Lets a language model put answers into words; one that `distils` may also choose which memories answer. What it says counts only where it follows from
 * memories that it was shown: else, and where it fails, the plain answer stands, with the problem.
 */
export class Wording {
  readonly #deps: WordingDeps;
  readonly #answers = new RecentlyUsed<ModelAnswer>(MOST_REMEMBERED);

  constructor(deps: WordingDeps) {
    this.#deps = deps;
  }

  /**
   * @param question as it was asked
   * @throws the signal's reason
   */
  async word(question: string, found: FoundAnswer, model: LanguageModel, signal?: AbortSignal): Promise<Answer> {
    const plain = found.answer;
    // What follows from a key is no matter of choice.
    const mayChoose = model.trust.answers === 'distils' && found.declined !== undefined;
    // What memory does not know a model that only words is not asked about: it could but make something up.
    if (model.trust.answers === 'no' || (plain.declined && !mayChoose)) return plain;
    const used = usedMemories(found);
    const { memories, chosen } = mayChoose ? allMemories(found, used) : { memories: used, chosen: used.length };
    if (memories.length === 0) return plain;
    try {
      const shown = memories.map((memory, index) => toShown(memory, found, index < chosen));
      const input = this.#input(question, shown, chosen, found);
      const fitting = fitMemories(input, budgetOf(model));
      const clean = await withoutSecrets(question, fitting, this.#deps.redactor);
      const said = await this.#ask(model, answerPrompt({ ...input, ...clean }), signal);
      if ('problem' in said) return { ...plain, problem: said.problem };
      return mayChoose
        ? chosenAnswer(found, said.value, memories, model.name)
        : wordedAnswer(found, said.value, model.name);
    } catch (error) {
      if (!KnownError.is(error)) throw error;
      return { ...plain, problem: error.message };
    }
  }

  #input(asked: string, memories: AnswerInput['memories'], chosen: number, found: FoundAnswer): AnswerInput {
    const { period, retriever, ownName } = found.deps;
    return {
      question: asked,
      isYesNo: found.question.isYesNo,
      ...(ownName !== undefined && { ownName }),
      memories,
      chosen,
      today: this.#deps.clock().toISOString(),
      grounding: { isName: (word) => retriever.about(word).length > 0 },
      ...(period !== undefined && { period }),
    };
  }

  /** The same model shown the same gives the same answer, so it is asked once; what a memory says is part of what is shown. */
  async #ask(
    model: LanguageModel,
    prompt: Prompt<ModelAnswer>,
    signal: AbortSignal | undefined,
  ): Promise<Parsed<ModelAnswer>> {
    const key = contentId(model.name, ...prompt.messages.map(({ content }) => content));
    const known = this.#answers.get(key);
    if (known) return { value: known, dropped: [] };
    const asked = await askModel(model, prompt, signal);
    if (!('problem' in asked)) this.#answers.set(key, asked.value);
    return asked;
  }
}

/** What was remembered was clean by the rules of its own day; what is sent is, by those of today. */
async function withoutSecrets(
  question: string,
  memories: readonly ShownMemory[],
  redactor: Redactor,
): Promise<Pick<AnswerInput, 'question' | 'memories'>> {
  const given = memories.flatMap(({ text, passage = '', replaced = [] }) => [
    text,
    passage,
    ...replaced.map((before) => before.text),
  ]);
  const { texts } = await redactor.redact([question, ...given]);
  const clean = texts.values();
  const next = (): string => clean.next().value ?? '';
  return {
    question: next(),
    memories: memories.map(({ passage, replaced, ...memory }) => {
      const [text, said] = [next(), next()];
      return {
        ...memory,
        text,
        ...(passage !== undefined && { passage: said }),
        ...(replaced && { replaced: replaced.map(({ until }) => ({ text: next(), until })) }),
      };
    }),
  };
}

/** Answers that are remembered. */
const MOST_REMEMBERED = 100;

/** What an answer may cost to read: enough for sixty short memories. In tokens. */
const BUDGET = 3000;

/** The answer, and what a provider adds. In tokens. */
const RESERVED = 500;

function budgetOf({ contextTokens }: LanguageModel): number {
  return contextTokens === undefined ? BUDGET : Math.min(BUDGET, contextTokens - RESERVED);
}
