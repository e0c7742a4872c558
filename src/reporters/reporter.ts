import type { Report } from '../model/report.ts';

/** What `list` and the command line say of a format. */
export interface ReporterMeta {
  /** Also the name of its file and its key in the registry. */
  readonly id: string;
  /** One sentence for people, without a trailing period. */
  readonly title: string;
  readonly mediaType: string;
  /** Without the dot. */
  readonly fileExtension: string;
}

export interface RenderOptions {
  /** Width of the output in terminal cells; formats that are not for a terminal ignore it. */
  readonly columns: number;
  /** Whether escape sequences for colour may be written. Meaning never rests on them. */
  readonly colour: boolean;
}

/**
 * Turns a report into text: pure, so equal reports give equal bytes. The text ends with exactly one newline, and no
 * control character of a name in the report reaches it.
 */
export interface Reporter {
  readonly meta: ReporterMeta;
  render(report: Report, options: RenderOptions): string;
}
