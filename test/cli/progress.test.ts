import { describe, expect, it } from 'vitest';
import { createProgressLine, progressText } from '../../src/cli/progress.ts';

const HALF = { dataset: 'website', phase: 'comparing', entries: 5_000, bytesRead: 50_000_000, share: 0.5 } as const;

describe('the progress line', () => {
  it('tells what is done, how fast, and about how long it still takes', () => {
    expect(progressText(HALF, 10_000)).toBe('website: 5,000 entries, 500/s, 50 MB read, 5.0 MB/s, about 10s left');
  });

  it('guesses no time while too little is done', () => {
    expect(progressText({ ...HALF, share: 0.01 }, 10_000)).not.toContain('left');
    expect(progressText(HALF, 1_000)).not.toContain('left');
  });

  it('says that copies are being opened', () => {
    expect(progressText({ ...HALF, phase: 'opening' }, 0)).toBe('website: opening');
  });

  it('stays on one line of the terminal and lets no name write escapes, and goes away without a trace', () => {
    const written: string[] = [];
    const line = createProgressLine(
      (text) => written.push(text),
      30,
      () => 0,
    );

    line.update({ ...HALF, dataset: '顧客サイト\x1b[31m\n' });
    line.clear();
    line.clear();

    expect(written).toEqual([expect.stringMatching(/^\r\x1b\[2K顧客サイト\\x1b\[31m/), '\r\x1b[2K']);
    expect(written[0]).not.toContain('\n');
  });
});
