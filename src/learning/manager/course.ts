import { embeddedReaders } from '../reader';
import type { Reader, Stream } from '../types';
import { Asking } from './asking';
import { WorkingBank, type IdfKind } from './workingBank';

/** A stream with what it takes to keep a bank of it and to ask about it. */
export interface Course {
  readonly stream: Stream;
  readonly bank: WorkingBank;
  readonly asking: Asking;
  /** The frozen Answer Agent; of several, each answers every question. */
  readonly readers: readonly Reader[];
}

export interface CourseOptions {
  /** Word to probability in ordinary text; the prior of IDF. */
  readonly background: ReadonlyMap<string, number>;
  /** Default: the embedded ones, one that ignores time and one that prefers what is newer. */
  readonly readers?: (stream: Stream) => readonly Reader[];
  /** Default: as in the product. */
  readonly idf?: IdfKind;
  /** What the answer step has room for, in tokens. */
  readonly budgetTokens?: number;
}

export function openCourse(stream: Stream, { background, readers, idf, budgetTokens }: CourseOptions): Course {
  return {
    stream,
    bank: new WorkingBank(stream, background, idf),
    asking: new Asking(stream, background, budgetTokens === undefined ? {} : { budgetTokens }),
    readers: readers?.(stream) ?? embeddedReaders(stream.facts, background),
  };
}
