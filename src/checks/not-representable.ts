import { type Check, pass } from './define.ts';
import { quoted, tallyText } from './wording.ts';

export const notRepresentable: Check = {
  meta: {
    id: 'not-representable',
    title: 'Every entry of the primary is of a kind that can be compared',
    failTitle: 'Entries of the primary are of a kind that is not compared',
    severity: 'warning',
    category: 'content',
    rationale:
      'FIFOs, sockets and devices have no content that could be compared, and are never opened. A restore may still need them.',
    remediation: 'Exclude them where they come back by themselves, as sockets do.',
    whenToWaive: 'Where whatever made them makes them again.',
    references: [],
    examples: [
      { title: 'there are only files, folders and links', verdict: 'pass', given: {} },
      {
        title: 'the primary holds a socket',
        verdict: 'fail',
        given: { judged: { notRepresentable: { entries: 1, bytes: 0, samples: [] } } },
      },
    ],
  },
  judgeComparison({ backup }, judged) {
    const { notRepresentable: found } = judged;
    if (found.entries === 0) return pass('Every entry of the primary is of a kind that can be compared.');
    return {
      verdict: 'fail',
      message: `${tallyText(found)} of the primary are FIFOs, sockets or devices; whether ${quoted(backup.id)} can bring them back was not checked.`,
      remedy: 'Exclude them where whatever made them makes them again.',
    };
  },
};
