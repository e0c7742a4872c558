import type { CollectProgress } from '../collect/request.ts';
import { formatBytes } from '../lib/byte-size.ts';
import { splitAtWidth } from '../lib/display-width.ts';
import { formatDuration } from '../lib/duration.ts';
import { escapeHidden } from '../lib/escape.ts';

/** Below this share, what is left cannot be guessed from what was done. */
const EARLIEST_SHARE = 0.02;
const EARLIEST_MS = 2_000;
const CLEAR_LINE = '\r\x1b[2K';

export interface ProgressLine {
  update(progress: CollectProgress): void;
  /** Takes the line away again. */
  clear(): void;
}

/** One line on a terminal that is written over and over: what is done, how fast, and how long it may still take. */
export function createProgressLine(write: (text: string) => void, columns: number, nowMs: () => number): ProgressLine {
  let startedAtMs = nowMs();
  let dataset = '';
  let isShown = false;
  return {
    update(progress) {
      if (progress.dataset !== dataset) {
        dataset = progress.dataset;
        startedAtMs = nowMs();
      }
      const text = escapeHidden(progressText(progress, nowMs() - startedAtMs));
      write(CLEAR_LINE + (splitAtWidth(text, columns - 1)[0] ?? ''));
      isShown = true;
    },
    clear() {
      if (isShown) write(CLEAR_LINE);
      isShown = false;
    },
  };
}

/** The line itself. The time left is a guess from the directories that are done, and is given as one. */
export function progressText(progress: CollectProgress, elapsedMs: number): string {
  if (progress.phase === 'opening') return `${progress.dataset}: opening`;
  const seconds = Math.max(elapsedMs / 1000, 0.001);
  const entries = `${progress.entries.toLocaleString('en-US')} entries`;
  const perSecond = `${Math.round(progress.entries / seconds).toLocaleString('en-US')}/s`;
  const rate = `${formatBytes(progress.bytesRead)} read, ${formatBytes(progress.bytesRead / seconds)}/s`;
  const isTooEarly = progress.share < EARLIEST_SHARE || elapsedMs < EARLIEST_MS;
  const left = isTooEarly ? '' : `, about ${formatDuration(leftMs(progress.share, elapsedMs))} left`;
  return `${progress.dataset}: ${entries}, ${perSecond}, ${rate}${left}`;
}

/** Whole seconds, so that the line does not flicker. */
function leftMs(share: number, elapsedMs: number): number {
  return Math.ceil((elapsedMs * (1 - share)) / share / 1000) * 1000;
}
