import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../src/evaluate.ts';
import type { CopyEvidence, Evidence } from '../src/model/evidence.ts';
import { unknown } from '../src/model/fact.ts';
import type { Policy, Waiver } from '../src/model/policy.ts';
import type { Finding, Report } from '../src/model/report.ts';
import { jsonReporter } from '../src/reporters/json.ts';
import { terminalReporter } from '../src/reporters/terminal.ts';
import { blanked, copy, domainName, refusal } from './domains/arbitrary-copies.ts';
import {
  comparisonOf,
  DAY,
  datasetOf,
  domainOf,
  evidenceOf,
  factsOf,
  HOUR,
  MINUTE,
  NOW,
  policyOf,
} from './support/evidence.ts';

/** The facts of a copy on a host and disk of its own. */
function placeOf(name: string) {
  return factsOf({
    domains: {
      volume: domainOf(`linux:volume/${name}/8:1`),
      medium: domainOf(`disk:wwid/${name}`),
      host: domainOf(`machine:uuid/${name}`),
      credential: domainOf(`key:${name}`),
    },
  });
}

const HERE = { facts: placeOf('here') };
const CLAIMED_HERE = { facts: factsOf(), claims: { host: 'a', medium: 'disk-a', site: 'tokyo', account: 'none' } };
const CLAIMED_THERE = { facts: factsOf(), claims: { host: 'b', medium: 'disk-b', site: 'osaka', account: 'none' } };

const HEALTHY = evidenceOf([datasetOf([{ copy: CLAIMED_THERE }], CLAIMED_HERE)]);
const ON_ONE_HOST = evidenceOf([datasetOf([{ copy: HERE }], HERE)]);

function findingsOf(report: Report, checkId: string): readonly Finding[] {
  return report.findings.filter((finding) => finding.checkId === checkId);
}

function waiverOf(rest: Partial<Waiver> = {}): Waiver {
  return { check: 'shared-host', reason: 'moves in March', expiresAtMs: NOW + DAY, ...rest };
}

describe('the verdict', () => {
  it('is a pass where an honest estate is complete and its claims set the copies apart', () => {
    const report = evaluate(HEALTHY, policyOf());

    expect(report.findings.filter(({ severity }) => severity === 'error' || severity === 'critical')).toEqual([]);
    expect(report).toMatchObject({ verdict: 'pass', complete: true });
  });

  it('fails where disk, host and volume are shared and no other backup is elsewhere', () => {
    const report = evaluate(ON_ONE_HOST, policyOf());

    expect(report.verdict).toBe('fail');
    expect(findingsOf(report, 'shared-disk')).toMatchObject([{ verdict: 'fail', severity: 'error' }]);
  });

  it('only warns of a shared disk where another backup lies elsewhere', () => {
    const evidence = evidenceOf([
      datasetOf([{ copy: { ...HERE, claims: { medium: 'disk-a' } } }, { copy: { facts: placeOf('there') } }], HERE),
    ]);

    const report = evaluate(evidence, policyOf());

    expect(findingsOf(report, 'shared-disk')).toMatchObject([{ copy: 'backup-1', severity: 'warning' }]);
  });

  it('counts no accidental copy as the other backup', () => {
    const elsewhere = { copy: { facts: placeOf('there'), accidental: true } };

    const report = evaluate(evidenceOf([datasetOf([{ copy: HERE }, elsewhere], HERE)]), policyOf());

    expect(findingsOf(report, 'shared-disk')).toMatchObject([{ severity: 'error' }]);
  });

  it('is not proven where only unknowns stand, and a finding wins over them', () => {
    const unproven = comparisonOf({ unverified: { entries: 1, bytes: 1, samples: [] } });
    const lost = comparisonOf({
      unverified: { entries: 1, bytes: 1, samples: [] },
      lacks: [{ class: 'absent', lastPossibleChangeMs: NOW - 9 * DAY }],
    });

    const verdicts = [unproven, lost].map(
      (comparison) =>
        evaluate(evidenceOf([datasetOf([{ copy: CLAIMED_THERE, comparison }], CLAIMED_HERE)]), policyOf()).verdict,
    );

    expect(verdicts).toEqual(['unproven', 'fail']);
  });

  it.each([
    ['a run that was cut short', { ...HEALTHY, complete: false }],
    ['no dataset at all', evidenceOf([])],
  ])('is never a pass for %s', (_name, evidence) => {
    expect(evaluate(evidence as Evidence, policyOf()).verdict).toBe('unproven');
  });

  it('fails a dataset without backup, or with none that somebody promised', () => {
    const none = evaluate(evidenceOf([datasetOf([], CLAIMED_HERE)]), policyOf());
    const accidental = evaluate(
      evidenceOf([datasetOf([{ copy: { ...CLAIMED_THERE, accidental: true } }], CLAIMED_HERE)]),
      policyOf(),
    );

    expect(findingsOf(none, 'no-backup')).toMatchObject([{ verdict: 'fail', severity: 'critical' }]);
    expect(findingsOf(accidental, 'no-backup')).toHaveLength(1);
    expect(none.verdict).toBe('fail');
  });

  it('follows --fail-on down to warnings and up to nothing', () => {
    const evidence = evidenceOf([
      datasetOf(
        [
          {
            copy: CLAIMED_THERE,
            comparison: comparisonOf({ notRepresentable: { entries: 1, bytes: 0, samples: [] } }),
          },
        ],
        CLAIMED_HERE,
      ),
    ]);

    const verdictAt = (failOn: Policy['failOn']) => evaluate(evidence, policyOf({}, { failOn })).verdict;

    expect(verdictAt('error')).toBe('pass');
    expect(verdictAt('info')).not.toBe('pass');
    expect(evaluate(ON_ONE_HOST, policyOf({}, { failOn: 'none' })).verdict).toBe('pass');
  });

  it('judges each backup by the RPO of its own', () => {
    const comparison = comparisonOf({
      lacks: [{ class: 'older', lastPossibleChangeMs: NOW - 2 * DAY, heldMs: NOW - 9 * DAY }],
    });
    const evidence = evidenceOf([
      datasetOf(
        [
          { copy: CLAIMED_THERE, comparison },
          { copy: { ...CLAIMED_THERE, id: 'weekly' }, comparison },
        ],
        CLAIMED_HERE,
      ),
    ]);
    const expect26h = policyOf().defaults;
    const policy = policyOf(
      {},
      {
        datasets: { website: { expect: expect26h, backups: { weekly: { ...expect26h, rpoMs: 8 * DAY } } } },
      },
    );

    const report = evaluate(evidence, policy);

    expect(findingsOf(report, 'stale-copy')).toMatchObject([{ copy: 'backup-1' }]);
    expect(report.datasets[0]?.backups[1]?.expect.rpoMs).toBe(8 * DAY);
  });
});

