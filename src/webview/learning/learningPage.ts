import type { LearningState } from '../../protocol/learning';
import type {
  HostToLearningPage,
  LearningAct,
  LearningPageState,
  LearningPageToHost,
  Obstacle,
} from '../../protocol/learningPage';
import { button, fill, h, icon, linkButton, type Child } from '../dom';
import { visible } from '../../protocol/words';
import { connect } from '../host';
import { TEXTS } from '../texts';
import { announcementOf } from './announcement';
import { changedQuestions } from './changedQuestions';
import { chart } from './chart';
import type { ChartGiven } from './chartScale';
import { comparisonTable } from './comparison';
import { inUseSentences, originSentence, problemsOf, verdictOf, waysBack, type Tone } from './verdict';

const ICONS: Readonly<Record<Tone, string>> = {
  none: 'mortar-board',
  running: 'sync',
  good: 'pass-filled',
  same: 'info',
  failed: 'error',
};

/** Read without the extension: these change nothing. */
const READING: ReadonlySet<LearningAct> = new Set(['review', 'showLog']);

/** What was learned on this project, how a training goes on, and the way back. */
export function openLearningPage(app: HTMLElement): void {
  const { host, saved } = connect<LearningPageToHost, HostToLearningPage>({ state: (state) => show(state) });
  const run = (act: LearningAct): void => host.notify('act', { act });
  let state: LearningPageState | undefined;
  /** The list of questions is open. */
  let isOpen = saved.load().changed === true;
  /** In pixels. */
  let width = 0;

  const live = h('div', { class: 'sr', role: 'status', 'aria-live': 'polite' });
  const banner = h('div', { class: 'banner', role: 'alert', hidden: true });
  const project = h('p', { class: 'sub', hidden: true });
  const verdict = h('div', { class: 'verdict', tabindex: '-1', hidden: true });
  const progress = h('progress', { 'aria-label': TEXTS.learning, hidden: true });
  const buttons = h('div', { class: 'buttons', hidden: true });
  const inUse = h('div', { class: 'inuse', hidden: true });
  const curve = h('section', { hidden: true, 'aria-label': TEXTS.rightAnswers });
  const table = h('div', { hidden: true });
  const origin = h('p', { class: 'sub origin', hidden: true });
  const changed = h('section', {
    class: 'changed',
    tabindex: '-1',
    hidden: true,
    'aria-label': TEXTS.changedQuestions,
  });
  const page = h('div', { class: 'learning' });
  app.classList.add('scroll');
  app.append(page);
  page.append(
    ...[h('h1', {}, TEXTS.learning), project, banner, verdict, progress, buttons, inUse],
    ...[curve, table, origin, changed, live],
  );
  // The chart is drawn in pixels, so that its words keep their size in a narrow panel.
  new ResizeObserver(([entry]) => {
    width = Math.floor(entry?.contentRect.width ?? 0);
    renderChart();
  }).observe(page);

  function show(given: LearningPageState): void {
    if (given.revision < (state?.revision ?? 0)) return;
    const said = given.learning && announcementOf(state?.learning, given.learning);
    if (said !== undefined) live.textContent = said;
    state = given;
    render();
  }

  function render(): void {
    if (!state) return;
    const { learning, obstacles, canChange } = state;
    const hadFocus = document.activeElement;
    fill(project, state.project ?? '', () => [state?.project !== undefined && visible(state.project)]);
    fill(banner, JSON.stringify(obstacles), () => obstacles.map((obstacle) => obstacleView(obstacle)));
    renderVerdict(learning, canChange, obstacles.length > 0);
    renderChart();
    const last = learning?.running ? undefined : learning?.last;
    fill(table, JSON.stringify(last?.rows ?? []), () => [last && last.rows.length > 0 && comparisonTable(last.rows)]);
    fill(origin, last ? originSentence(last) : '', () => [last && originSentence(last)]);
    renderChanged(learning);
    // The button that was pressed may be gone.
    if (hadFocus instanceof HTMLElement && hadFocus !== document.body && !hadFocus.isConnected) verdict.focus();
  }

  function renderVerdict(learning: LearningState | undefined, canChange: boolean, isHindered: boolean): void {
    const { tone, headline, more, acts } = learning
      ? verdictOf(learning)
      : { tone: 'none' as const, headline: isHindered ? '' : TEXTS.loading, more: [], acts: [] };
    verdict.className = `verdict ${tone}`;
    fill(verdict, JSON.stringify([tone, headline, more]), () =>
      headline === ''
        ? []
        : [
            icon(ICONS[tone]),
            h(
              'p',
              {},
              h('strong', {}, visible(headline)),
              more.map((sentence) => ` ${visible(sentence)}`),
            ),
          ],
    );
    renderProgress(learning);
    const offered = acts.filter(({ act }) => canChange || READING.has(act));
    const canShow = canShowChanged(learning);
    fill(buttons, JSON.stringify([offered, canShow, isOpen]), () => [
      ...offered.map(({ act, label }, i) => button(label, () => run(act), { primary: i === 0 && act !== 'keepOld' })),
      canShow && changedButton(),
    ]);
    const used = learning ? [...inUseSentences(learning.inUse)] : [];
    const problems = learning ? problemsOf(learning.inUse) : [];
    const back = learning && canChange ? waysBack(learning) : [];
    fill(inUse, JSON.stringify([used, problems, back]), () => [
      used.length > 0 && h('p', {}, used.join(' ')),
      ...problems.map((problem) => h('p', { class: 'note' }, icon('warning'), h('span', {}, visible(problem)))),
      back.length > 0 &&
        h(
          'p',
          { class: 'ways' },
          back.map(({ act, label }) => linkButton(label, () => run(act))),
        ),
    ]);
  }

  function renderProgress(learning: LearningState | undefined): void {
    const running = learning?.running;
    progress.hidden = !running;
    if (!running) return;
    progress.max = Math.max(1, running.steps);
    if (running.phase === 'training') progress.value = running.step;
    else progress.removeAttribute('value'); // nobody can tell how long that takes
  }

  function renderChart(): void {
    const learning = state?.learning;
    const given = learning && chartOf(learning);
    const isKnown = given !== undefined && given.curve.length > 0 && width > 0;
    fill(curve, isKnown ? JSON.stringify([given, width]) : '', () => {
      if (!isKnown) return [];
      const labels = { curve: TEXTS.newWeights, before: learning ? beforeName(learning) : '' };
      return [h('h2', {}, TEXTS.rightAnswers), chart(given, width, labels)];
    });
  }

  function changedButton(): HTMLElement {
    const toggle = button(isOpen ? TEXTS.hideChanged : TEXTS.showChanged, () => {
      isOpen = !isOpen;
      saved.save({ changed: isOpen });
      render();
      if (isOpen) changed.focus();
    });
    toggle.setAttribute('aria-expanded', String(isOpen));
    return toggle;
  }

  function renderChanged(learning: LearningState | undefined): void {
    const last = learning?.last;
    const isShown = isOpen && canShowChanged(learning);
    const isLost = !learning?.running && last?.changed.length === 0 && last.better + last.worse > 0;
    fill(changed, JSON.stringify([isShown && last?.changed, isLost]), (): Child[] => {
      if (isLost) return [h('p', { class: 'sub' }, TEXTS.changedNotKept)];
      return isShown && last ? [h('h2', {}, TEXTS.changedQuestions), ...changedQuestions(last.changed)] : [];
    });
  }

  function obstacleView({ text, action }: Obstacle): HTMLElement {
    return h(
      'div',
      { class: 'notice' },
      icon('warning'),
      h('span', { class: 'grow' }, visible(text)),
      action && linkButton(action.label, () => run(action.act)),
    );
  }

  host.call('ready').then(show, (error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    fill(banner, text, () => [obstacleView({ text, action: { label: TEXTS.showLog, act: 'showLog' } })]);
  });
}

function canShowChanged(learning: LearningState | undefined): boolean {
  return !learning?.running && (learning?.last?.changed.length ?? 0) > 0;
}

/** What new weights are compared with. Where they won and answer, only the way back knows what that was. */
function beforeName({ running, last, inUse }: LearningState): string {
  if (!running && last?.outcome === 'won') return TEXTS.oldWeights;
  const isRule = inUse.manager.source === 'rule' && inUse.distillation.source === 'rule';
  return isRule ? TEXTS.rule : TEXTS.currentWeights;
}

/** Of the training that runs, else of the last one. */
function chartOf({ running, last }: LearningState): ChartGiven | undefined {
  if (running) {
    const { curve, before, steps } = running;
    return { curve, steps, ...(before && { before }) };
  }
  if (!last) return undefined;
  const before = last.rows[0]?.before;
  return { curve: last.curve, steps: last.curve.at(-1)?.step ?? 0, ...(before && { before }) };
}
