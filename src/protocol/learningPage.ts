import type { LearningState } from './learning';

/** Everything that the buttons of the Learning page can mean; the host maps each to what it does. Nothing else can be run from the page. */
export type LearningAct =
  | 'train'
  | 'stop'
  /** Declines weights that won: those of before answer again. */
  | 'keepOld'
  /** Puts weights that won, and were declined, to use after all. */
  | 'useNew'
  /** Back to what answered before the last switch. */
  | 'goBack'
  | 'useShipped'
  | 'review'
  | 'scan'
  | 'showLog'
  | 'openFolder'
  | 'manageTrust';

/** Why nothing can be learned here now, and what to do about it. */
export interface Obstacle {
  readonly text: string;
  readonly action?: { readonly label: string; readonly act: LearningAct };
}

export interface LearningPageState {
  /** Grows with every snapshot, so that a late one is dropped. */
  readonly revision: number;
  /** Name of the project, where the window has several. */
  readonly project?: string;
  /** Absent while there is no project, or its bank cannot be opened. */
  readonly learning?: LearningState;
  /** False in Restricted Mode: the page shows, and changes nothing. */
  readonly canChange: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** What the Learning page may ask of the extension. */
export type LearningPageToHost = {
  /** The page is ready and wants its state. */
  ready: () => LearningPageState;
  act: (params: { readonly act: LearningAct }) => void;
};

/** What the extension tells the Learning page. */
export type HostToLearningPage = {
  state: (state: LearningPageState) => void;
};