describe('waivers', () => {
  it('accept a finding until their day, and list it with them', () => {
    const waivers = [waiverOf(), waiverOf({ check: 'shared-disk' }), waiverOf({ check: 'shared-volume' })];

    const report = evaluate(ON_ONE_HOST, policyOf({}, { waivers }));

    expect(report.verdict).toBe('pass');
    expect(report.waived.map(({ checkId, waiver }) => [checkId, waiver?.reason])).toEqual([
      ['shared-disk', 'moves in March'],
      ['shared-host', 'moves in March'],
      ['shared-volume', 'moves in March'],
    ]);
  });

  it('end on their day, judged by the time of judgement and not of collection', () => {
    const waivers = [waiverOf({ expiresAtMs: NOW + DAY })];

    const report = evaluate(ON_ONE_HOST, policyOf({}, { waivers, judgedAtMs: NOW + DAY }));

    expect(report.waived).toEqual([]);
    expect(findingsOf(report, 'waiver-expired')).toMatchObject([{ severity: 'warning' }]);
    expect(findingsOf(report, 'shared-host')).toHaveLength(1);
  });

  it('that cover nothing are told', () => {
    const report = evaluate(HEALTHY, policyOf({}, { waivers: [waiverOf({ check: 'empty-copy' })] }));

    expect(findingsOf(report, 'waiver-unused')).toMatchObject([{ severity: 'info' }]);
  });

  it('for one copy cover no other', () => {
    const evidence = evidenceOf([datasetOf([{ copy: HERE }, { copy: HERE }], HERE)]);

    const report = evaluate(evidence, policyOf({}, { waivers: [waiverOf({ copy: 'backup-2', dataset: 'website' })] }));

    expect(report.waived).toMatchObject([{ copy: 'backup-2' }]);
    expect(findingsOf(report, 'shared-host')).toMatchObject([{ copy: 'backup-1' }]);
  });
});

