import type { CopyEvidence } from '../model/evidence.ts';
import type { Finding } from '../model/report.ts';
import type { Check, Judgement, Subject } from './define.ts';
import { checks } from './registry.ts';

/** Judges one copy by every check. A check that fails itself is an unknown of that check, and takes nothing else with it. */
export function judgeSubject(subject: Subject): readonly Finding[] {
  return checks.flatMap((check) => {
    const judgement = judge(check, subject);
    return judgement === undefined ? [] : [findingOf(check, subject, judgement)];
  });
}

function judge(check: Check, subject: Subject): Judgement | undefined {
  try {
    if (subject.kind === 'primary') return check.judgePrimary?.(subject);
    if (check.judgeBackup !== undefined) return check.judgeBackup(subject);
    if (check.judgeComparison === undefined) return undefined;
    if (subject.judged !== null) return check.judgeComparison(subject, subject.judged);
    // Why there is no comparison is a finding of its own (unreachable-copy, layout-mismatch, self-copy), never a pass.
    return {
      verdict: 'not-applicable',
      message: `Not compared: ${subject.missingBecause ?? 'no comparison was made'}.`,
    };
  } catch (error) {
    return {
      verdict: 'unknown',
      message: `The check itself failed: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: 'Report this as a defect of firebreak, with the evidence if you can share it.',
    };
  }
}

function findingOf(check: Check, subject: Subject, judgement: Judgement): Finding {
  const copy: CopyEvidence = subject.kind === 'primary' ? subject.primary : subject.backup;
  return {
    checkId: check.meta.id,
    dataset: subject.dataset.id,
    copy: copy.id,
    verdict: judgement.verdict,
    severity: judgement.severity ?? check.meta.severity,
    message: judgement.message,
    because: judgement.because ?? [],
    remedy: judgement.remedy ?? '',
    ...(copy.declaredAt === undefined ? {} : { location: copy.declaredAt }),
    fingerprint: `${check.meta.id}:${subject.dataset.id}:${copy.id}`,
  };
}
