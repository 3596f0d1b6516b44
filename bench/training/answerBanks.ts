import path from 'node:path';
import { Retriever, type ManagerPolicy } from '../../src/core/index';
import { MANY_PROJECTS, projectTasks, PROJECT_TASKS } from '../../src/learning/answer/projectTasks';
import type { AnswerTask } from '../../src/learning/answer/answerTask';
import { writtenTasks } from '../answerTasks';
import { takeIn } from '../histories';
import { openHistory } from './histories';
import { readStream, type KeptStream } from './streams';

/** Seed of the draw of questions that the Answer Agent is asked. */
const TASK_SEED = 1;

/** Questions of one history at most: eleven times as many are plenty for a thousand parameters, and training takes as long as there are questions. */
const MOST = 150;

/**
 * What the Answer Agent is asked of the banks that a Memory Manager builds from whole histories, as the product holds them: generated questions, and
 * of train histories those written by hand.
 */
export async function answerTasks(
  streams: readonly KeptStream[],
  manager: ManagerPolicy,
  background: ReadonlyMap<string, number>,
): Promise<AnswerTask[]> {
  const tasks: AnswerTask[] = [];
  const all = streams.map(readStream);
  for (const [i, stream] of all.entries()) {
    const foreign = all.filter((other) => other !== stream).flatMap(({ questions }) => questions);
    const { source } = streams[i]!;
    const history = await openHistory(source);
    const memory = await takeIn(history.events(), { background, manager });
    const memories = memory.memories();
    const retriever = new Retriever(background, undefined, (source) => memory.told(source));
    retriever.sync(memories);
    const { name, ownName } = history;
    const asked = { name, memories, retriever, ...(ownName !== undefined && { ownName }) };
    tasks.push(
      ...projectTasks(stream, asked, {
        ...PROJECT_TASKS,
        most: MOST,
        around: MANY_PROJECTS.around,
        foreign: { questions: foreign, share: MANY_PROJECTS.foreign },
        seed: TASK_SEED,
      }),
    );
    if (source.from === 'records') tasks.push(...writtenTasks(path.basename(source.place), asked));
    await memory.close();
  }
  return tasks;
}