describe('the worked cases, as a user reads them', () => {
  const judgedWith = (comparison: ReturnType<typeof comparisonOf>) => {
    const evidence = evidenceOf([datasetOf([{ copy: CLAIMED_THERE, comparison }], CLAIMED_HERE)]);
    const report = evaluate(evidence, policyOf({ rpoMs: 26 * HOUR }));
    return { report, judged: report.datasets[0]?.backups[0]?.comparison };
  };

  it('pending: created an hour ago, and the backup received something last night', () => {
    const { report, judged } = judgedWith(
      comparisonOf({
        lacks: [{ class: 'absent', lastPossibleChangeMs: NOW - HOUR }],
        currency: [{ kind: 'same-entry', atMs: NOW - 7 * HOUR }],
      }),
    );

    expect(judged?.pending.atLeast.entries).toBe(1);
    expect(report.verdict).toBe('pass');
  });

  it('undetermined: the same, where nothing in the backup is younger than a year', () => {
    const { report, judged } = judgedWith(
      comparisonOf({
        lacks: [{ class: 'absent', lastPossibleChangeMs: NOW - HOUR }],
        currency: [{ kind: 'same-entry', atMs: NOW - 365 * DAY }],
      }),
    );

    expect(judged?.undetermined.atLeast.entries).toBe(1);
    expect(report.verdict).toBe('unproven');
  });

  it('never pending: a database written every minute, one that the backup skips among a thousand fresh files', () => {
    const { judged } = judgedWith(
      comparisonOf({
        lacks: [{ class: 'older', lastPossibleChangeMs: NOW - MINUTE, heldMs: NOW - 365 * DAY }],
        currency: [{ kind: 'same-entry', atMs: NOW - 7 * HOUR }],
      }),
    );

    expect(judged?.pending.atMost.entries).toBe(0);
    expect(judged?.undetermined.atLeast.entries).toBe(1);
  });

  it('outdated: the same once an earlier run saw it more than one RPO ago', () => {
    const { report, judged } = judgedWith(
      comparisonOf({
        lacks: [
          { class: 'older', lastPossibleChangeMs: NOW - MINUTE, lackSinceMs: NOW - 2 * DAY, heldMs: NOW - 365 * DAY },
        ],
      }),
    );

    expect(judged?.outdated.atLeast.entries).toBe(1);
    expect(findingsOf(report, 'stale-copy')).toMatchObject([{ verdict: 'fail' }]);
  });
});

describe('the laws of judging', () => {
  const estate = fc.tuple(copy('primary'), copy('backup-1'), copy('backup-2')).map((copies) => copies);

  function evidenceWith([primary, ...backups]: readonly CopyEvidence[]): Evidence {
    return evidenceOf([
      datasetOf(
        backups.map((one) => ({ copy: { ...one, listing: { entries: 1_000, bytes: 1_000_000 } } })),
        { ...primary, listing: { entries: 1_000, bytes: 1_000_000 } },
      ),
    ]);
  }

  it('blanking what is known of a domain of a copy, claims included, never makes a check greener', () => {
    fc.assert(
      fc.property(estate, fc.nat(2), domainName, refusal, (copies, at, domain, why) => {
        const before = evaluate(evidenceWith(copies), policyOf());
        const after = evaluate(
          evidenceWith(copies.map((one, index) => (index === at ? blanked(one, domain, why) : one))),
          policyOf(),
        );

        // A claim that is gone cannot be contradicted any more; that is the remedy for it.
        const greener = before.findings.filter(
          ({ checkId, copy: of }) =>
            checkId !== 'claim-contradicted' && after.passed.some((one) => one.checkId === checkId && one.copy === of),
        );
        expect(greener).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  it('not looking never makes a report greener while the claims stand', () => {
    fc.assert(
      fc.property(estate, fc.nat(2), domainName, refusal, (copies, at, domain, why) => {
        const refused = copies.map((one, index) =>
          index === at ? { ...one, facts: { ...one.facts, domains: { ...one.facts.domains, [domain]: why } } } : one,
        );

        const before = evaluate(evidenceWith(copies), policyOf());
        const after = evaluate(evidenceWith(refused), policyOf());

        const greener = before.findings.filter(({ checkId, copy: of }) =>
          after.passed.some((one) => one.checkId === checkId && one.copy === of),
        );
        expect(greener).toEqual([]);
        if (before.verdict !== 'pass') expect(after.verdict).not.toBe('pass');
      }),
      { numRuns: 1_500 },
    );
  });

  it('a copy that stops answering never turns a run into a pass', () => {
    fc.assert(
      fc.property(estate, fc.nat(2), (copies, at) => {
        const before = evaluate(evidenceWith(copies), policyOf());
        const nothing = unknown('unreachable', 'it did not answer');
        const gone = copies.map((one, index): CopyEvidence => {
          if (index !== at) return one;
          const domains = Object.fromEntries(Object.keys(one.facts.domains).map((name) => [name, nothing]));
          return { ...one, status: 'failed', facts: { ...one.facts, domains: domains as typeof one.facts.domains } };
        });

        const after = evaluate(evidenceWith(gone), policyOf());

        expect(after.verdict).not.toBe('pass');
        expect(after.complete).toBe(false);
        expect(before.complete).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('equal evidence and policy give byte-equal reports, whatever the order of members', () => {
    fc.assert(
      fc.property(estate, (copies) => {
        const evidence = evidenceWith(copies);
        const shuffled = reversedMembers(evidence) as Evidence;

        const [first, second] = [evaluate(evidence, policyOf()), evaluate(shuffled, policyOf())];

        const options = { columns: 80, colour: false };
        expect(jsonReporter.render(second, options)).toBe(jsonReporter.render(first, options));
        expect(terminalReporter.render(second, options)).toBe(terminalReporter.render(first, options));
      }),
      { numRuns: 200 },
    );
  });
});

/** The same data with the members of every object in the opposite order. */
function reversedMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedMembers);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, reversedMembers(member)]);
  return Object.fromEntries(members.reverse());
}
