import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writePlaces } from '../markers';
import { bandOf, drawPlot, thinned } from '../plots';
import type { LearningCurve, Reliability, Results } from './parts';
import { productTable } from './products';
import { ablationText, answerText, calibrationText, chatsText, curvesText, mainText, speedText } from './texts';

/** Writes the tables of committed results into a page, between the markers of each part, and draws the plots. */
export function writeReport(results: Results, page: string, plots: string): void {
  const { main, chats, answers, curves, calibration, ablations, products, speed } = results;
  writePlaces(page, {
    ...(main && { 'policies: main': mainText(main) }),
    ...(chats && { 'policies: chats': chatsText(chats) }),
    ...(answers && { 'policies: answers': answerText(answers.rows) }),
    ...(curves && { 'policies: curves': curvesText(curves.curves) }),
    ...(calibration && { 'policies: calibration': calibrationText(calibration.decisions) }),
    ...(ablations && { 'policies: ablations': ablationText(ablations.rows) }),
    ...(products && { 'policies: products': productTable(products.rows) }),
    ...(speed && { 'policies: speed': speedText(speed) }),
  });
  mkdirSync(plots, { recursive: true });
  if (curves) {
    writeFileSync(path.join(plots, 'learning-manager.svg'), curvePlot('Memory Manager', curves.curves));
    writeFileSync(path.join(plots, 'learning-answers.svg'), curvePlot('Answer Agent', curves.curves));
  }
  if (calibration) writeFileSync(path.join(plots, 'reliability.svg'), reliabilityPlot(calibration.decisions));
}

/** Points of a curve: enough to see its shape. */
const POINTS = 40;

function curvePlot(agent: LearningCurve['agent'], curves: readonly LearningCurve[]): string {
  const own = curves.filter((curve) => curve.agent === agent);
  return drawPlot({
    title: `${agent}: reward while it learns`,
    description: `Mean reward of the rollouts of each part of the training, mean over seeds, with the least and the greatest seed as a band: ${own.map(({ algorithm }) => algorithm.toUpperCase()).join(' and ')}.`,
    x: 'part of the training, %',
    y: 'reward',
    curves: own.map(({ algorithm, rewards }) =>
      bandOf(
        `${algorithm.toUpperCase()}, ${rewards.length} seeds`,
        rewards.map((run) =>
          thinned(
            run.map((y, step) => ({ x: (100 * (step + 1)) / run.length, y })),
            POINTS,
          ),
        ),
      ),
    ),
  });
}

function reliabilityPlot(decisions: readonly Reliability[]): string {
  return drawPlot({
    title: 'Confidence of operations, and how often they are right',
    description: `Share of decisions that no other operation would have beaten, by the confidence that was told. On the dashed line confidence is what it says. Expected calibration error: ${decisions.map(({ name, error }) => `${name} ${error.toFixed(3)}`).join(', ')}.`,
    x: 'confidence told',
    y: 'share that was right',
    diagonal: true,
    range: { x: [0, 1], y: [0, 1] },
    curves: decisions.map(({ name, bins }) => ({
      name,
      points: bins.filter(({ count }) => count > 0).map(({ confidence, right }) => ({ x: confidence, y: right })),
    })),
  });
}
