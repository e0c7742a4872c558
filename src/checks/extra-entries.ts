import { type Check, pass } from './define.ts';
import { quoted, tallyText } from './wording.ts';

export const extraEntries: Check = {
  meta: {
    id: 'extra-entries',
    title: 'The backup holds nothing that the primary does not have',
    failTitle: 'The backup holds entries that the primary does not have',
    severity: 'warning',
    category: 'content',
    rationale:
      'Entries that only the backup has were deleted at the primary, or belong to somebody else. In 2012 an unverified recovery put files into the areas of the wrong customers.',
    remediation: 'Look at the names: find out whether they were deleted on purpose or come from another dataset.',
    whenToWaive: 'Where the backup keeps what was deleted, on purpose; better, set `expect.extra` to `allow`.',
    references: [],
    examples: [
      { title: 'extra entries are allowed', verdict: 'not-applicable', given: {} },
      {
        title: 'they are to be warned about, and there are none',
        verdict: 'pass',
        given: { expect: { extra: 'warn' } },
      },
      {
        title: 'extra entries are to be warned about',
        verdict: 'fail',
        given: { expect: { extra: 'warn' }, judged: { extra: { entries: 2, bytes: 200, samples: [] } } },
      },
    ],
  },
  judgeComparison({ backup, expect }, { extra }) {
    const id = quoted(backup.id);
    if (expect.extra === 'allow')
      return { verdict: 'not-applicable', message: `${id} may hold what the primary does not have.` };
    if (extra.entries === 0) return pass(`${id} holds nothing that the primary does not have.`);
    return {
      verdict: 'fail',
      severity: expect.extra === 'fail' ? 'error' : 'warning',
      message: `${id} holds ${tallyText(extra)} that the primary does not have.`,
      remedy: 'Look whether they were deleted at the primary on purpose, or belong to another dataset.',
    };
  },
};
