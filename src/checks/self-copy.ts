import { type Check, pass } from './define.ts';
import { are, quoted, tallyText } from './wording.ts';

export const selfCopy: Check = {
  meta: {
    id: 'self-copy',
    title: 'The backup is another directory than the primary, with files of its own',
    failTitle: 'The backup is, or lies within, the primary itself',
    severity: 'error',
    category: 'independence',
    rationale:
      'A bind mount, a symbolic link or a hard link makes one set of files look like two. A backup inside the tree that it backs up is deleted with it.',
    remediation: 'Give the backup a directory of its own, on another disk of another machine.',
    whenToWaive: 'Never; this is no copy.',
    references: ['NIST SP 800-53 CP-6(1)'],
    examples: [
      { title: 'the backup lies apart', verdict: 'pass', given: {} },
      {
        title: 'the backup is the primary, mounted elsewhere',
        verdict: 'fail',
        given: { backup: { placement: 'same-directory' } },
      },
      {
        title: 'the backup lies inside the primary',
        verdict: 'fail',
        given: { backup: { placement: 'inside-primary' } },
      },
    ],
  },
  judgeBackup({ backup, comparison }) {
    const id = quoted(backup.id);
    if (backup.placement === 'same-directory') {
      return {
        verdict: 'fail',
        severity: 'critical',
        message: `${id} is the primary's own directory under another name. There is no copy.`,
        remedy: 'Give the backup a directory of its own, on another disk of another machine.',
      };
    }
    if (backup.placement === 'inside-primary' || backup.placement === 'around-primary') {
      const how = backup.placement === 'inside-primary' ? 'lies inside the primary' : 'contains the primary';
      return {
        verdict: 'fail',
        message: `${id} ${how}. Who deletes the one tree deletes the other.`,
        remedy: 'Move the backup to another disk of another machine.',
      };
    }
    const linked = comparison?.linked;
    if (linked === undefined || linked.entries === 0) return pass(`${id} lies apart from the primary.`);
    return {
      verdict: 'fail',
      message: `${tallyText(linked)} at ${id} ${are(linked)} no copy but the primary's own file under another name (a hard link).`,
      remedy: 'Copy them instead of linking them.',
    };
  },
};
